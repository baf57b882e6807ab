"""Everything that stands under ``trust``: each module hangs its own on ``trust``."""

from mainstay.trust.cli import advised, ours, sheet, word
from mainstay.trust.cli.record import trust

__all__ = ["advised", "ours", "sheet", "trust", "word"]
