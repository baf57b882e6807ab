"""How a promise ends, and what shows beforehand that it may end badly: pure, without clock or database.

Days are calendar days in the promise's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from mainstay.promises.rules.ledger import KEPT, MOVED, POLICY, Policy

COMMUNICATION, ENERGY, RESULTS = "communication", "energy", "results"  # how a word is exceeded (R-B-39)
WAYS = (COMMUNICATION, ENERGY, RESULTS)

NOT_YET, ACCEPTED_INSTEAD, DECLINED_INSTEAD, LET_GO = "not_yet", "accepted", "declined", "let_go"  # R-B-76

UNTOUCHED, INPUT_LATE, BUDGET_AHEAD = "untouched", "input_late", "budget_ahead"  # early warnings (R-A-12)


def step(days_left: int, policy: Policy = POLICY) -> int | None:
    """The reminder that stands so many days before a date with a cost of missing: 7, 2 or 0; None earlier (R-B-75).

    A missed step does not return: on the fifth day before it is the one of the seventh that stands.
    """
    reached = [days for days in policy.remind_guards if days_left <= days]
    return min(reached, default=None)


def exceeds(judged_on: date, delivered_on: date, note: str, policy: Policy = POLICY) -> str:
    """“communication” where it came days ahead and they were told in a note, else "" (R-B-39).

    Early alone is no deed of communication, and a note alone is none that came early.
    """
    early = judged_on - delivered_on >= policy.early
    return COMMUNICATION if early and note.strip() else ""


def may_exceed(outcome: str, *, delivered: bool, ours: bool) -> bool:
    """Only a word of ours that was delivered as agreed can have been exceeded (R-B-39)."""
    return ours and delivered and outcome in (KEPT, MOVED)


def lead(made_on: date, due_on: date, policy: Policy = POLICY) -> timedelta:
    """How long before its day an untouched promise is warned of (R-A-12): a tenth of its time, three to fourteen days.

    What was promised for longer is larger, and cannot be saved in the last three days.
    """
    tenth = timedelta(days=(due_on - made_on).days // 10)
    return max(policy.remind_before, min(tenth, policy.longest_lead))


def quiet_from(made_on: date | None, due_on: date) -> date | None:
    """The day from which silence on a promise is a warning; None where nobody knows when it was made (R-A-12)."""
    return None if made_on is None else due_on - lead(made_on, due_on)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """The part of a whole above zero as a share: 300 of 1000 is 0.3."""
    return part / whole


def ahead_until(
    made_on: date | None, due_on: date, budget: Decimal | None, spent: Decimal | None, policy: Policy = POLICY
) -> date | None:
    """The day before which spending is ahead of time by more than a tenth of the price (R-A-12); None for never.

    From ``made_on`` to ``due_on`` the price may be used as evenly as the days pass. Half the price used after ten
    of a hundred days is ahead until the fortieth. All of it, or more, is ahead until the end.
    """
    if made_on is None or not budget or spent is None or due_on <= made_on:
        return None
    used = share(spent, budget)
    if used <= policy.ahead:
        return None
    if used >= 1:
        return due_on
    days = (due_on - made_on).days
    return made_on + timedelta(days=int(days * (used - policy.ahead)))


@dataclass(frozen=True)
class Watched:
    """What early warnings depend on, on the day ``today`` of one promise of ours that is still owed."""

    today: date
    due_on: date
    quiet_from: date | None = None
    touched: bool = False
    ahead_until: date | None = None
    inputs_late: int = 0


def warnings(seen: Watched) -> tuple[str, ...]:
    """Why a promise may not be kept although its day is still to come, the most pressing first (R-A-12)."""
    if seen.today > seen.due_on:
        return ()
    found = [
        (INPUT_LATE, seen.inputs_late > 0),
        (UNTOUCHED, not seen.touched and seen.quiet_from is not None and seen.today >= seen.quiet_from),
        (BUDGET_AHEAD, seen.ahead_until is not None and seen.today < seen.ahead_until),
    ]
    return tuple(name for name, holds in found if holds)
