"""The demo house in the terminal."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _


@click.command(help=_("Open a demo house."))
def demo() -> None:
    """Open a demo house."""
