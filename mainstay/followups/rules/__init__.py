"""What is judged of follow-ups. Pure: no Django, no clock, no request."""

from mainstay.followups.rules.planting import (
    MOST_DAYS,
    MOST_MONTHS,
    MOST_QUESTIONS,
    ONE_MONTH_ON,
    Planned,
    Wait,
    ask_of_outcome_on,
    planned,
)

__all__ = [
    "MOST_DAYS",
    "MOST_MONTHS",
    "MOST_QUESTIONS",
    "ONE_MONTH_ON",
    "Planned",
    "Wait",
    "ask_of_outcome_on",
    "planned",
]
