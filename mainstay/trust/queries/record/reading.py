"""Where a client stands and why: one function, in a fixed number of queries, however long the history (TV-3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, UUIDField

from mainstay.house.models import house
from mainstay.kit.counting import count_of
from mainstay.kit.learned import of_ids
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.times import local_day
from mainstay.trust.models.record import FOLDED, Evidence, Record, VerdictChange
from mainstay.trust.models.weighing import Breach as BreachRow
from mainstay.trust.queries.record.facts import incomparable
from mainstay.trust.queries.record.standard import InForce, in_force
from mainstay.trust.queries.record.words import Say, said
from mainstay.trust.rules.record import fold as rules
from mainstay.trust.rules.record import reasons as why
from mainstay.trust.rules.record.fold import Breach, Change, Row, Standing
from mainstay.trust.rules.record.policy import EXCUSED, OURS, SAID, THEIRS, TRUSTED, Policy

if TYPE_CHECKING:
    from mainstay.clients.models import Client

Key = tuple[UUID, str]
WAYS = (OURS, THEIRS)
_EARN, _END = ("earn", "earn_any", "earn_closed"), ("end", "end_silence")


def breaches_of(clients: Collection[UUID]) -> dict[Key, list[Breach]]:
    """The breaches of some clients, as the fold reads them: they are ours alone (TV-21). One query."""
    found: dict[Key, list[Breach]] = defaultdict(list)
    for row in of_ids("trust.breaches", _breaches, list(clients)):
        found[(row.client_id, OURS)].append(Breach(row.opened_on, row.closed_on, row.kind))
    return found


def _breaches(clients: Sequence[UUID], _at: datetime) -> QuerySet[BreachRow]:
    return BreachRow.objects.standing().filter(client__pk__among=clients).order_by("opened_on", "id")


def _read(rows: Iterable[BreachRow]) -> list[Breach]:
    """As the fold reads them, without those that were declared in error."""
    return [Breach(row.opened_on, row.closed_on, row.kind) for row in rows if row.annulled_at is None]


def reasons_of(
    standing: Standing, rows: Sequence[Row], breaches: Sequence[Breach], policy: Policy, on: date
) -> list[dict[str, Any]]:
    """The reasons as a change of verdict keeps them: codes and counts (TV-50)."""
    told = why.Told(standing, policy, on, why.tally(rows, policy, on), standing.history[-2:], breaches)
    return why.plain(why.reasons(told))


@dataclass(frozen=True)
class Look:
    """What the record says of one side: a word, since when, why, and what would change it. No number weighs in it.

    ``why`` are the lines in order; ``strands``, ``would_earn`` and ``would_end`` stand among them too. ``standing``
    holds balances and is for the audit view alone (TV-2).
    """

    direction: str
    verdict: str  # trusted, not_trusted, not_enough_information
    since: date | None
    why: tuple[Say, ...]
    strands: tuple[Say, ...]
    would_earn: tuple[Say, ...]
    would_end: tuple[Say, ...]
    excused: int
    annulled: int
    evidence: int  # how many pieces stand, excused ones left out
    breached: bool
    policy: Policy
    standing: Standing

    @property
    def known(self) -> bool:
        """Whether anything is known at all."""
        return bool(self.standing.strands) or self.breached

    @property
    def was_trusted(self) -> bool:
        """Whether the record is, or once was: trusted."""
        return self.verdict == TRUSTED or any(line.code in ("ended", "since") for line in self.why)


@dataclass(frozen=True)
class Both:
    """Both directions: what our deliveries justify, and whether we may rely on their word (internal alone, TV-54)."""

    ours: Look
    theirs: Look


def record_of(
    client: Client, *, at: datetime, standard: InForce | None = None, breaches: Sequence[BreachRow] | None = None
) -> Both:
    """Where a client stands both ways, with reasons in words, as of today: seven queries (TV-3, TV-40).

    ``breaches`` are all of this client’s, the oldest first, where they are known: a query less.
    """
    used, today = standard or in_force(), local_day(at, house().zone)
    records = {row.direction: row for row in _records(client=client.pk)}
    known_breaches = breaches_of([client.pk]).get((client.pk, OURS), []) if breaches is None else _read(breaches)
    counted = _counted(client.pk, used, today)
    weighty = _weighty(client.pk)
    changes: dict[str, list[Change]] = {way: [] for way in WAYS}
    for way, on, became in _changes(client=client.pk):
        changes[way].append(Change(on, FOLDED[became]))

    def side(way: str) -> Look:
        policy, row = used.policy(way), records.get(way)
        standing = row.standing if row is not None else Standing()
        day = max(today, standing.through or today)
        declared = known_breaches if way == OURS else ()
        now = rules.fold((), policy, as_of=day, breaches=declared, start=standing)
        known = [*changes[way], *now.history]
        tallies, excused, annulled = counted[way]
        other = getattr(row, "incomparable", 0) if way == OURS else 0
        told = why.Told(now, policy, day, tallies, known[-2:], declared, weighty[way], excused, annulled, other)
        return look(told, way, known)

    return Both(side(OURS), side(THEIRS))


@prepared(client=UUIDField())
def _records(client: Slot) -> QuerySet[Record]:
    invoices = count_of(incomparable(promise__client=OuterRef("client")))
    found: QuerySet[Record] = Record.objects.filter(client=client).annotate(incomparable=invoices)
    return found


@prepared(client=UUIDField())
def _changes(client: Slot) -> QuerySet[VerdictChange, Any]:
    stood = VerdictChange.objects.standing().filter(client=client).order_by("on", "id")
    return stood.values_list("direction", "on", "became")


def look(told: why.Told, way: str, changes: Sequence[Change]) -> Look:
    """The reasons put into words."""
    lines = tuple(said(reason, way) for reason in why.reasons(told))
    return Look(
        direction=way,
        verdict=SAID[told.standing.verdict],
        since=changes[-1].on if changes else None,
        why=lines,
        strands=tuple(line for line in lines if line.code == "strand"),
        would_earn=tuple(line for line in lines if line.code in _EARN),
        would_end=tuple(line for line in lines if line.code in _END),
        excused=told.excused,
        annulled=told.annulled,
        evidence=sum(each.every for each in told.tallies.values()),
        breached=bool(why.open_on(told.breaches, told.as_of)),
        policy=told.policy,
        standing=told.standing,
    )


_COUNTS = """
SELECT direction, strand, outcome,
  sum(CASE WHEN annulled_at IS NULL AND "on" >= CASE direction WHEN 'ours' THEN %s ELSE %s END THEN 1 ELSE 0 END),
  sum(CASE WHEN annulled_at IS NULL AND outcome = 'excused' THEN 1 ELSE 0 END),
  sum(CASE WHEN annulled_at IS NULL THEN 0 ELSE 1 END)
