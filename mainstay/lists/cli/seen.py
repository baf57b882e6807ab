"""A list as its page shows it, in the terminal: for the list commands of the folders that have one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.house.cli import echo_columns, echo_json
from mainstay.house.models import User
from mainstay.kit.listings import in_file
from mainstay.lists.queries import listing_called
from mainstay.lists.queries.seen import MOST, seen


def as_seen(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options ``--view NAME`` and ``--columns A,B``."""
    view = click.option("--view", metavar="NAME", help=_("As a kept view shows it."))
    columns = click.option("--columns", metavar="A,B,…", help=_("In these columns, in this order."))
    return view(columns(command))


def say_seen(
    name: str, told: Mapping[str, str | None], *, by: User, at: datetime, most: int, as_json: bool, none: str
) -> None:
    """Print a list by a kept view and in chosen columns, its ids last; as JSON the cells of its file."""
    listing = listing_called(name)
    parts = {key: value for key, value in told.items() if value}
    rows: list[Any] = []
    page = seen(listing, parts, by, at, size=min(most, MOST))
    while True:
        rows += page.rows
        if not page.next or len(rows) >= most:
            break
        page = seen(listing, parts, by, at, cursor=page.next, size=min(most - len(rows), MOST))
    shown = page.shown
    if page.next:
        click.echo(_("There are more than these; --most says how many are shown."), err=True)
    if as_json:
        filed = in_file(shown)
        echo_json([{"id": str(pk), **{column.code: column.of(row) for column in filed}} for pk, row in rows])
    elif not rows:
        click.echo(none)
    else:
        heads = [*(str(each.label) for each in shown), _("Id")]
        echo_columns(heads, [[[*(each.cell(row).text for each in shown), str(pk)] for pk, row in rows]])
