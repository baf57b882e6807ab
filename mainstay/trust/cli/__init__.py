"""The folder in the terminal. One module a part; ``commands`` gathers them."""

from __future__ import annotations

import click

commands: tuple[click.Command, ...] = ()
