"""How a word given is judged: pure, without clock or database.

Days are calendar days in the client's zone; late means a calendar day after the promised one (rulebook, "Where
this and requirements.md meet", 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

OPEN, KEPT, KEPT_LATE, MOVED = "open", "kept", "kept_late", "moved"
WITHDRAWN, RELEASED, BROKEN = "withdrawn", "released", "broken"
OUTCOMES = (KEPT, KEPT_LATE, MOVED, WITHDRAWN, RELEASED, BROKEN, OPEN)

ACCEPTED, REMARKS, NOT_ACCEPTED, NO_ANSWER = "accepted", "remarks", "not_accepted", "no_answer"


@dataclass(frozen=True)
class Policy:
    """The numbers of this capability, each with its source."""

    remind_before: timedelta = timedelta(days=3)  # R-A-12: the owner sees a promise three days ahead
    deputy_before: timedelta = timedelta(days=1)  # R-A-12: the deputy sees it a day ahead
    longest_lead: timedelta = timedelta(days=14)  # R-A-12: lead time by size, never more than this
    ahead: Decimal = Decimal("0.10")  # R-A-12: so much of the price may be used before its time
    remind_guards: tuple[int, ...] = (7, 2, 0)  # R-B-75: days before a date that costs something to miss
    early: timedelta = timedelta(days=2)  # R-B-39: delivered so long before its day, with a note
    answer_within: timedelta = timedelta(days=3)  # R-B-54: what we proposed or were asked waits no longer unseen


POLICY = Policy()


@dataclass(frozen=True)
class Facts:
    """What the outcome of one promise depends on.

    ``judged_on`` is the last day agreed in time, that is before the day it replaced had passed; ``ended`` is
    "", "withdrawn", "released" or "broken".
    """

    judged_on: date
    delivered_on: date | None = None
    moved_in_time: bool = False
    ended: str = ""


def outcome(facts: Facts) -> str:
    """The one outcome a promise counts under (R-A-11, R-B-38).

    Ended ones are what they ended as. Delivered after the judged day: kept late, moved or not. Moved in time with
    the client's agreement: moved, from that moment on (R-A-12). Else delivered: kept. Else open, also when overdue:
    what is owed stays owed.
    """
    if facts.ended:
        return facts.ended
    if facts.delivered_on is not None and facts.delivered_on > facts.judged_on:
        return KEPT_LATE
    if facts.moved_in_time:
        return MOVED
    return KEPT if facts.delivered_on is not None else OPEN


def days_late(judged_on: date, delivered_on: date | None, on: date) -> int:
    """Calendar days late when delivered, or so far on the day ``on``; 0 if not late (R-A-10)."""
    return max(0, ((delivered_on or on) - judged_on).days)


def is_over(budget: Decimal | None, cost: Decimal | None) -> bool | None:
    """Whether more was charged than agreed; None where an amount is not known, or 0, which is none (R-A-10, TV-13)."""
    return None if not budget or cost is None else cost > budget


def percent_over(budget: Decimal, cost: Decimal) -> Decimal:
    """By how many percent the cost passes a budget above zero, rounded half up to a tenth: 5000, 5400 → 8.0."""
    return ((cost - budget) * 100 / budget).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")


def is_miss(outcome: str, over: bool | None, satisfaction: str) -> bool:
    """Whether a promise ends the run: kept late, broken, over budget or not accepted (R-A-11)."""
    return outcome in (KEPT_LATE, BROKEN) or over is True or satisfaction == NOT_ACCEPTED


@dataclass(frozen=True)
class Event:
    """One closed promise as the run reads it: the day it closed on, whether it was kept, whether it is a miss."""

    on: date
    kept: bool
    miss: bool


def run_since_last_miss(events: Iterable[Event]) -> int:
    """How many were kept since the last miss (R-A-11).

    Of equal days misses are read last, so the order of the rows never matters.
    """
    kept: dict[date, int] = {}
    last: date | None = None
    for event in events:
        if event.miss:
            last = event.on if last is None else max(last, event.on)
        elif event.kept:
            kept[event.on] = kept.get(event.on, 0) + 1
    return sum(count for day, count in kept.items() if last is None or day > last)


@dataclass(frozen=True)
class Counts:
    """The plain counts of one side (R-A-11). The seven outcomes add up to ``made``."""

    made: int = 0
    kept: int = 0
    kept_late: int = 0
    moved: int = 0
    withdrawn: int = 0
    released: int = 0
    broken: int = 0
    open: int = 0
    over_budget: int = 0
    not_accepted: int = 0

    def as_dict(self) -> dict[str, int]:
        """By name, in the order in which they are shown."""
        return dict(vars(self))


def count(rows: Iterable[tuple[str, bool | None, str]]) -> Counts:
    """Count (outcome, over budget, satisfaction) of each promise (R-A-11)."""
    tally = dict.fromkeys(("made", *OUTCOMES, "over_budget", "not_accepted"), 0)
    for name, over, satisfaction in rows:
        tally["made"] += 1
        tally[name] += 1
        tally["over_budget"] += over is True
        tally["not_accepted"] += satisfaction == NOT_ACCEPTED
    return Counts(**tally)


def may(verb: str, *, outcome: str, delivered: bool, settled: bool, past: bool) -> str:
    """Why a verb is not possible in this state: "" when it is, else the name of the reason (R-B-38, R-B-76).

    ``past`` says whether the day has passed in the client's zone. Names: ended, delivered, not_delivered, settled,
    past, not_past, not_kept, not_given, not_taken_back.
    """
    if outcome in (WITHDRAWN, RELEASED, BROKEN):
        return "" if verb in ("tell", "annul", "take_back", "hand_over", "answer_instead", "pay") else "ended"
    rules: dict[str, Sequence[tuple[bool, str]]] = {
        "move": ((delivered, "delivered"),),
        "withdraw": ((delivered, "delivered"), (past, "past")),
        "release": ((delivered, "delivered"),),
        "deliver": ((delivered, "delivered"),),
        "settle": ((not delivered, "not_delivered"), (settled, "settled")),
        "own_up": ((delivered, "delivered"), (not past, "not_past")),
        "hand_over": ((delivered, "delivered"),),
        "progress": ((delivered, "delivered"),),
        "guard": ((delivered, "delivered"),),
        "heed": ((delivered, "delivered"),),
        "exceed": ((not delivered, "not_given"), (outcome not in (KEPT, MOVED), "not_kept")),
        "give_over": ((not delivered, "not_given"),),
        "acknowledge": ((not delivered, "not_given"),),
        "answer_instead": ((True, "not_taken_back"),),
    }
    return next((name for holds, name in rules.get(verb, ()) if holds), "")
