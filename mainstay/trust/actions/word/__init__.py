"""The verbs of the word."""

from __future__ import annotations

from mainstay.trust.actions.word.noticing import ask, give, not_asked, notice
from mainstay.trust.actions.word.proposed import accept, keep
from mainstay.trust.actions.word.setting import say
from mainstay.trust.actions.word.signing import hear

__all__ = ["accept", "ask", "give", "hear", "keep", "not_asked", "notice", "say"]
