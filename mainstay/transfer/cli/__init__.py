"""Bringing in and taking out in the terminal: each module hangs its commands on ``import_`` and ``export``."""

from mainstay.transfer.cli import out, taking
from mainstay.transfer.cli.groups import export, import_

commands = (import_, export)

__all__ = ["commands", "out", "taking"]
