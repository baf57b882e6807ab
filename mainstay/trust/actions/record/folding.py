"""Where a client stands once evidence came or was struck through: gone on from there, or replayed (TV-60)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mainstay.house.models import house
from mainstay.kit import rows
from mainstay.kit.learned import of_ids
from mainstay.kit.times import local_day
from mainstay.trust.models.record import Evidence, Record, VerdictChange
from mainstay.trust.queries.record.reading import breaches_of, reasons_of
from mainstay.trust.queries.record.standard import InForce, in_force
from mainstay.trust.rules.record import fold as rules
from mainstay.trust.rules.record.fold import Breach, Change, Row, Standing
from mainstay.trust.rules.record.policy import ENGINE, INSUFFICIENT, OURS, SAID, THEIRS, Policy

Key = tuple[UUID, str]  # client and direction
AT_A_TIME = 500
_COLUMNS = ("client_id", "direction", "on", "strand", "outcome", "weight")


@dataclass
class Changed:
    """What changed of whom: rows that came, and who must be replayed whole."""

    came: dict[Key, list[Row]] = field(default_factory=lambda: defaultdict(list))
    replay: set[Key] = field(default_factory=set)
    count: int = 0

    @property
    def touched(self) -> set[Key]:
        """Everybody concerned."""
        return {*self.came, *self.replay}

    def add(self, key: Key, row: Row) -> None:
        """A row that came."""
        self.came[key].append(row)
        self.count += 1

    def strike(self, key: Key) -> None:
        """A row that was struck through."""
        self.replay.add(key)
        self.count += 1

    def whole(self, clients: Iterable[UUID]) -> None:
        """Replay these clients both ways."""
        self.replay |= {(client, direction) for client in clients for direction in (OURS, THEIRS)}

    def also(self, other: Changed) -> None:
        """What else changed."""
        for key, came in other.came.items():
            self.came[key] += came
        self.replay |= other.replay
        self.count += other.count


@transaction.atomic
def refold(*, changed: Changed, at: datetime, standard: InForce | None = None) -> int:
    """Fold everybody concerned up to today and keep where they stand and every change (TV-50). Returns the changes.

    What came after the last day that was read goes on from there; anything else replays that client.
    """
    used = standard or in_force()
    keys = sorted(changed.touched, key=lambda key: (key[0].int, key[1]))
    today, count = local_day(at, house().zone), 0
    for place in range(0, len(keys), AT_A_TIME):
        count += _Folding(keys[place : place + AT_A_TIME], changed, used, today, at).run()
    return count


class _Folding:
    """Some clients folded together, in a fixed number of queries."""

    def __init__(self, keys: Sequence[Key], changed: Changed, standard: InForce, today: date, at: datetime) -> None:
        self.keys, self.changed, self.standard, self.today, self.at = keys, changed, standard, today, at
        self.clients = sorted({client for client, _direction in keys})
        held = of_ids("trust.held", _held, self.clients)
        self.records: dict[Key, Record] = {(row.client_id, row.direction): row for row in held}
        self.breaches = breaches_of(self.clients)
        self.fresh: list[VerdictChange] = []
        self.turned: dict[tuple[Key, date], Standing] = {}  # how all stood on the days that changed a verdict

    def run(self) -> int:
        going_on = {key for key in self.keys if self._goes_on(key)}
        replayed = [key for key in self.keys if key not in going_on]
        every = self._evidence(replayed)
        stood = self._changes(replayed)
        for key in self.keys:
            record, policy = self.records.get(key), self.standard.policy(key[1])
            if key in going_on and record is not None:
                self._go_on(key, record, policy)
            elif every.get(key) or self.breaches.get(key) or record is not None:
                self._replay(key, every.get(key, []), stood.get(key, []), policy)
        changed_rows = [record for record in self.records.values() if not record._state.adding]
        names = ["verdict", "since", "through", "state", "standard", "next_lapse_on", "computed_at"]
        rows.update_many([one for one in changed_rows if one.computed_at == self.at], names)
        rows.insert_many([record for record in self.records.values() if record._state.adding])
        self._prove(every)
        rows.insert_many(self.fresh)
        return len(self.fresh)

    def _goes_on(self, key: Key) -> bool:
        record = self.records.get(key)
        if record is None or key in self.changed.replay or record.standard != self.standard.number:
            return False
        first = min((row.on for row in self.changed.came.get(key, [])), default=None)
        return first is None or record.through is None or first > record.through

    def _evidence(self, keys: Sequence[Key]) -> dict[Key, list[Row]]:
        found: dict[Key, list[Row]] = defaultdict(list)
        if keys:
            told = of_ids("trust.evidence", _evidence, list({client for client, _way in keys}))
            for client, way, on, strand, outcome, weight in told:
                found[(client, way)].append(Row(on, strand, outcome, weight))
        return found

    def _changes(self, keys: Sequence[Key]) -> dict[Key, list[VerdictChange]]:
        found: dict[Key, list[VerdictChange]] = defaultdict(list)
        if keys:
            for row in of_ids("trust.changes", _changes, list({client for client, _way in keys})):
                found[(row.client_id, row.direction)].append(row)
        return found

    def _until(self, came: Iterable[Row]) -> date:
        return max((self.today, *(row.on for row in came)))

    def _folded(self, key: Key, came: Sequence[Row], policy: Policy, start: Standing | None = None) -> Standing:
        turned: list[Standing] = []
        breaches = self.breaches.get(key, [])
        until = self._until(came)
        found = rules.fold(came, policy, as_of=until, breaches=breaches, start=start, turned=turned)
        if start is None:  # what goes on from an earlier day knows nothing of the changes before
            self.turned |= {(key, one.history[-1].on): one for one in turned}
        return found

    def _go_on(self, key: Key, record: Record, policy: Policy) -> None:
        came, was = self.changed.came.get(key, []), record.standing
        found = self._folded(key, came, policy, was)
        before = was.verdict
        for change in found.history:
            self._note(key, before, change, policy)
            before = change.verdict
        self._keep(key, found, found.since or record.since, policy)

    def _replay(self, key: Key, every: Sequence[Row], stood: Sequence[VerdictChange], policy: Policy) -> None:
        """Everything anew; changes of an earlier choice of the house stay as they are (TV-53)."""
        found = self._folded(key, every, policy)
        number, from_on = self.standard.number, self.standard.row.from_on if self.standard.row else None
        old = [row for row in stood if row.standard < number and (from_on is None or row.on < from_on)]
        replaced = [row for row in stood if row not in old]
        before = old[-1].became if old else SAID[INSUFFICIENT]
        wanted = _since(found, from_on, before)
        kept = []
        for row, change in zip(replaced, wanted, strict=False):
            if (row.on, row.became, row.standard) != (change.on, SAID[change.verdict], number):
                break
            kept.append(row)
        for row in replaced[len(kept) :]:
            row.superseded_at = self.at
        rows.update_many(replaced[len(kept) :], ["superseded_at"])
        last = kept[-1].became if kept else before
        for change in wanted[len(kept) :]:
            self._note(key, last, change, policy)
            last = SAID[change.verdict]
        since = wanted[-1].on if wanted else (old[-1].on if old else None)
        self._keep(key, found, since, policy)

    def _note(self, key: Key, was: str, change: Change, policy: Policy) -> None:
        self.fresh.append(
            VerdictChange(
                client_id=key[0],
                direction=key[1],
                was=SAID.get(was, was),
                became=SAID[change.verdict],
                on=change.on,
                computed_at=self.at,
                policy=policy.label,
                standard=self.standard.number,
                engine=ENGINE,
            )
        )

    def _keep(self, key: Key, found: Standing, since: date | None, policy: Policy) -> None:
        record = self.records.get(key)
        if record is None:
            record = self.records[key] = Record(client_id=key[0], direction=key[1])
        record.verdict, record.since, record.through = SAID[found.verdict], since, found.through
        record.state, record.standard = rules.as_plain(found), self.standard.number
        record.next_lapse_on, record.computed_at = rules.next_lapse(found, policy), self.at

    def _prove(self, every: Mapping[Key, Sequence[Row]]) -> None:
        """What proves each change: the hash of the evidence up to its day, the strands, the reasons (TV-50)."""
        missing = {(row.client_id, row.direction) for row in self.fresh} - every.keys()
        told = {**every, **self._evidence(sorted(missing, key=str))}
        for row in self.fresh:
            key, policy = (row.client_id, row.direction), self.standard.policy(row.direction)
            until = [one for one in told.get(key, []) if one.on <= row.on]
            breaches = _known_on(self.breaches.get(key, []), row.on)
            found = self.turned.get((key, row.on))
            if found is None:
                found = rules.fold(until, policy, as_of=row.on, breaches=breaches)
            row.digest = rules.digest(until, breaches)
            row.state = rules.as_plain(found)
            row.reasons = reasons_of(found, until, breaches, policy, row.on)


def _held(clients: Sequence[UUID], _at: datetime) -> QuerySet[Record]:
    rows_of = Record.objects.select_for_update().filter(client__pk__among=clients)
    return rows_of.order_by("client_id", "direction")


def _evidence(clients: Sequence[UUID], _at: datetime) -> QuerySet[Evidence, Any]:
    return Evidence.objects.standing().filter(client__pk__among=clients).values_list(*_COLUMNS)


def _changes(clients: Sequence[UUID], _at: datetime) -> QuerySet[VerdictChange]:
    return VerdictChange.objects.standing().of(clients).order_by("on", "id")


def _since(found: Standing, from_on: date | None, before: str) -> list[Change]:
    """The changes that count under a choice of the house: from its day on, the first of them against what stood."""
    if from_on is None:
        return list(found.history)
    earlier = [change for change in found.history if change.on <= from_on]
    at_start = earlier[-1].verdict if earlier else INSUFFICIENT
    first = [Change(from_on, at_start)] if SAID[at_start] != before else []
    return [*first, *(change for change in found.history if change.on > from_on)]


def _known_on(breaches: Sequence[Breach], day: date) -> list[Breach]:
    """Breaches as they stood on a day."""
    return [
        breach._replace(closed=breach.closed if breach.closed is not None and breach.closed <= day else None)
        for breach in breaches
        if breach.opened <= day
    ]


def let_lapse(*, at: datetime, most: int = 2000) -> int:
    """Let silence end strands whose day has come; returns how many verdicts that changed."""
    today, count = local_day(at, house().zone), 0
    for _group in range(0, most, AT_A_TIME):
        due = Record.objects.filter(next_lapse_on__lte=today).order_by("next_lapse_on")
        changed = Changed()
        for client, way in due.values_list("client_id", "direction")[:AT_A_TIME]:
            changed.came[(client, way)] = []
        if not changed.touched:
            break
        count += refold(changed=changed, at=at)
    return count
