"""How an engagement stands: delivered is not yet a success (R-A-35)."""

from __future__ import annotations

from datetime import date

NOT_KNOWN = "not_known"  # nobody wrote down what it is to do for them
UNDER_WAY = "under_way"  # something is still to be delivered, or nothing is promised yet
ASKED = "open_question"  # everything is delivered, and the client has said nothing of the outcome
BY_DAY = "past_its_day"  # the day by which it was to show has passed, and the client has said nothing
DONE = "confirmed"  # the client says that it did what it was to do
MISSED = "not_reached"  # the client says that it did not


def question(*, outcome: str, said: str, promised: int, delivered: int, by: date | None, on: date) -> str:
    """Which of the six an engagement is in on a day; ``said`` is "", "reached" or "missed" (R-A-35).

    What the client says goes first: it may be there before the last delivery, and what was delivered never answers it.
    """
    if not outcome:
        return NOT_KNOWN
    if said:
        return DONE if said == "reached" else MISSED
    if promised and delivered >= promised:
        return ASKED
    return BY_DAY if by is not None and on > by else UNDER_WAY


def years(since: date, on: date) -> int:
    """Whole years from one day to another; 0 before the first is full. 29 February is full on 1 March (R-B-3)."""
    return max(0, on.year - since.year - ((on.month, on.day) < (since.month, since.day)))
