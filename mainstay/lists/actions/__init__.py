"""The verbs of lists: views are kept, shared, put first, dropped; one deed is done to several rows and taken back."""

from mainstay.lists.actions.keeping import drop_view, keep_view, put_first, rename_view
from mainstay.lists.actions.several import WITHIN, carry_out, take_back, tidy_up

__all__ = ["WITHIN", "carry_out", "drop_view", "keep_view", "put_first", "rename_view", "take_back", "tidy_up"]
