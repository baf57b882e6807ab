"""Whom and what a list of promises names: our people, engagements, people at clients; found, or made by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients import actions as client_actions
from mainstay.clients.actions import intake as client_intake
from mainstay.clients.models import Affiliation, Assignment, Client, sort_name
from mainstay.engagements import actions as engagement_actions
from mainstay.engagements.models import Engagement
from mainstay.house import actions as house_actions
from mainstay.house.models import User
from mainstay.promises.actions.kinds import kind_named
from mainstay.promises.models import Kind
from mainstay.promises.rules.intake import Census, Delivery
from mainstay.promises.rules.kinds import key_of
from mainstay.transfer.actions.kinds.known import people
from mainstay.transfer.rules.kinds import Around, Step

folded = lru_cache(maxsize=8192)(sort_name)


@dataclass(frozen=True)
class Unmade:
    """Stands for the id of somebody or something that is made when the batch is written."""

    what: str  # owner, kind, engagement, contact
    name: str
    client: UUID | None = None


Id = UUID | Unmade | None


@dataclass
class Names:
    """What the names of a list stand for; lives as long as the pass. Grows with the names, not with the rows."""

    around: Around
    owners: dict[str, User | Unmade] = field(default_factory=dict)
    kinds: dict[str, Id] = field(default_factory=dict)  # by the name as it is compared
    there: dict[tuple[str, UUID, str], Id] = field(default_factory=dict)  # engagements and contacts
    engaged: set[UUID] = field(default_factory=set)  # clients whose engagements were looked up
    met: set[UUID] = field(default_factory=set)  # clients whose people were looked up
    served: set[UUID] = field(default_factory=set)  # clients whose manager was asked for
    serving: set[tuple[UUID, UUID]] = field(default_factory=set)
    shown: dict[UUID, str] = field(default_factory=dict)
    waiting: list[Unmade] = field(default_factory=list)
    named_unmade: bool = False  # whether a column may hold somebody who is made when the batch is written

    @classmethod
    def of(cls, around: Around) -> Names:
        """Those of this pass."""
        if "promise_names" not in around.caches:
            around.caches["promise_names"] = cls(around)
        found: Names = around.caches["promise_names"]
        return found

    def look(self, told: Iterable[tuple[Delivery, Client]]) -> None:
        """Find the engagements and people that a batch names: at most a query each."""
        wanted = list(told)
        engaged = {client.pk for delivery, client in wanted if delivery.engagement} - self.engaged
        if engaged:
            rows = Engagement.objects.filter(client__in=engaged).order_by("id")
            for one in sorted(rows, key=lambda row: row.state != Engagement.State.ENDED):
                self.there["engagement", one.client_id, folded(one.name)] = one.pk
                self.shown[one.pk] = one.name
        met = {client.pk for delivery, client in wanted if delivery.contact and delivery.side != "third"} - self.met
        if met:
            places = Affiliation.objects.filter(client__in=met).select_related("contact").order_by("id")
            for place in sorted(places, key=lambda row: row.to_on is None):
                self.there["contact", place.client_id, folded(place.contact.name)] = place.contact_id
                self.shown[place.contact_id] = place.contact.name
        self.engaged |= engaged
        self.met |= met

    def owner(self, name: str) -> UUID | Unmade:
        """One of us by name or mail address; whoever takes in where nobody is named; somebody to be added."""
        if (found := self.owners.get(name)) is None:
            like = people(self.around).get(folded(name), []) if name else [self.around.by]
            found = self.owners[name] = like[0] if like else self._wait(Unmade("owner", name))
            if isinstance(found, User):
                self.shown[found.pk] = found.name
        return found.pk if isinstance(found, User) else found

    def kind(self, name: str) -> Id:
        """What kind of thing it is, by name; the same for the whole house."""
        if not name:
            return None
        if not self.kinds:
            for one in Kind.objects.all():
                self.kinds[one.key] = one.pk
                self.shown[one.pk] = one.name
        if (key := key_of(name)) not in self.kinds:
            self.kinds[key] = self._wait(Unmade("kind", name))
        return self.kinds[key]

    def engagement(self, client: Client, name: str) -> Id:
        """An engagement of a client by name."""
        return self._find("engagement", client, name) if name else None

    def contact(self, client: Client, name: str) -> Id:
        """Somebody at a client by name."""
        return self._find("contact", client, name) if name else None

    def _find(self, what: str, client: Client, name: str) -> Id:
        place = (what, client.pk, folded(name))
        if place not in self.there:
            self.there[place] = self._wait(Unmade(what, name, client.pk))
        return self.there[place]

    def _wait(self, unmade: Unmade) -> Unmade:
        self.waiting.append(unmade)
        self.named_unmade = True
        counted = {"owner": "people", "kind": "kinds", "engagement": "engagements", "contact": "contacts"}
        self.around.also[counted[unmade.what]] += 1
        if unmade.what == "owner":
            self.around.caches.setdefault("newcomers", []).append(unmade.name)
        return unmade

    def now(self, unmade: Unmade) -> Id:
        """What waited when it was compared, and was made since."""
        if unmade.what == "kind":
            return self.kind(unmade.name)
        if unmade.client is None:
            return self.owner(unmade.name)
        return self.there[unmade.what, unmade.client, folded(unmade.name)]

    def spoken(self, found: Any) -> str:
        """The name of what an id stands for."""
        return found.name if isinstance(found, Unmade) else self.shown.get(found, "")

    # --- writing

    def write(self, clients: dict[UUID, Client]) -> dict[Unmade, UUID]:
        """Make everybody and everything that waits; gives what each has become."""
        around, waiting = self.around, self.waiting
        by_run = {"run_id": around.run_id, "by": around.by, "at": around.at}
        made: dict[Unmade, UUID] = {}
        for one in [one for one in waiting if one.what == "owner"]:
            person = house_actions.add_person(name=one.name, **by_run)
            made[one], self.owners[one.name] = person.pk, person
            people(around).setdefault(folded(one.name), []).append(person)
        for one in [one for one in waiting if one.what == "kind"]:
            if (kind := kind_named(one.name, by=around.by, at=around.at)) is not None:
                made[one] = self.kinds[kind.key] = kind.pk
        begun = [one for one in waiting if one.what == "engagement"]
        told = [engagement_actions.NewEngagement(clients[one.client], one.name) for one in begun if one.client]
        for one, engagement in zip(begun, engagement_actions.begin_many(begun=told, **by_run), strict=True):
            made[one] = engagement.pk
        met = [one for one in waiting if one.what == "contact"]
        new = [
            client_intake.NewPerson({"name": one.name}, [client_intake.NewPlace(clients[one.client])])
            for one in met
            if one.client
        ]
        for one, contact in zip(met, client_intake.take_in_people(told=new, **by_run), strict=True):
            made[one] = contact.pk
        for one, pk in made.items():
            self.shown[pk] = one.name
            if one.client is not None:
                self.there[one.what, one.client, folded(one.name)] = pk
        self.waiting = []
        return made

    def serve(self, told: Sequence[tuple[Delivery, Client, Step]], census: Census) -> None:
        """Clients without one get a manager; whoever owes something to a client and does not serve it helps."""
        first: dict[UUID, Step] = {}
        fresh: list[tuple[Client, User]] = []
        looked: set[int] = set()  # the same few clients in many rows
        for delivery, client, step in told:
            if id(client) in looked:
                continue
            looked.add(id(client))
            first.setdefault(client.id, step)
            if client.id not in self.served:
                self.served.add(client.id)
                fresh.append((client, self._person(census.manager_of(delivery.client))))
        owing = {
            (client.pk, self._person(delivery.owner).pk): (client, self._person(delivery.owner))
            for delivery, client, _step in told
            if delivery.open and delivery.side == "ours"
        }
        self._assign(fresh, Assignment.Role.MANAGER, first)
        if asked := {pair for pair in owing if pair not in self.serving}:
            now = Assignment.objects.now().filter(client__in={client for client, _user in asked})
            there = set(now.values_list("client_id", "user_id"))
            self.serving |= there | asked
            self._assign([owing[pair] for pair in asked if pair not in there], Assignment.Role.HELPER, first)

    def _person(self, name: str) -> User:
        if isinstance(self.owner(name), Unmade):
            self.write({})
        found = self.owners[name]
        if isinstance(found, Unmade):
            raise TypeError(f"{name} was not added")
        return found

    def _assign(self, pairs: Sequence[tuple[Client, User]], role: str, first: dict[UUID, Step]) -> None:
        if not pairs:
            return
        why = _("as the list taken in says")
        made = client_actions.assign_many(pairs=pairs, by=self.around.by, at=self.around.at, why=why, role=role)
        for one in made:
            first[one.client_id].beside.setdefault("served", []).append(str(one.pk))
