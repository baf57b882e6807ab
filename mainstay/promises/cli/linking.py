"""Links by which the client answers a day, in the terminal (R-B-50)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.cli.before import contact_called
from mainstay.promises.cli.reading import find_promise
from mainstay.promises.queries import linking
from mainstay.promises.queries.words import Reader

_json = click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))


@click.command("ask-by-link", help=_("Make a link by which somebody there answers yes, no or another day."))
@click.argument("promise")
@click.option("--contact", required=True, help=_("Who there is to answer."))
@click.option("--days", type=int, default=14, show_default=True, help=_("The link ends after so many days."))
@_json
@acting
def ask_by_link(by: User, at: datetime, promise: str, contact: str, days: int, as_json: bool) -> None:
    """Make the link and print it."""
    found = find_promise(by, promise)
    link = actions.ask_by_link(promise=found, contact=contact_called(found.client, contact), days=days, by=by, at=at)
    if as_json:
        from mainstay.promises.api.linking import shown

        echo_json(shown(link, at))
    else:
        click.echo(linking.url(link))


@click.command(help=_("The links by which the client may answer a day, and what was answered."))
@click.argument("promise")
@_json
@acting
def links(by: User, at: datetime, promise: str, as_json: bool) -> None:
    """List them."""
    found = linking.links_of(find_promise(by, promise))
    if as_json:
        from mainstay.promises.api.linking import shown

        echo_json([shown(link, at) for link in found])
        return
    for link in found:
        said = linking.shown(link, Reader.of(by, at), may=True)
        click.echo(f"{said.text}  {link.pk}")


@click.command("end-link", help=_("End a link before its day; it is named by its id."))
@click.argument("link", type=click.UUID)
@acting
def end_link(by: User, at: datetime, link: UUID) -> None:
    """End it."""
    found = linking.link_seen(link, by)
    if found is None:
        raise NotFound
    actions.end_link(link=found, by=by, at=at)
    click.echo(_("The link leads nowhere now."))


COMMANDS = (ask_by_link, links, end_link)
