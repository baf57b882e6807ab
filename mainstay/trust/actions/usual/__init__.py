"""The verbs of what clients are used to."""

from __future__ import annotations

from mainstay.trust.actions.usual.answering import agree, announce_stretch, begin_anew, react, restore, tell
from mainstay.trust.actions.usual.extras import annul, give, leave_out
from mainstay.trust.actions.usual.watching import hear, keep_watch

__all__ = [
    "agree",
    "announce_stretch",
    "annul",
    "begin_anew",
    "give",
    "hear",
    "keep_watch",
    "leave_out",
    "react",
    "restore",
    "tell",
]