FROM trust_evidence WHERE client_id = %s GROUP BY direction, strand, outcome
"""


def _counted(client: UUID, standard: InForce, today: date) -> Mapping[str, tuple[dict[str, why.Tally], int, int]]:
    """Counts of each strand over its half-life, how many are excused, how many struck through: one query."""
    since = [today - timedelta(days=standard.policy(way).half_life) for way in WAYS]
    told = [*(connection.ops.adapt_datefield_value(on) for on in since), _key(client)]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, told)
        rows = cursor.fetchall()
    tallies: dict[str, dict[str, why.Tally]] = {way: {} for way in WAYS}
    sums = {way: [0, 0] for way in WAYS}
    for way, strand, outcome, stands, excused, annulled in rows:
        sums[way][0] += excused
        sums[way][1] += annulled
        if outcome != EXCUSED:
            tallies[way][strand] = tallies[way].get(strand, why.Tally())._replace(**{outcome: stands})
    return {way: (tallies[way], *sums[way]) for way in WAYS}  # type: ignore[misc]


def _key(client: UUID) -> Any:
    """The client as the database knows it."""
    return Evidence._meta.get_field("client").get_db_prep_value(client, connection)


_NEWEST = """
SELECT e.direction, e."on", e.strand, e.outcome, e.weight, p.text, e.promise_id
FROM (
  SELECT *, row_number() OVER (PARTITION BY direction, strand, outcome, weight ORDER BY "on" DESC, id DESC) AS place
  FROM trust_evidence WHERE client_id = %s AND annulled_at IS NULL
) e JOIN promises_promise p ON p.id = e.promise_id
WHERE e.place <= %s ORDER BY e."on" DESC, e.id DESC
"""


def _weighty(client: UUID) -> Mapping[str, list[why.Weighty]]:
    """The latest three of each sort: among them are the decisive ones, as age takes weight. One query.

    The same text on both databases: making it out of models takes longer than the database needs to answer it.
    """
    found: dict[str, list[why.Weighty]] = {way: [] for way in WAYS}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [_key(client), why.DECISIVE])
        rows = cursor.fetchall()
    for way, on, strand, outcome, weight, text, promise in rows:
        told = Row(on if isinstance(on, date) else date.fromisoformat(on), strand, outcome, weight)
        found[way].append(why.Weighty(told, text, promise if isinstance(promise, UUID) else UUID(promise)))
    return found
