"""The verbs of the ledger. Everything that writes a promise stands behind these names."""

from mainstay.promises.actions.ending import annul, own_up, release, withdraw
from mainstay.promises.actions.giving import hand_over, make
from mainstay.promises.actions.keeping import answer_remark, deliver, promise_remark, settle, tell
from mainstay.promises.actions.kinds import be_of_kind
from mainstay.promises.actions.moving import answer, move
from mainstay.promises.actions.undoing import can_take_back, take_back

__all__ = [
    "annul",
    "answer",
    "answer_remark",
    "be_of_kind",
    "can_take_back",
    "deliver",
    "hand_over",
    "make",
    "move",
    "own_up",
    "promise_remark",
    "release",
    "settle",
    "take_back",
    "tell",
    "withdraw",
]
