"""Search in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click
from django.utils.translation import gettext as _

from mainstay.desk.queries import search as queries
from mainstay.desk.queries.search import Found
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User


@click.command(help=_("What you may see that answers these words: clients, people, engagements, promises."))
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def search(by: User, at: datetime, words: tuple[str, ...], as_json: bool) -> None:
    """Find by name, number, mail or words."""
    found = queries.search(by, " ".join(words))
    if as_json:
        from mainstay.desk.api import found_out

        echo_json(found_out(found))
        return
    if found.empty:
        click.echo(_("Nothing you may see answers these words."))
    for line in text(found):
        click.echo(line)


def text(found: Found) -> Iterator[str]:
    """One line for each thing under its kind."""
    kinds = (
        (_("Clients"), [(one.name, one.town) for one in found.clients]),
        (_("People"), [(one.contact.address, one.client.name) for one in found.people]),
        (_("What we do for them"), [(one.name, one.client.name) for one in found.engagements]),
        (_("Promises"), [(one.text, f"{one.client.name} · {one.due_on.isoformat()}") for one in found.promises]),
    )
    for kind, rows in kinds:
        if rows:
            yield kind
            yield from ("  " + " · ".join(part for part in row if part) for row in rows)
    if found.cut:
        yield _("There is more than is shown here; another word narrows it.")
