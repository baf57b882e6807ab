"""The verbs of the follow-ups: the only code that writes them. ``from mainstay.followups import actions``."""

from mainstay.followups.actions.answering import answer, can_take_back, drop, promise_repair, put_off, take_back
from mainstay.followups.actions.delaying import may_set, set_delay, stop_delay
from mainstay.followups.actions.planting import hear_annulled, hear_engagements, hear_promises

__all__ = [
    "answer",
    "can_take_back",
    "drop",
    "hear_annulled",
    "hear_engagements",
    "hear_promises",
    "may_set",
    "promise_repair",
    "put_off",
    "set_delay",
    "stop_delay",
    "take_back",
]
