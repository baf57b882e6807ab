"""The fold: evidence, breaches and silence in, strands and a verdict out (rulebook 1.5, normative)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from mainstay.trust.rules.record.policy import (
    BROKEN,
    EPS,
    EXCUSED,
    FRAYED,
    HOLDS,
    INSUFFICIENT,
    KEPT,
    LAPSED,
    NOT_TRUSTED,
    OUTCOMES,
    SILENT,
    TRUSTED,
    UNPROVEN,
    Policy,
)

_RANK = {outcome: place for place, outcome in enumerate(OUTCOMES)}
_DAY = timedelta(days=1)


class Row(NamedTuple):
    """One piece of evidence: its day, its strand, kept, slip, miss or excused, and its weight, 1 or 0.5."""

    on: date
    strand: str
    outcome: str
    weight: float = 1.0


class Breach(NamedTuple):
    """A breach declared: open from its day on, until it was closed (TV-21)."""

    opened: date
    closed: date | None
    kind: str


class Change(NamedTuple):
    """The verdict became this on that day."""

    on: date
    verdict: str


class Strand(NamedTuple):
    """One strand: its balance on its last day, that day, on how many days there was evidence, its state."""

    balance: float = 0.0
    last: date | None = None
    days: int = 0
    state: str = SILENT


@dataclass(frozen=True)
class Standing:
    """Where a client stands after all that happened up to and including the day ``through``."""

    strands: Mapping[str, Strand] = field(default_factory=dict)
    verdict: str = INSUFFICIENT
    bearing: frozenset[str] = frozenset()
    through: date | None = None
    history: tuple[Change, ...] = ()

    @property
    def since(self) -> date | None:
        """Since when the verdict stands; None while nothing ever changed it."""
        return self.history[-1].on if self.history else None


class Step(NamedTuple):
    """One line of the fold as the audit prints it (TV-51)."""

    row: Row
    age: int  # calendar days since the strand's last evidence
    before: float
    after: float
    state: str


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Evidence as it is read: by day; within one by strand, bad news first, the heavier first. Excused is none."""
    counted = [row for row in rows if row.outcome != EXCUSED]
    return sorted(counted, key=lambda row: (row.on, row.strand, _RANK[row.outcome], -row.weight))


def add(strand: Strand, row: Row, policy: Policy) -> Strand:
    """A strand after one more piece of evidence (TV-33, TV-34)."""
    age = (row.on - strand.last).days if strand.last is not None else 0
    memory = UNPROVEN if strand.state == LAPSED or age > policy.lapse else strand.state
    balance: float = strand.balance * 2 ** (-age / policy.half_life)
    raised = balance + row.weight * policy.steps[row.outcome]
    balance = min(policy.cap_top, max(-policy.cap_bottom, raised))
    days = strand.days + (strand.last != row.on)
    return Strand(balance, row.on, days, _state(balance, days, memory, policy))


def _state(balance: float, days: int, memory: str, policy: Policy) -> str:
    if days >= policy.min_days and balance >= policy.enough - EPS:
        return HOLDS
    if days >= policy.min_days and balance <= -policy.too_little + EPS:
        return BROKEN
    if memory == HOLDS and balance >= -EPS:
        return HOLDS
    if memory == BROKEN and balance <= EPS:
        return BROKEN
    return FRAYED if balance < -EPS else UNPROVEN


def wiped(strand: Strand, policy: Policy) -> Strand:
    """A strand once a breach was closed: its credit is gone (TV-21)."""
    if strand.state in (SILENT, LAPSED):
        return strand._replace(balance=min(strand.balance, 0.0))
    balance = min(strand.balance, 0.0)
    return strand._replace(balance=balance, state=_state(balance, strand.days, UNPROVEN, policy))


def lapses_on(strand: Strand, policy: Policy) -> date | None:
    """The day from which silence ends a strand; None where it is silent or has lapsed already."""
    if strand.last is None or strand.state == LAPSED:
        return None
    return strand.last + timedelta(days=policy.lapse + 1)


def next_lapse(standing: Standing, policy: Policy) -> date | None:
    """The next day on which silence changes something."""
    lasts = [one.last for one in standing.strands.values() if one.last is not None and one.state != LAPSED]
    return min(lasts) + timedelta(days=policy.lapse + 1) if lasts else None


def judge(strands: Mapping[str, Strand], was: Standing, *, promote: bool, breached: bool, policy: Policy) -> str:
    """One of the three words, from the strands as they stand (TV-30 to 32)."""
    states = {name: strand.state for name, strand in strands.items()}
    deciding = [states[name] for name in policy.deciding if name in states]
    if breached or BROKEN in deciding:
        return NOT_TRUSTED
    if not promote and was.verdict != TRUSTED:
        return INSUFFICIENT
    held = [name for name in policy.core if states.get(name) == HOLDS]
    if len(held) < policy.quorum or not set(policy.required) <= set(held):
        return INSUFFICIENT
    if was.verdict == TRUSTED and FRAYED not in [states.get(name) for name in was.bearing]:
        return TRUSTED
    return TRUSTED if promote and FRAYED not in deciding else INSUFFICIENT


