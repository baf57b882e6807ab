"""The cracks in the terminal."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

import click
from django.utils.translation import gettext as _

from mainstay.desk.queries import cracks as queries
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User


@click.command(help=_("What fell between two people: without owner, not accepted, not answered, one guard alone."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def cracks(by: User, at: datetime, as_json: bool) -> None:
    """What fell between two."""
    found = queries.gather(by, at)
    if as_json:
        from mainstay.desk.api import line_out

        echo_json([line_out(line) for line in found.lines])
        return
    click.echo(found.heading)
    for kind, lines in groupby(found.lines, key=lambda line: str(line.kind)):
        click.echo("")
        click.echo(kind)
        for line in lines:
            click.echo("  " + " · ".join(part for part in (line.client, line.what, line.when) if part))
