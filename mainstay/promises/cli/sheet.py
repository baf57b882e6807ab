"""The ledger of one client as both sides read it, in the terminal (R-B-45)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from mainstay.clients.queries import client_called
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import LANGUAGES, User
from mainstay.promises.queries import bands


@click.command(help=_("What we owe each other, as both sides read it: in the client’s language, by their clock."))
@click.argument("client")
@click.option(
    "--language",
    type=click.Choice([code for code, _name in LANGUAGES]),
    help=_("In which language; else the client’s."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def ledger(by: User, at: datetime, client: str, language: str | None, as_json: bool) -> None:
    """The sheet of one client."""
    found = client_called(by, client)
    sheet = bands.sheet(found, at, language or "")
    if as_json:
        from mainstay.promises.api.sheet import told

        echo_json(told(found, sheet))
        return
    with override(sheet.language):
        _print(found.name, sheet)


def _print(client: str, sheet: bands.Sheet) -> None:
    click.echo(_("What we owe each other"))
    click.echo(_("%(home)s and %(client)s, as of %(day)s") % {"home": sheet.home, "client": client, "day": sheet.as_of})
    if not sheet.some:
        click.echo(_("Neither owes the other anything that is written down."))
    for band in sheet.open:
        _echo(band.heading, {_("We owe"): band.ours, _("You owe"): band.theirs})
    if sheet.third:
        _echo(_("Third parties"), {"": sheet.third})
    for band in sheet.closed:
        _echo(band.heading, {_("We owe"): band.ours, _("You owe"): band.theirs})
    if not sheet.whole:
        click.echo(_("Not everything fits on this page; the file holds all of it."))


def _echo(heading: str, sides: Mapping[str, Sequence[bands.Entry]]) -> None:
    click.echo(f"\n{heading}")
    for side, entries in sides.items():
        for entry in entries:
            click.echo("  " + (f"{side}: " if side else "") + f"{entry.text}  ({entry.state})")
