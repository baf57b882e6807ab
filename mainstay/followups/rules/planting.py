"""When we ask after a delivery: so many months and days later, whatever happened meanwhile (R-B-34, R-B-35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mainstay.kit import months

MOST_MONTHS, MOST_DAYS, MOST_QUESTIONS = 120, 366, 10


@dataclass(frozen=True)
class Wait:
    """A delay after a delivery, and the questions asked then; none of its own mean those that are built in."""

    months: int = 0
    days: int = 0
    questions: tuple[str, ...] = ()


ONE_MONTH_ON = Wait(months=1)  # R-B-35: what a kind has of which nobody said anything


@dataclass(frozen=True)
class Planned:
    """One asking to come."""

    wait: Wait
    due_on: date


def planned(delivered_on: date, waits: Sequence[Wait]) -> Sequence[Planned]:
    """The askings after a delivery, the first first; 31 January and one month is the last of February (R-B-35).

    A delay told twice counts once.
    """
    by_length = {(wait.months, wait.days): wait for wait in waits}
    found = [
        Planned(wait, months.after(delivered_on, months=wait.months, days=wait.days)) for wait in by_length.values()
    ]
    return sorted(found, key=lambda one: one.due_on)


def ask_of_outcome_on(delivered_on: date, outcome_by: date | None) -> date:
    """When the client is asked whether the work did what it was to do (R-A-35).

    On the day by which it was to show, never before a month after the last delivery.
    """
    month_on = months.after(delivered_on, months=ONE_MONTH_ON.months)
    return max(month_on, outcome_by) if outcome_by is not None else month_on
