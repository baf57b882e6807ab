"""Taking a file in as one run: received, mapped, checked, carried out in batches, undone (R-X-10)."""

from mainstay.transfer.actions.kept import forget_map, keep_map
from mainstay.transfer.actions.receiving import discard, receive, set_map
from mainstay.transfer.actions.running import carry_check, carry_out, check, start
from mainstay.transfer.actions.undoing import carry_undo, undo

__all__ = [
    "carry_check",
    "carry_out",
    "carry_undo",
    "check",
    "discard",
    "forget_map",
    "keep_map",
    "receive",
    "set_map",
    "start",
    "undo",
]
