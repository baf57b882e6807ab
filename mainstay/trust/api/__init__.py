"""The record, what they are used to and the word as JSON. One module a part, each adds to the router."""

from __future__ import annotations

from mainstay.trust.api import advised, ours, record, service, sheet, usual, usual_ends, weighing, word
from mainstay.trust.api.router import router

__all__ = ["advised", "ours", "record", "router", "service", "sheet", "usual", "usual_ends", "weighing", "word"]
