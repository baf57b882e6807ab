"""The index in the terminal."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.finding import actions


@click.command(help=_("Write the index of search anew. Others may go on working meanwhile."))
def reindex() -> None:
    """Write the index of search anew; what is written already is found meanwhile."""
    count = max(actions.anew(), default=0)
    click.echo(ngettext("%(n)d thing is found now.", "%(n)d things are found now.", count) % {"n": count})
