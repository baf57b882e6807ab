"""The verbs of the engagements: the only code that writes them. ``from mainstay.engagements import actions``."""

from mainstay.engagements.actions.intake import NewEngagement, begin_many, change_many, checked
from mainstay.engagements.actions.keep import Corrected, Work, begin, change, end, refuse_without_outcome, set_state
from mainstay.engagements.actions.outcome import answer_outcome, reopen_outcome

__all__ = [
    "Corrected",
    "NewEngagement",
    "Work",
    "answer_outcome",
    "begin",
    "begin_many",
    "change",
    "change_many",
    "checked",
    "end",
    "refuse_without_outcome",
    "reopen_outcome",
    "set_state",
]