def fold(
    rows: Iterable[Row],
    policy: Policy,
    *,
    as_of: date,
    breaches: Sequence[Breach] = (),
    start: Standing | None = None,
    steps: list[Step] | None = None,
    turned: list[Standing] | None = None,
) -> Standing:
    """Where a client stands on ``as_of``: everything up to and including that day is read, silence too (TV-4, TV-33).

    ``start`` goes on from an earlier standing: then only what happened after ``start.through`` is read. ``steps``,
    if given, takes one line a row (TV-51), ``turned`` how all stood on each day that changed the verdict. Excused
    rows and strands the policy does not know are left out.
    """
    standing = start or Standing()
    after = standing.through
    known = set(policy.strands)
    coming = [
        row for row in in_order(rows) if row.on <= as_of and row.strand in known and (after is None or row.on > after)
    ]
    shifts = {day for breach in breaches for day in (breach.opened, breach.closed) if day is not None and day <= as_of}
    turns = sorted(day for day in shifts if after is None or day > after)
    place = turn = 0
    while True:
        days = [next_lapse(standing, policy)]
        days.append(coming[place].on if place < len(coming) else None)
        days.append(turns[turn] if turn < len(turns) else None)
        day = min((each for each in days if each is not None and each <= as_of), default=None)
        if day is None:
            return standing
        end = place
        while end < len(coming) and coming[end].on == day:
            end += 1
        was, standing = standing, _day(standing, day, coming[place:end], breaches, policy, steps)
        if turned is not None and standing.verdict != was.verdict:
            turned.append(standing)
        place, turn = end, turn + (turn < len(turns) and turns[turn] == day)


def _day(
    was: Standing,
    day: date,
    rows: Sequence[Row],
    breaches: Sequence[Breach],
    policy: Policy,
    steps: list[Step] | None,
) -> Standing:
    """One day: who lapsed, what came, which breaches opened and closed; then it is judged once."""
    strands = dict(was.strands)
    for name, strand in strands.items():
        if strand.last is None or (day - strand.last).days != policy.lapse + 1 or strand.state == LAPSED:
            continue
        if not any(row.strand == name for row in rows):
            strands[name] = strand._replace(state=LAPSED)
    for row in rows:
        before = strands.get(row.strand, Strand())
        after = strands[row.strand] = add(before, row, policy)
        if steps is not None:
            age = (day - before.last).days if before.last is not None else 0
            steps.append(Step(row, age, before.balance, after.balance, after.state))
    if any(breach.closed == day for breach in breaches):
        strands |= {name: wiped(strands[name], policy) for name in policy.deciding if name in strands}
    promote = any(row.outcome == KEPT and row.strand in policy.deciding for row in rows)
    breached = any(breach.opened <= day and (breach.closed is None or breach.closed > day) for breach in breaches)
    verdict = judge(strands, was, promote=promote, breached=breached, policy=policy)
    held = {name for name in policy.deciding if name in strands and strands[name].state == HOLDS}
    bearing = frozenset(held if verdict == TRUSTED else ())
    history = was.history if verdict == was.verdict else (*was.history, Change(day, verdict))
    return Standing(strands, verdict, bearing, day, history)


def balance_on(strand: Strand, as_of: date, policy: Policy) -> float:
    """The balance as it weighs on a day, to six digits, half to even (TV-33). For the audit view alone."""
    if strand.last is None:
        return 0.0
    return round(strand.balance * 2 ** (-(as_of - strand.last).days / policy.half_life), 6)


# --- what proves it -------------------------------------------------------------------------------------------


def lines(rows: Iterable[Row], breaches: Iterable[Breach] = ()) -> list[str]:
    """The canonical evidence, line by line: ``date|strand|outcome|weight`` in fold order, then breaches (TV-50)."""
    told = [f"{row.on.isoformat()}|{row.strand}|{row.outcome}|{row.weight:g}" for row in in_order(rows)]
    said = sorted(
        f"B|{breach.opened.isoformat()}|{breach.closed.isoformat() if breach.closed else ''}|{breach.kind}"
        for breach in breaches
    )
    return [*told, *said]


def digest(rows: Iterable[Row], breaches: Iterable[Breach] = ()) -> str:
    """SHA-256 over the canonical evidence, each line ended by a newline; hex (TV-50)."""
    text = "".join(f"{line}\n" for line in lines(rows, breaches))
    return hashlib.sha256(text.encode()).hexdigest()


def read_lines(text: str) -> tuple[list[Row], list[Breach]]:
    """Evidence and breaches out of canonical lines; other lines are passed over (TV-51: replaying what was printed)."""
    rows, breaches = [], []
    for line in text.splitlines():
        parts = line.strip().split("|")
        if len(parts) != 4:
            continue
        if parts[0] == "B":
            closed = date.fromisoformat(parts[2]) if parts[2] else None
            breaches.append(Breach(date.fromisoformat(parts[1]), closed, parts[3]))
        else:
            rows.append(Row(date.fromisoformat(parts[0]), parts[1], parts[2], float(parts[3])))
    return rows, breaches


# --- as it is stored ------------------------------------------------------------------------------------------


def as_plain(standing: Standing) -> dict[str, Any]:
    """Strands and bearing as JSON knows them; balances keep every bit."""
    return {
        "strands": {
            name: [one.balance, one.last.isoformat() if one.last else None, one.days, one.state]
            for name, one in sorted(standing.strands.items())
        },
        "bearing": sorted(standing.bearing),
    }


def from_plain(plain: Mapping[str, Any], verdict: str, through: date | None) -> Standing:
    """A standing out of what was stored."""
    strands = {
        name: Strand(balance, date.fromisoformat(last) if last else None, days, state)
        for name, (balance, last, days, state) in plain.get("strands", {}).items()
    }
    return Standing(strands, verdict, frozenset(plain.get("bearing", ())), through)
