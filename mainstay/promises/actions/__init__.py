"""The verbs of the ledger. Everything that writes a promise stands behind these names."""

from mainstay.promises.actions.agreeing import accept_other_day, find_day
from mainstay.promises.actions.clashing import settle_clash
from mainstay.promises.actions.duties import enter_duties, take_duties_back
from mainstay.promises.actions.ending import annul, answer_instead, own_up, release, withdraw
from mainstay.promises.actions.exceeding import exceed
from mainstay.promises.actions.exchanging import acknowledge, give_over, invoice, pay
from mainstay.promises.actions.giving import hand_over, make
from mainstay.promises.actions.going import progress
from mainstay.promises.actions.guarding import guard, heed
from mainstay.promises.actions.keeping import answer_remark, deliver, promise_remark, settle, tell
from mainstay.promises.actions.kinds import be_of_kind
from mainstay.promises.actions.linking import answer_by_link, ask_by_link, end_link
from mainstay.promises.actions.moving import answer, move
from mainstay.promises.actions.needs import drop_need, needs_input, propose_new_day
from mainstay.promises.actions.undoing import can_take_back, take_back

__all__ = [
    "accept_other_day",
    "acknowledge",
    "annul",
    "answer",
    "answer_by_link",
    "answer_instead",
    "answer_remark",
    "ask_by_link",
    "be_of_kind",
    "can_take_back",
    "deliver",
    "drop_need",
    "end_link",
    "enter_duties",
    "exceed",
    "find_day",
    "give_over",
    "guard",
    "hand_over",
    "heed",
    "invoice",
    "make",
    "move",
    "needs_input",
    "own_up",
    "pay",
    "progress",
    "promise_remark",
    "propose_new_day",
    "release",
    "settle",
    "settle_clash",
    "take_back",
    "take_duties_back",
    "tell",
    "withdraw",
]
