"""The verbs of the engagements: the only code that writes them. ``from mainstay.engagements import actions``."""

from mainstay.engagements.actions.intake import NewEngagement, begin_many, change_many, checked
from mainstay.engagements.actions.keep import begin, change, end, set_state

__all__ = ["NewEngagement", "begin", "begin_many", "change", "change_many", "checked", "end", "set_state"]
