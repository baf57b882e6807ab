"""The sheet for the undecided in the terminal (R-A-8)."""

from __future__ import annotations

from datetime import date, datetime

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.queries.find import client_called
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.trust.actions.word import sheets
from mainstay.trust.cli.record import trust
from mainstay.trust.queries.word.sheet import lines, link


@trust.command(help=_("Count our deliveries for an undecided client; prints the counts and a link that ends."))
@click.argument("client")
@click.option("--from", "from_on", type=DAY, help=_("From; default twelve months back."))
@click.option("--to", "to_on", type=DAY, help=_("To; default today."))
@click.option("--days", type=int, default=14, show_default=True, help=_("The link ends after so many days."))
@click.option("--nevertheless", default="", help=_("Why it goes first while a promise of ours to them is late."))
@as_json
@acting
def sheet(
    by: User, at: datetime, client: str, from_on: date | None, to_on: date | None, days: int, nevertheless: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Count them."""
    found = client_called(by, client)
    made = sheets.make_sheet(
        client=found, from_on=from_on, to_on=to_on, days=days, nevertheless=nevertheless, by=by, at=at
    )
    if as_json:
        from mainstay.trust.api.sheet import shown

        echo_json(shown(made, at))
        return
    for one in lines(made.told):
        click.echo(f"{one.label}: {one.n}/{one.of}")
    for words in made.told["references"]:
        click.echo(f"– {words}")
    click.echo(link(made))


@trust.command(help=_("Note how a client may be named to others; without words: that they may no longer."))
@click.argument("client")
@click.argument("words", required=False)
@click.option("--known-from", default="", help=_("How we know that they agreed."))
@acting
def named(by: User, at: datetime, client: str, words: str | None, known_from: str) -> None:
    """Note it."""
    found = client_called(by, client)
    if words is None:
        sheets.name_no_more(client=found, by=by, at=at)
        click.echo(_("No sheet made from now on names them."))
        return
    row = sheets.agree_to_be_named(client=found, words=words, known_from=known_from, by=by, at=at)
    click.echo(row.words)
