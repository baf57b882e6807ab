"""The portfolio report in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime

import click
from django.utils.translation import gettext as _

from mainstay.desk.queries import report as queries
from mainstay.desk.queries.report import Row, Wanted
from mainstay.house.actions import take_out
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import Unit, User
from mainstay.house.queries import person_called
from mainstay.kit.refusals import NotFound


@click.command(help=_("What we promised each client you may see, and what became of it."))
@click.option("--mine", is_flag=True, help=_("Only the clients you serve."))
@click.option("--unit", "unit_name", metavar="TEAM", help=_("Only this team’s clients."))
@click.option("--manager", "manager_name", metavar="USER", help=_("Only this manager’s clients."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@click.option("--csv", "as_csv", is_flag=True, help=_("Print as CSV."))
@acting
def report(
    by: User,
    at: datetime,
    mine: bool,
    unit_name: str | None,
    manager_name: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """The counts of each client."""
    unit = _unit(unit_name) if unit_name else None
    manager = person_called(manager_name) if manager_name else None
    wanted = Wanted(mine, unit.pk if unit else None, manager.pk if manager else None)
    if as_csv:
        for piece in take_out(outgoing=queries.outgoing(by, wanted, at, codes=True), form="csv", by=by, at=at):
            sys.stdout.buffer.write(piece)
        return
    rows = queries.every_row(by, wanted, at)
    if as_json:
        echo_json([row.as_dict() for row in rows])
        return
    _table(rows)


def _unit(name: str) -> Unit:
    found = Unit.objects.filter(name__iexact=name.strip()).first()
    if found is None:
        raise NotFound(_("There is no team called “%(name)s”.") % {"name": name[:120]})
    return found


def _table(rows: Iterable[Row]) -> None:
    """One line a client, in columns that fit 80 characters: zeros are left out."""
    heads = (_("made"), _("kept"), _("late"), _("moved"), _("broken"), _("open"), _("run"))
    names = ("made", "kept", "kept_late", "moved", "broken", "open", "run_since_last_miss")
    click.echo(f"{'':<24}" + "".join(f"{head[:7]:>8}" for head in heads))
    shown = False
    for row in rows:
        shown = True
        told = row.as_dict()
        name = row.client.name if len(row.client.name) <= 23 else row.client.name[:22] + "…"
        click.echo(f"{name:<24}" + "".join(f"{told[key] or '·':>8}" for key in names))
        for words in row.work:
            click.echo(f"  {words}")
    if not shown:
        click.echo(_("No client that you may see stands in this report."))
