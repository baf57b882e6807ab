"""The record worked out from its evidence: as of another day, under another policy, line by line (TV-33, TV-51)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import CharField, DateField, QuerySet, UUIDField

from mainstay.house.models import house
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.times import local_day
from mainstay.trust.models.record import Evidence
from mainstay.trust.queries.record.facts import incomparable_of
from mainstay.trust.queries.record.reading import WAYS, Both, Key, Look, breaches_of, look
from mainstay.trust.queries.record.standard import InForce, in_force
from mainstay.trust.rules.record import fold as rules
from mainstay.trust.rules.record import reasons as why
from mainstay.trust.rules.record.fold import Breach, Row, Standing, Step
from mainstay.trust.rules.record.policy import ENGINE, EXCUSED, OURS, SAID, Policy, chosen

if TYPE_CHECKING:
    from mainstay.clients.models import Client


def asked_for(name: str, quorum: int | None) -> Policy | None:
    """The policy of a question “what would it say under …”; None where nothing else was asked for.

    KeyError for no such policy, ValueError for a quorum it cannot reach.
    """
    now = in_force().ours
    if not name and quorum is None:
        return None
    if not name:
        return chosen(now.name, core=now.core, quorum=quorum, word="word" in now.deciding)
    return chosen(name, quorum=quorum)


def records_at(
    clients: Iterable[Client], *, at: datetime, as_of: date | None = None, ours: Policy | None = None
) -> dict[UUID, Both]:
    """Where some clients stood on a day, from the evidence: five queries, however many clients.

    Days to come are taken as they would be in silence. What is known today counts, also of days gone by.
    """
    used, wanted = in_force(), [client.pk for client in clients]
    day = as_of or local_day(at, house().zone)
    breaches = breaches_of(wanted)
    every: dict[Key, list[why.Weighty]] = defaultdict(list)
    annulled: dict[Key, int] = defaultdict(int)
    rows = Evidence.objects.filter(client__pk__among=wanted, on__lte=day).order_by("on", "id")
    told = rows.values_list(
        "client_id", "direction", "annulled_at", "on", "strand", "outcome", "weight", "promise__text", "promise_id"
    )
    for client, way, struck, on, strand, outcome, weight, text, promise in told.iterator(chunk_size=5000):
        if struck is not None:
            annulled[(client, way)] += 1
        else:
            every[(client, way)].append(why.Weighty(Row(on, strand, outcome, weight), text, promise))

    abroad = incomparable_of(wanted, day)

    def side(client: UUID, way: str) -> Look:
        policy = ours if ours is not None and way == OURS else used.policy(way)
        known, declared = every.get((client, way), []), breaches.get((client, way), [])
        folded = [one.row for one in known]
        standing = rules.fold(folded, policy, as_of=day, breaches=declared)
        excused = sum(one.row.outcome == EXCUSED for one in known)
        tallies = why.tally(folded, policy, day)
        last, struck = standing.history[-2:], annulled[(client, way)]
        other = abroad[client] if way == OURS else 0
        told = why.Told(standing, policy, day, tallies, last, declared, known, excused, struck, other)
        return look(told, way, standing.history)

    return {client: Both(side(client, OURS), side(client, WAYS[1])) for client in wanted}


@dataclass(frozen=True)
class Explained:
    """The fold of one side line by line; replaying ``lines`` gives the same hash and the same verdict (TV-51)."""

    way: str
    as_of: date
    policy: Policy
    standing: Standing
    steps: Sequence[tuple[Step, str, UUID]]  # each with the text and the id of its promise
    struck: Sequence[Evidence]
    excused: Sequence[Evidence]
    breaches: Sequence[Breach]
    digest: str
    lines: Sequence[str]
    engine: str = ENGINE

    @property
    def verdict(self) -> str:
        """One of the three words."""
        return SAID[self.standing.verdict]


@prepared(client=UUIDField(), way=CharField(), day=DateField())
def _until(client: Slot, way: Slot, day: Slot) -> QuerySet[Evidence]:
    """All of it with what its promise was and who struck it through; no more of the two is read."""
    rows = Evidence.objects.filter(client=client, direction=way, on__lte=day).select_related("promise", "annulled_by")
    whole = [field.name for field in Evidence._meta.concrete_fields]
    return rows.only(*whole, "promise__text", "annulled_by__name").order_by("on", "id")


def explain(
    client: Client, way: str, *, at: datetime, as_of: date | None = None, policy: Policy | None = None
) -> Explained:
    """How the verdict came about: three queries. The audit view, and the only one in which balances stand (TV-2)."""
    used: InForce = in_force()
    chosen_policy = policy or used.policy(way)
    day = as_of or local_day(at, house().zone)
    every = _until(client=client.pk, way=way, day=day)
    standing_rows = [row for row in every if row.annulled_at is None]
    declared = breaches_of([client.pk]).get((client.pk, way), [])
    known = [
        breach._replace(closed=breach.closed if breach.closed is not None and breach.closed <= day else None)
        for breach in declared
        if breach.opened <= day
    ]
    by_row: dict[Row, list[Evidence]] = defaultdict(list)
    for row in standing_rows:
        by_row[Row(row.on, row.strand, row.outcome, row.weight)].append(row)
    folded = [row for row in by_row for _same in by_row[row]]
    steps: list[Step] = []
    standing = rules.fold(folded, chosen_policy, as_of=day, breaches=known, steps=steps)
    named = []
    for step in steps:
        source = by_row[step.row].pop(0)
        named.append((step, source.promise.text, source.promise_id))
    return Explained(
        way,
        day,
        chosen_policy,
        standing,
        named,
        [row for row in every if row.annulled_at is not None],
        [row for row in standing_rows if row.outcome == EXCUSED],
        known,
        rules.digest(folded, known),
        rules.lines(folded, known),
    )
