"""Why the record says what it says, and what would change it: codes and counts, put into words elsewhere (1.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from mainstay.trust.rules.record.fold import Breach, Change, Row, Standing, Strand, balance_on, lapses_on
from mainstay.trust.rules.record.policy import (
    BROKEN,
    EXCUSED,
    FRAYED,
    HOLDS,
    KEPT,
    MISS,
    SILENT,
    SLIP,
    TRUSTED,
    WORD,
    WORST_FIRST,
    Policy,
)
from mainstay.trust.rules.record.toward import kept_to_earn, to_lose

DECISIVE = 3  # TV-40 (7)


class Reason(NamedTuple):
    """One line of the reasons: what it is about, and what is said of it."""

    code: str
    says: Mapping[str, Any]


class Tally(NamedTuple):
    """Counts of one strand over the last half-life (TV-41). Excused ones are none of them."""

    kept: int = 0
    slip: int = 0
    miss: int = 0

    @property
    def every(self) -> int:
        """All that was counted."""
        return self.kept + self.slip + self.miss


class Weighty(NamedTuple):
    """A piece of evidence that may be among the decisive ones."""

    row: Row
    what: str  # what it is about: a promise's text
    id: Any = None


@dataclass(frozen=True)
class Told:
    """What the reasons are read from."""

    standing: Standing
    policy: Policy
    as_of: date
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    changes: Sequence[Change] = ()  # the last two
    breaches: Sequence[Breach] = ()
    weighty: Sequence[Weighty] = ()
    excused: int = 0
    annulled: int = 0
    incomparable: int = 0  # invoices in another currency than was agreed: no evidence (1.13)


def tally(rows: Sequence[Row], policy: Policy, as_of: date) -> dict[str, Tally]:
    """The counts of every strand in the half-life that ends on a day (TV-41)."""
    many = Counter((row.strand, row.outcome) for row in rows if 0 <= (as_of - row.on).days <= policy.half_life)
    strands = {strand for strand, outcome in many if outcome != EXCUSED}
    return {strand: Tally(*(many[(strand, outcome)] for outcome in Tally._fields)) for strand in sorted(strands)}


def open_on(breaches: Sequence[Breach], day: date) -> list[Breach]:
    """The breaches that are open on a day."""
    return [breach for breach in breaches if breach.opened <= day and (breach.closed is None or breach.closed > day)]


def reasons(told: Told) -> list[Reason]:
    """Every line, in the order of TV-40."""
    standing, policy = told.standing, told.policy
    found = [Reason("headline", {"verdict": standing.verdict}), *_since(told)]
    found += [
        Reason("breach", {"kind": breach.kind, "on": breach.opened}) for breach in open_on(told.breaches, told.as_of)
    ]
    found += _strands(told)
    unknown = [strand for strand in policy.core if standing.strands.get(strand, Strand()).state == SILENT]
    if unknown:
        found.append(Reason("unknown", {"strands": unknown}))
    if told.incomparable:
        found.append(Reason("budget_not_comparable", {"n": told.incomparable}))
    found += would_end(told) if standing.verdict == TRUSTED else would_earn(told)
    found += _decisive(told)
    if told.excused:
        found.append(Reason("excused", {"n": told.excused}))
    if told.annulled:
        found.append(Reason("annulled", {"n": told.annulled}))
    return found


def _since(told: Told) -> list[Reason]:
    if not told.changes:
        return [] if told.standing.strands else [Reason("chosen", {})]  # TV-6
    last = told.changes[-1]
    if last.verdict == TRUSTED or len(told.changes) < 2 or told.changes[-2].verdict != TRUSTED:
        return [Reason("since", {"on": last.on, "verdict": last.verdict})]
    return [Reason("ended", {"earned": told.changes[-2].on, "on": last.on})]


def _strands(told: Told) -> list[Reason]:
    known = [
        (WORST_FIRST.index(strand.state), told.policy.strands.index(name), name, strand)
        for name, strand in told.standing.strands.items()
        if strand.state != SILENT and name in told.policy.strands
    ]
    found = []
    for _worst, _place, name, strand in sorted(known):
        counts = told.tallies.get(name, Tally())
        says = {"strand": name, "state": strand.state, **counts._asdict(), "every": counts.every}
        found.append(Reason("strand", {**says, "decides": name in told.policy.deciding}))
    return found


def would_earn(told: Told) -> list[Reason]:
    """What would earn it, at least: kept in a row, strand by strand; breaches closed first (TV-3, TV-42)."""
    if told.standing.verdict == TRUSTED:
        return []
    found = [Reason("earn_closed", {"kind": breach.kind}) for breach in open_on(told.breaches, told.as_of)]
    policy, strands = told.policy, told.standing.strands
    needed = {
        name: kept_to_earn(strands.get(name, Strand()), told.as_of, policy)
        for name in (*policy.required, *_quickest(told))
    }
    wanted = {name: many for name, many in needed.items() if many}
    for name in policy.deciding:
        strand = strands.get(name, Strand())
        if name not in wanted and strand.state in (FRAYED, BROKEN):
            wanted[name] = _to_clear(strand, name, told)
    if not wanted:
        return [*found, Reason("earn_any", {"n": 1})]
    return [*found, *(Reason("earn", {"strand": name, "n": many}) for name, many in wanted.items())]


def _quickest(told: Told) -> list[str]:
    """The core strands beside the required ones that would fill the quorum soonest."""
    others = [name for name in told.policy.core if name not in told.policy.required]
    missing = max(0, told.policy.quorum - len(told.policy.required))
    strands = told.standing.strands

    def far(name: str) -> tuple[int, int]:
        return kept_to_earn(strands.get(name, Strand()), told.as_of, told.policy), told.policy.core.index(name)

    return sorted(others, key=far)[:missing]


def _to_clear(strand: Strand, name: str, told: Told) -> int:
    """How many kept would bring its balance above zero."""
    step = told.policy.steps[KEPT] * (0.5 if name == WORD else 1.0)
    return max(1, ceil(-balance_on(strand, told.as_of, told.policy) / step + 1e-9))


def would_end(told: Told) -> list[Reason]:
    """What would end it, at least: missed in a row on a strand that bears it, or silence until a day (TV-3, TV-42)."""
    if told.standing.verdict != TRUSTED:
        return []
    found = []
    for name in told.policy.deciding:
        strand = told.standing.strands.get(name, Strand())
        lost = to_lose(strand, told.as_of, told.policy)
        if name in told.standing.bearing and lost is not None:
            found.append(Reason("end", {"strand": name, "slips": lost[0], "misses": lost[1]}))
    if (day := _silence(told)) is not None:
        found.append(Reason("end_silence", {"on": day}))
    return found


def _silence(told: Told) -> date | None:
    """The day from which silence alone ends it."""
    policy, strands = told.policy, told.standing.strands
    ends = {name: day for name, strand in strands.items() if (day := lapses_on(strand, policy)) is not None}
    for day in sorted(set(ends.values())):
        held = [
            name for name in policy.core if strands.get(name, Strand()).state == HOLDS and ends.get(name, day) > day
        ]
        if len(held) < policy.quorum or not set(policy.required) <= set(held):
            return day
    return None


def _decisive(told: Told) -> list[Reason]:
    """The rows that weigh most on that day (TV-40, 7)."""

    def weight(one: Weighty) -> float:
        age = (told.as_of - one.row.on).days
        fresh: float = 2.0 ** (-age / told.policy.half_life)
        return abs(one.row.weight * told.policy.steps[one.row.outcome]) * fresh

    counted = [one for one in told.weighty if one.row.outcome in (KEPT, SLIP, MISS)]
    known = [one for one in counted if one.row.strand in told.policy.deciding]
    first = sorted(known, key=lambda one: (-weight(one), -one.row.on.toordinal(), str(one.id)))[:DECISIVE]
    return [
        Reason(
            "decisive",
            {"on": one.row.on, "strand": one.row.strand, "outcome": one.row.outcome, "what": one.what, "id": one.id},
        )
        for one in first
    ]


def plain(found: Sequence[Reason]) -> list[dict[str, Any]]:
    """Reasons as JSON knows them: days ISO, ids as text."""
    return [
        {
            "code": reason.code,
            **{
                name: value if isinstance(value, int | str | list | bool) else str(value)
                for name, value in reason.says.items()
            },
        }
        for reason in found
    ]
