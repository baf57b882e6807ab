"""Which of our clients the names and numbers in a file mean: found among those the taker-in may see, or made.

Nothing is merged by itself: what can be meant two ways is refused with a question that the map answers ([same]).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from mainstay.clients.actions import intake
from mainstay.clients.models import Assignment, Client, ClientQuerySet, Contact, sort_name
from mainstay.house.models import Unit, User, house
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.tables import nearest
from mainstay.transfer.rules.kinds import Around, Step

Merged = TypeVar("Merged", Client, Contact)
NEW = "new"  # the answer in [same] that a name means none of ours
MOST_ALIKE = 3


@dataclass
class Clients:
    """The clients of a batch, by name and number, as they stand and as the rows so far would leave them."""

    around: Around
    by_name: dict[str, list[Client]] = field(default_factory=dict)
    by_number: dict[str, list[Client]] = field(default_factory=dict)
    by_id: dict[UUID, Client] = field(default_factory=dict)
    merged: dict[tuple[str, str], Client] = field(default_factory=dict)  # by what they were called before a merge
    same: Mapping[str, str] = field(default_factory=dict)
    fresh: list[Client] = field(default_factory=list)  # made by this batch, in order

    @classmethod
    def of(cls, named: Iterable[tuple[str, str]], around: Around, ids: Iterable[UUID] = ()) -> Clients:
        """Those whom (name, number) pairs of a batch, or our own ids, may mean: two queries."""
        known = cls(around, same={sort_name(name): answer for name, answer in around.map.same.items()})
        names, numbers = set(), set()
        for name, number in named:
            answer = known.same.get(sort_name(name), "")
            names |= {sort_name(told) for told in (name, number, answer) if told}
            numbers |= {told for told in (number, answer) if told}
        ids = {*ids, *(pk for told in known.same.values() if (pk := id_in(told)))}
        meant = Q(sort_name__in=names) | Q(reference__in=numbers)
        rows = seen_by(around).kept().filter(meant | Q(pk__in=ids))
        shadows: dict[UUID, Client] = around.caches.setdefault("clients", {})
        found = {client.pk: client for client in rows.select_related("unit").order_by("id")}
        for client in found.values():
            known.put(shadows.get(client.pk, client))
        for pk in shadows.keys() - found.keys() if around.dry else ():
            if shadows[pk].sort_name in names or shadows[pk].reference in numbers:
                known.put(shadows[pk])
        gone = Client.objects.visible_to(around.by).filter(meant).exclude(merged_into=None)
        kept = Client.objects.visible_to(around.by).kept().select_related("unit")
        for client, keep in with_keepers(list(gone.order_by("id")), kept):
            known.merged[client.sort_name, ""] = known.merged["", client.reference] = keep
        return known

    def put(self, client: Client) -> None:
        """Let a client be found from here on, as it is now."""
        self.take_out(client)
        self.by_id[client.pk] = client
        self.by_name.setdefault(client.sort_name, []).append(client)
        if client.reference:
            self.by_number.setdefault(client.reference, []).append(client)

    def take_out(self, client: Client) -> None:
        """Let it be found no more, before it changes."""
        for index in (self.by_name, self.by_number):
            for key in {key for key in (client.sort_name, client.reference) if client in index.get(key, ())}:
                index[key].remove(client)

    def find(self, name: str, number: str) -> Client | None:
        """Whom a row means; None where nobody yet. Raises Refused where it can be meant two ways (R-B-6)."""
        answer = self.same.get(sort_name(name), "") if name else ""
        if answer and answer != NEW:
            return self._answered(name, answer, number)
        if number and (found := self.by_number.get(number)):
            return _one(found, _("Several clients have the number %(told)s: %(ids)s. Give each its own first."), number)
        like = self.by_name.get(sort_name(name), []) if name else self.by_name.get(sort_name(number), [])
        if answer == NEW:
            like = [client for client in like if self.brought(client)]
        if number:
            free = [client for client in like if not client.reference]
            if like and not free and answer != NEW:
                raise _same_name(name, number, like)
            like = free
        if not like and answer != NEW:
            return self.merged.get(("", number)) if number else self.merged.get((sort_name(name), ""))
        sentence = _("Several clients are called “%(told)s”. Say in the map, under [same], which is meant: %(ids)s.")
        return _one(like, sentence, name) if like else None

    def told(self, text: str) -> Client | None:
        """The client whose id a text is; None where it is none, or none of these."""
        pk = id_in(text) if text else None
        return self.by_id.get(pk) if pk is not None else None

    def number_of(self, name: str, number: str) -> str:
        """The number a row means: that of the client the map says it is, where the file itself brings that one in."""
        answer = self.same.get(sort_name(name), NEW)
        return number if answer == NEW or not number else answer

    def _answered(self, name: str, answer: str, number: str) -> Client | None:
        if ours := self.told(answer):
            return ours
        found = self.by_number.get(answer) or self.by_name.get(sort_name(answer), [])
        if not found and number:
            return None
        if not found:
            raise Refused(
                _("The map says under [same] that “%(name)s” is “%(answer)s”: there is no such client you may see.")
                % {"name": name, "answer": answer},
                rule="R-X-10",
                field="client",
            )
        return _one(found, _("Several clients are called “%(told)s”. Name one by its number or id: %(ids)s."), answer)

    def brought(self, client: Client) -> bool:
        """Whether an earlier row of this file brought the client in."""
        mine = self.around.run_id is not None and client.run_id == self.around.run_id
        return mine or client._state.adding

    def make(self, told: Mapping[str, Any]) -> Client:
        """A client that is not there yet, written when the batch is. Raises Refused for what cannot be kept."""
        values = {"zone": home(self.around), "unit": unit_of(self.around), **told}
        client = Client(**intake.checked_client(values))
        client.derive()
        self.fresh.append(client)
        self.keep(client)
        return client

    def find_or_make(self, name: str, number: str, **told: Any) -> Client:
        """Whom a row means, made by name if need be; known by number alone, the number is the name until told."""
        if found := self.find(name, number):
            return found
        return self.make({"name": name or number, "reference": number, **told})

    def drop(self, since: int) -> None:
        """Forget those made for a row that is refused after all: all after the first ``since``."""
        for client in self.fresh[since:]:
            self.take_out(client)
            self.by_id.pop(client.pk, None)
            self.around.caches["clients"].pop(client.pk, None)
        del self.fresh[since:]

    def keep(self, client: Client) -> None:
        """After a change: find it as it is now; a dry run remembers it for the rest of the file."""
        self.put(client)
        if self.around.dry:
            self.around.caches["clients"][client.pk] = client

    def alike(self, made: Sequence[Client]) -> dict[UUID, list[str]]:
        """Names of clients that new ones, in their order, resemble, by id: one query (R-B-6).

        A row may be told to mean a client that is there, or that an earlier row brings in; never one still to come.
        """
        keys = {client.like_key for client in made if client.like_key}
        if not keys:
            return {}
        rows = Client.objects.visible_to(self.around.by).kept().filter(like_key__in=keys).order_by("name", "id")
        like: dict[str, list[Client]] = {}
        shadows = self.around.caches["clients"].values() if self.around.dry else ()
        fresh = {client.pk for client in made}
        for client in (*rows, *shadows):
            if client.pk not in fresh:
                like.setdefault(client.like_key, []).append(client)
        found = {}
        for client in (one for one in made if one.like_key):
            earlier = like.setdefault(client.like_key, [])
            if names := dict.fromkeys(str(other) for other in earlier):
                found[client.pk] = list(names)[:MOST_ALIKE]
            earlier.append(client)
        return found

    def write(self) -> None:
        """Write the new clients."""
        around = self.around
        told: list[intake.NewClient] = [
            {
                "id": client.pk,
                "name": client.name,
                "kind": client.kind,
                "stage": client.stage,
                "zone": client.zone,
                "country": client.country,
                "town": client.town,
                "language": client.language,
                "since_on": client.since_on,
                "note": client.note,
                "reference": client.reference,
                "unit_id": client.unit_id,
            }
            for client in self.fresh
        ]
        for client in intake.take_in(names=told, run_id=around.run_id, by=around.by, at=around.at):
            self.put(client)

    def serve(self, serving: Mapping[UUID, Iterable[UUID]] | None = None) -> dict[UUID, list[str]]:
        """Whoever took new clients in serves those they would not see otherwise: assignments made, by client's id.

        ``serving`` are those whom the list itself named to serve them: where there are some, the taker-in helps.
        """
        by, at = self.around.by, self.around.at
        named = serving or {}
        unseen = [c for c in self.fresh if not sees(by, c) and by.pk not in named.get(c.pk, ())]
        manages = rights.MANAGER in by.roles
        beside: dict[UUID, list[str]] = {}
        for role in (Assignment.Role.MANAGER, Assignment.Role.HELPER):
            lead = role == Assignment.Role.MANAGER
            pairs = [(client, by) for client in unseen if lead == (manages and not named.get(client.pk))]
            if pairs:
                for one in intake.assign_many(pairs=pairs, role=role, why=_("took in the list"), by=by, at=at):
                    beside.setdefault(one.client_id, []).append(str(one.pk))
        return beside


def seen_by(around: Around) -> ClientQuerySet:
    """The clients whom the taker-in may see, and those whom this run brought in."""
    seen = Client.objects.visible_to(around.by)
    return seen if around.run_id is None else seen | Client.objects.filter(run_id=around.run_id)


def with_keepers(gone: Sequence[Merged], seen: QuerySet[Merged]) -> Iterator[tuple[Merged, Merged]]:
    """Each that was merged, with whom it is now, however often that one was merged in turn; of these alone."""
    if not gone:
        return
    leads: dict[UUID, UUID | None] = {one.pk: one.merged_into_id for one in gone}
    ends = {*leads.values()} - {None}
    while ends:
        rows = type(gone[0])._default_manager.filter(pk__in=[pk for pk in ends if pk not in leads])
        further: dict[UUID, UUID | None] = dict(rows.exclude(merged_into=None).values_list("pk", "merged_into_id"))
        leads |= further
        ends = {*further.values()}
    there = {one.pk: one for one in seen.filter(pk__in=[pk for pk in leads.values() if pk is not None])}
    for one in gone:
        end = one.merged_into_id
        while end in leads:
            end = leads[end]
        if end in there:
            yield one, there[end]


def write_beside(
    known: Clients,
    steps: Sequence[Step],
    asked: Sequence[Sequence[Client]],
    served: Mapping[UUID, Sequence[str]] | None = None,
) -> None:
    """Write clients that a list of something else named, and tell each step which of them it brought.

    ``asked`` are the clients each step names, in the order of the steps; ``served`` what was said of who serves them,
    where that and the clients are written already.
    """
    if not known.fresh:
        return
    if served is None:
        known.write()
        served = known.serve()
    left = {client.id for client in known.fresh}
    for step, clients in zip(steps, asked, strict=True):
        for client in clients:
            if client.id in left:
                left.discard(client.id)
                step.beside.setdefault("clients", []).append(str(client.pk))
                step.beside.setdefault("served", []).extend(served.get(client.pk, []))


def sees(by: User, client: Client) -> bool:
    """Whether somebody sees a client that nobody serves yet."""
    return by.may(rights.SEE_ALL) or (client.unit_id is not None and client.unit_id in by.units_led)


def home(around: Around) -> str:
    """The zone of the house, asked once a pass."""
    if "home" not in around.caches:
        around.caches["home"] = house().zone
    return str(around.caches["home"])


def region_of(clients: Iterable[Client], around: Around) -> str:
    """The country in which a number without a country is dialled: that of a client, else of the house."""
    if "region" not in around.caches:
        around.caches["region"] = house().country
    return next((client.country for client in clients if client.country), str(around.caches["region"]))


def units(around: Around) -> dict[str, Unit]:
    """The teams by folded name, read once a pass."""
    if "units" not in around.caches:
        around.caches["units"] = {sort_name(unit.name): unit for unit in Unit.objects.all()}
    found: dict[str, Unit] = around.caches["units"]
    return found


def unit_of(around: Around) -> Unit | None:
    """The team of whoever takes in: their own, else the first they head."""
    by_id = {unit.pk: unit for unit in units(around).values()}
    wanted = around.by.unit_id or next(iter(around.by.units_led), None)
    return by_id.get(wanted) if wanted is not None else None


def unit_called(told: str, around: Around) -> Unit:
    """A team by name. Raises Refused naming the nearest (R-X-10)."""
    known = units(around)
    if found := known.get(sort_name(told)):
        return found
    near = nearest(told, [unit.name for unit in known.values()])
    raise Refused(
        _("There is no team “%(name)s”. The nearest are: %(near)s.") % {"name": told, "near": near}
        if near
        else _("There is no team “%(name)s”.") % {"name": told},
        rule="R-X-10",
        field="team",
    )


def people(around: Around) -> dict[str, list[User]]:
    """Our people by folded name and mail address, read once a pass."""
    if "people" not in around.caches:
        found: dict[str, list[User]] = {}
        for person in User.objects.order_by("-is_active", "joined_at", "id"):
            for told in {sort_name(person.name), sort_name(person.email or "")} - {""}:
                found.setdefault(told, []).append(person)
        around.caches["people"] = found
    kept: dict[str, list[User]] = around.caches["people"]
    return kept


def person_called(told: str, around: Around) -> User:
    """One of us by name or mail address. Raises Refused naming the nearest, or where several bear a name (R-X-10)."""
    known = people(around)
    found = known.get(sort_name(told), [])
    signing_in = [person for person in found if person.is_active] or found
    if len(signing_in) == 1:
        return signing_in[0]
    if found:
        sentence = _("Several of us are called “%(name)s”. Name them by mail address.") % {"name": told}
    else:
        near = nearest(told, sorted({person.name for some in known.values() for person in some}))
        sentence = _("Nobody of us is called “%(name)s”. The nearest are: %(near)s.") % {"name": told, "near": near}
    raise Refused(sentence, rule="R-X-10", field="person", lifted_by=_("an administrator, by adding the person"))


def refused(step: Step, why: Refused) -> Step:
    """The step of a row that cannot be taken in."""
    step.what, step.why, step.changes = "refused", why.message, {}
    return step


def id_in(told: str) -> UUID | None:
    """The id a text is; None where it is none."""
    try:
        return UUID(told)
    except ValueError:
        return None


def _one(found: Sequence[Client], sentence: str, told: str) -> Client:
    if len(found) == 1:
        return found[0]
    ids = ", ".join(client.reference or str(client.pk) for client in found[:5])
    raise Refused(sentence % {"told": told, "ids": ids}, rule="R-B-6", field="client")


def _same_name(name: str, number: str, like: Sequence[Client]) -> Refused:
    return Refused(
        _(
            "A client called “%(name)s” has the number %(theirs)s, not %(number)s. Say in the map, under [same], "
            "whether it is this one or “new”."
        )
        % {"name": name, "number": number, "theirs": ", ".join(client.reference for client in like[:3])},
        rule="R-B-6",
        field="client",
    )
