"""The kind “promises”: ours, the clients’ and third parties’, known again by key, or by reference and day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.models import house
from mainstay.kit.refusals import Refused
from mainstay.kit.sentences import Sentence
from mainstay.kit.tables import Problem, Table, Unreadable
from mainstay.kit.tables.maps import Field, Map
from mainstay.promises.actions import intake as ledger
from mainstay.promises.actions.clashing import notice_among
from mainstay.promises.models import Promise
from mainstay.promises.rules import intake as rules
from mainstay.promises.rules.intake import Delivery
from mainstay.transfer.actions.kinds import promise_undo
from mainstay.transfer.actions.kinds.invited import clients_of
from mainstay.transfer.actions.kinds.known import Clients, id_in, refused, write_beside
from mainstay.transfer.actions.kinds.promise_names import Names, Unmade, folded
from mainstay.transfer.actions.kinds.promise_plan import Plan, Spot
from mainstay.transfer.actions.kinds.promise_values import RELATIONS, told_values, values_of
from mainstay.transfer.queries.invited import are_addresses
from mainstay.transfer.queries.stepping import every_step
from mainstay.transfer.rules.kinds import SORTS, Around, Reading, Step

BESIDE = {"engagement": "engagements", "contact": "contacts"}


class PromiseReading:
    """A list of promises, read. Rows of one delivery are laid together: a record is a delivery."""

    def __init__(self, table: Table, map_: Map, *, skip_bad: bool) -> None:
        told = rules.Map.of(map_)
        written = rules.found_out(table, told)
        self.questions: list[Unreadable] = list(written.questions)
        self.by_people = rules.told_by_people(
            table.format, told.columns.get("client")
        )  # addresses stand where the clients' names would
        self._intake = None if self.questions else rules.take_in(table, told, skip_bad=skip_bad, written=written)
        read = {place for places in written.places.values() for place in places}
        self._left_out = [name for place, name in enumerate(table.names) if place not in read]

    @property
    def rows(self) -> int:
        """Rows that are not blank."""
        return self._intake.summary.rows if self._intake else 0

    @property
    def problems(self) -> Sequence[Problem]:
        """What cannot be read."""
        return self._intake.summary.problems if self._intake else ()

    @property
    def problem_count(self) -> int:
        """How many there are."""
        return self._intake.summary.problem_count if self._intake else 0

    @property
    def summary(self) -> dict[str, Any]:
        """The counts of the list, and how it is written."""
        if self._intake is None:
            return {"left_out": self._left_out}
        told, dialect = self._intake.summary.as_dict(), self._intake.dialect
        return {
            **told,
            "passed_over": list(map(list, self._intake.summary.passed_over)),
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter,
            "decimal": dialect.decimal,
            "date_formats": {name: list(formats) for name, formats in self._intake.date_formats.items()},
            "left_out": self._left_out,
        }

    @property
    def census(self) -> rules.Census:
        """Whom the list names."""
        return self._intake.census if self._intake else rules.Census()

    def records(self) -> Iterator[Delivery]:
        """The deliveries: client by client, each client’s in the order of the file."""
        return self._intake.deliveries() if self._intake else iter(())

    def stands_alone(self, delivery: Delivery) -> bool:
        """Whether the list tells one day for this reference to this client."""
        return self._intake is not None and self._intake.stands_alone(delivery)


class PromiseKind:
    """See ``transfer.rules.kinds.Kind``."""

    name = "promises"
    label: Sentence = SORTS["promises"].label
    fields: Sequence[Field] = SORTS["promises"].fields

    def read(self, table: Table, map_: Map, skip_bad: bool) -> Reading:
        """Read the table; what can be read two ways is a question."""
        return PromiseReading(table, map_, skip_bad=skip_bad)

    # --- comparing

    def compare(self, records: Sequence[Delivery], around: Around) -> list[Step]:
        """One step for each delivery; a fixed number of queries a batch."""
        steps = [_left(record) for record in records]
        plan = around.caches["plan"] = _placed(records, steps, around)
        if around.brief:
            _checked(records, plan.clients, steps)
            return steps
        names = Names.of(around)
        placed = [(record, client) for record, client in zip(records, plan.clients, strict=True) if client is not None]
        names.look(placed)
        there = _there(placed, plan.ours, around)
        if "currency" not in around.caches:
            around.caches["currency"] = house().currency
        seen: set[Spot] = set()
        for place, (record, client, step) in enumerate(zip(records, plan.clients, steps, strict=True)):
            if client is None:
                continue
            step.client = client.name
            if (spot := (client.id.int, record.key)) in seen:
                step.why = _("An earlier row of this file tells it already.")
                continue
            seen.add(spot)
            try:
                self._step(place, record, client, step, plan, names, there.get(spot))
            except Refused as why:
                refused(step, why)
        _told_alike(steps, plan, around)
        if around.dry:
            plan.tell(steps, records, names)
        return steps

    def _step(
        self,
        place: int,
        record: Delivery,
        client: Client,
        step: Step,
        plan: Plan,
        names: Names,
        promise: Promise | None,
    ) -> None:
        columns = ledger.columns(record, client, names.around.caches["currency"])
        if promise is None:
            columns |= _relations(record, client, names)
            plan.made[place] = columns
            step.what = "made"
            if names.named_unmade and any(isinstance(columns[name], Unmade) for name in RELATIONS):
                step.changes = told_values(record, columns, names)
            else:
                plan.untold.append(place)
            return
        step.id = str(promise.pk)
        columns |= _relations(record, client, names)
        if plan.brings_back(record, promise):
            columns["run_key"] = promise.run_key
        differ = ledger.otherwise(promise, record, columns)
        if not differ:
            return
        step.changes = values_of(promise, differ, names)
        if promise.acts:
            step.changes = {}
            step.why = _("Somebody has acted on it since: what the list says otherwise is left.")
            return
        step.what = "changed"
        step.beside |= {
            name: [str(getattr(promise, name) or ""), ""] for name in (*RELATIONS, "run_key") if name in differ
        }
        plan.changed[place] = (promise, differ)

    # --- writing

    def apply(self, steps: Sequence[Step], records: Sequence[Delivery], around: Around) -> None:
        """Write what was compared."""
        plan: Plan = around.caches.pop("plan")
        names = Names.of(around)
        if plan.known.fresh:
            write_beside(plan.known, steps, [[client] if client else [] for client in plan.clients])
        done = {**plan.made, **{place: values for place, (_promise, values) in plan.changed.items()}}
        clients = {place: plan.client(place) for place in sorted(done)}
        if plan.known.fresh or plan.ours:
            around.caches["clients_met"].update((records[place].client, client) for place, client in clients.items())
        if names.waiting:
            became = names.write({client.pk: client for client in clients.values()})
            _tell_beside(steps, done, became)
        names.serve([(records[place], client, steps[place]) for place, client in clients.items()], _census(around))
        if names.named_unmade:
            _fill_in(done.values(), names)
        made = ledger.make_many(
            told=[(values, clients[place]) for place, values in plan.made.items()],
            run_id=around.run_id,
            by=around.by,
            at=around.at,
        )
        for place, promise in zip(plan.made, made, strict=True):
            steps[place].id = str(promise.id)
        plan.tell(steps, records, names)  # not before: now the database is at work
        self._correct(steps, plan, around)

    def _correct(self, steps: Sequence[Step], plan: Plan, around: Around) -> None:
        if not plan.changed:
            return
        done = ledger.correct_many(told=list(plan.changed.values()), by=around.by, at=around.at)
        for place, (promise, values) in plan.changed.items():
            step = steps[place]
            if promise.pk not in done:
                step.what, step.changes, step.beside = "left", {}, {}
                step.why = _("Somebody has acted on it since: what the list says otherwise is left.")
                continue
            for name in (*RELATIONS, "run_key"):
                if name in values:
                    step.beside[name][1] = str(values[name] or "")

    def afterwards(self, around: Around) -> Iterator[Callable[[], object]]:
        """Notice which open promises contradict each other now, a hundred clients at a time (R-B-38)."""
        changed = [UUID(step.id) for step in every_step(around.run, "changed")]
        clients = sorted(ledger.touched(around.run_id, changed))
        for start in range(0, len(clients), 100):
            yield partial(notice_among, clients=clients[start : start + 100], by=around.by, at=around.at)

    def undo(self, steps: Sequence[Step], around: Around) -> list[Step]:
        """Annul what was made, set back what was corrected; what somebody acted on stays and is told."""
        return promise_undo.take_back(steps, around)


def _left(record: Delivery) -> Step:
    return Step(record.rows, "left", record.title or record.reference or _("Delivery"), record.client)


def _checked(records: Sequence[Delivery], clients: Sequence[Client | None], steps: Sequence[Step]) -> None:
    """Refuse what the house would refuse by what the rows say, and look for nothing else."""
    seen: set[Spot] = set()
    for record, client, step in zip(records, clients, steps, strict=True):
        if client is None or (spot := (client.id.int, record.key)) in seen:
            continue
        seen.add(spot)
        try:
            ledger.words(record)
        except Refused as why:
            refused(step, why)


def _fill_in(done: Iterable[dict[str, Any]], names: Names) -> None:
    """Put in the ids of those who were made for the list."""
    for values in done:
        for name in RELATIONS:
            if isinstance(unmade := values.get(name), Unmade):
                values[name] = names.now(unmade)


def _tell_beside(steps: Sequence[Step], done: dict[int, dict[str, Any]], became: dict[Unmade, UUID]) -> None:
    """Tell the first step that names them which engagements and people at clients were made for it."""
    left = {one: pk for one, pk in became.items() if one.what in BESIDE}
    for place in sorted(done) if left else ():
        for name in RELATIONS:
            unmade = done[place].get(name)
            if isinstance(unmade, Unmade) and unmade in left:
                steps[place].beside.setdefault(BESIDE[unmade.what], []).append(str(left.pop(unmade)))


def _census(around: Around) -> rules.Census:
    return around.reading.census if isinstance(around.reading, PromiseReading) else rules.Census()


def _placed(records: Sequence[Delivery], steps: Sequence[Step], around: Around) -> Plan:
    """The client of each delivery; those that cannot be told are refused. Who was found once is known for the pass."""
    met: dict[str, Client] = around.caches.setdefault("clients_met", {})
    ours = _ours(records, around)
    spelled = dict.fromkeys(record.client for record in records if record.told_key not in ours)
    standing = _as_they_stand({name: met[name] for name in spelled if name in met}, around)
    for name in spelled:
        if name in met and name not in standing:
            del met[name]
    met |= standing
    asked = [name for name in spelled if name not in met]
    told = clients_of(_unanswered(asked, around), around) if _by_people(around) else {}
    unknown = [(name, "") for name in asked if name not in told]
    known = Clients.of(unknown, around) if unknown else Clients(around)
    why_not: dict[str, Refused] = {}
    for name in spelled:
        try:
            found = met.get(name) or told.get(name) or known.find_or_make(name, "")
            if isinstance(found, Refused):
                raise found
            met[name] = found
        except Refused as why:
            why_not[name] = why
    around.also["clients"] += len(known.fresh)
    clients: list[Client | None] = []
    for record, step in zip(records, steps, strict=True):
        if ours and record.told_key in ours:
            clients.append(ours[record.told_key].client)
        elif why_not and record.client in why_not:
            refused(step, why_not[record.client])
            clients.append(None)
        else:
            clients.append(met[record.client])
    return Plan(known, clients, ours)


def _by_people(around: Around) -> bool:
    return isinstance(around.reading, PromiseReading) and around.reading.by_people


def _unanswered(names: Iterable[str], around: Around) -> list[str]:
    """Those told by addresses of which the map does not say whom they mean."""
    answered = {folded(name) for name in around.map.same}
    return [name for name in names if are_addresses(name) and folded(name) not in answered]


def _ours(records: Sequence[Delivery], around: Around) -> dict[str, Promise]:
    """The promises that a list of our own brings back by their ids, as it tells them; with their clients."""
    told = [(record.told_key, pk) for record in records if record.told_key and (pk := id_in(record.told_key))]
    if not told:
        return {}
    rows = Promise.objects.visible_to(around.by).counted().filter(client__archived_at=None)
    found = {
        promise.pk: promise
        for promise in rows.filter(pk__among={pk for _key, pk in told}).select_related("client", "client__unit")
    }
    return {key: found[pk] for key, pk in told if pk in found}


def _as_they_stand(met: dict[str, Client], around: Around) -> dict[str, Client]:
    """Those met before as they stand now, without who was laid aside while the list is taken in: one query."""
    if around.dry or not met:
        return met
    kept = Client.objects.kept().filter(pk__among=[client.pk for client in met.values()]).select_related("unit")
    now = {client.pk: client for client in kept}
    return {name: now[client.pk] for name, client in met.items() if client.pk in now}


def _told_alike(steps: Sequence[Step], plan: Plan, around: Around) -> None:
    """Say once of each new client whom of ours it resembles."""
    if not plan.known.fresh:
        return
    alike = plan.known.alike(plan.known.fresh)
    for step, client in zip(steps, plan.clients, strict=True):
        if client is not None and client.pk in alike:
            step.alike = alike.pop(client.pk)


def _there(placed: Sequence[tuple[Delivery, Client]], ours: dict[str, Promise], around: Around) -> dict[Spot, Promise]:
    """Deliveries that stand in the ledger: by their key; else the only one of its reference, whose day changed."""
    standing = ledger.standing(record.key for record, client in placed if not client._state.adding)
    found = {(promise.client_id.int, promise.run_key): promise for promise in standing}
    for record, client in placed if ours else ():
        promise = ours.get(record.told_key)
        if promise is not None and promise.client_id == client.id:
            found.setdefault((client.id.int, record.key), promise)  # a list of our own, come back
    other = [
        (record, client)
        for record, client in placed
        if record.about
        and not client._state.adding
        and (around.run_id is None or client.run_id != around.run_id)
        and (client.id.int, record.key) not in found
    ]
    if not other:
        return found
    rows = Promise.objects.counted().filter(
        client__id__among={client.pk for _record, client in other},
        reference__among={record.reference for record, _client in other},
    )
    like: dict[tuple[UUID, str, str], list[Promise]] = {}
    for promise in rows.exclude(run_key=""):
        like.setdefault((promise.client_id, promise.reference, promise.side), []).append(promise)
    reading = around.reading
    for record, client in other:
        same = like.get((client.pk, record.reference, record.side), [])
        if len(same) == 1 and isinstance(reading, PromiseReading) and reading.stands_alone(record):
            found[client.id.int, record.key] = same[0]
    return found


def _relations(record: Delivery, client: Client, names: Names) -> dict[str, Any]:
    contact = names.contact(client, record.contact) if record.side != "third" else None
    return {
        "owner_id": names.owner(record.owner),
        "engagement_id": names.engagement(client, record.engagement),
        "kind_id": names.kind(record.kind),
        "owner_contact_id": contact if record.side == "theirs" else None,
        "made_to_id": contact if record.side == "ours" else None,
    }


kind = PromiseKind()
