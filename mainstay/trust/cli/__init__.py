"""The folder in the terminal. One module a part; ``commands`` gathers them."""

from __future__ import annotations

import click

from mainstay.trust.cli.record import trust

commands: tuple[click.Command, ...] = (trust,)
