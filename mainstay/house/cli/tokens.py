"""Keys for the API in the terminal."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click
from django.utils.translation import gettext as _

from mainstay.house import actions, queries
from mainstay.house.cli.acting import acting, echo_json
from mainstay.house.cli.settings import day
from mainstay.house.models import Token, User
from mainstay.kit import times


@click.group(help=_("Keys with which programs use the API in your name."))
def token() -> None:
    """Keys for the API."""


@token.command("make", help=_("Make a token; it is shown once."))
@click.argument("name")
@click.option("--for", "whose", metavar="USER", help=_("For whom; else for yourself."))
@click.option("--read-only", is_flag=True, help=_("It only reads."))
@click.option(
    "--scope", "scopes", multiple=True, metavar="PART", help=_("A part it is for, like clients; may be told again.")
)
@click.option("--until", metavar="DAY", help=_("The last day on which it opens the door."))
@acting
def make(
    by: User, at: datetime, name: str, whose: str | None, read_only: bool, scopes: tuple[str, ...], until: str | None
) -> None:
    """Make a token."""
    person = queries.person_called(whose) if whose else by
    ends_at = times.end_of_day(day(until, field="ends_at"), by.zone) if until else None
    _made, key = actions.make_token(
        person=person, name=name, read_only=read_only, scopes=scopes, ends_at=ends_at, by=by, at=at
    )
    click.echo(key)
    click.echo(_("Keep it now: it is not shown again."), err=True)


@token.command("list", help=_("Your tokens; an administrator sees everybody’s."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def list_tokens(by: User, at: datetime, as_json: bool) -> None:
    """Tokens, the newest first."""
    rows = list(queries.tokens_seen_by(by))
    if as_json:
        echo_json([queries.token_told(row, at) for row in rows])
        return
    for row in rows:
        notes = [row.handle, row.name, row.user.name]
        notes += [_("reads only")] if row.read_only else []
        notes += [_("for %(parts)s") % {"parts": ", ".join(row.scopes)}] if row.scopes else []
        notes += [] if row.holds(at) else [_("closed")]
        notes += [_("used %(on)s") % {"on": row.used_at.astimezone(ZoneInfo(by.zone)).date()}] if row.used_at else []
        click.echo(" · ".join(notes))


@token.command("revoke", help=_("Close a token for ever, by its handle or its name."))
@click.argument("told", metavar="TOKEN")
@acting
def revoke(by: User, at: datetime, told: str) -> None:
    """Close a token."""
    found: Token = queries.token_called(by, told)
    actions.revoke_token(token=found, by=by, at=at)
    click.echo(_("“%(name)s” opens nothing any more.") % {"name": found.name})
