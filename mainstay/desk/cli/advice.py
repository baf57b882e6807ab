"""Advice to screen in the terminal."""

from __future__ import annotations

from datetime import datetime

import click
from django.utils.translation import gettext as _

from mainstay.desk.queries import advice as queries
from mainstay.desk.queries.advice import STATES, Row, Wanted
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User


@click.command(help=_("The advice this house carries out, all of it or one number: what is built, and where it lives."))
@click.argument("number", required=False)
@click.option("--words", default="", metavar="TEXT", help=_("Only advice with these words."))
@click.option("--built", default="", type=click.Choice(["", *STATES]), help=_("Only what is built so far."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def advice(by: User, at: datetime, number: str | None, words: str, built: str, as_json: bool) -> None:
    """All advice, or one piece."""
    rows = [queries.called(number, by)] if number else queries.find(by, Wanted(words, built))
    if as_json:
        echo_json(rows[0].as_dict() if number else [row.as_dict() for row in rows])
        return
    if not number:
        click.echo(queries.counted(rows))
    for group, some in queries.in_groups(rows):
        click.echo("" if number else f"\n{group}")
        for row in some:
            _say(row)


def _say(row: Row) -> None:
    click.echo(f"{row.number}  {row.says}")
    pages = ", ".join(page.label for page in row.pages)
    for line in (row.note, row.still or f"{row.state}: {pages}"):
        if line:
            click.echo(f"       {line}")
