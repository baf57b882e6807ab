"""What is judged of an engagement. Pure: no Django, no clock, no request."""

from mainstay.engagements.rules.standing import ASKED, BY_DAY, DONE, MISSED, NOT_KNOWN, UNDER_WAY, question, years

__all__ = ["ASKED", "BY_DAY", "DONE", "MISSED", "NOT_KNOWN", "UNDER_WAY", "question", "years"]
