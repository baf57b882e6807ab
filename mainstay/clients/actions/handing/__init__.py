"""Clients pass from one of us to another: handed over, accepted, declined, taken back; somebody leaves (R-A-34)."""

from mainstay.clients.actions.handing.answering import accept, decline, take_back
from mainstay.clients.actions.handing.leaving import begin, finish, plan, plan_same, stop, undo
from mainstay.clients.actions.handing.over import Terms, hand_over
from mainstay.clients.actions.may import WITHIN

__all__ = [
    "WITHIN",
    "Terms",
    "accept",
    "begin",
    "decline",
    "finish",
    "hand_over",
    "plan",
    "plan_same",
    "stop",
    "take_back",
    "undo",
]
