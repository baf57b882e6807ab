"""The folder in the terminal. One module a part; ``commands`` gathers them."""

from __future__ import annotations

import click

from mainstay.trust.cli import advised, ours, sheet, word
from mainstay.trust.cli.record import trust
from mainstay.trust.cli.service import service
from mainstay.trust.cli.usual import below, extra, notice, used_to, usual
from mainstay.trust.cli.usual_ends import ending, lesson, understood

commands: tuple[click.Command, ...] = (trust, usual, below, notice, extra, used_to, ending, understood, lesson, service)

__all__ = ["advised", "commands", "ours", "sheet", "word"]
