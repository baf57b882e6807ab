"""Who of us serves a client, in the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.clients import actions, queries
from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.models import Assignment
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.queries import person_called
from mainstay.kit.refusals import NotFound

ROLE = click.Choice(Assignment.Role.values)


def add_serving(group: click.Group) -> None:
    """Put these commands into the group of the clients."""
    for command in (assign, unassign):
        group.add_command(command)


def _answer(serves: Assignment, said: str, as_json: bool) -> None:
    if as_json:
        from mainstay.clients.api.shapes import shown_assignment

        echo_json(shown_assignment(serves))
    else:
        click.echo(said)


@click.command(help=_("Name who serves a client; a new manager ends the time of the one before."))
@click.argument("client")
@click.argument("who")
@click.argument("role", type=ROLE)
@click.option("--why", default="", help=_("Why."))
@click.option("--from", "from_on", type=DAY, help=_("From; today if left out."))
@click.option("--told", "told_on", type=DAY, help=_("The day on which the client was told."))
@click.option("--untold", "untold_why", default="", metavar="WHY", help=_("Why the client is not told before."))
@as_json
@acting
def assign(
    by: User,
    at: datetime,
    client: str,
    who: str,
    role: str,
    why: str,
    as_json: bool,
    **told: Any,
) -> None:
    """Name who serves."""
    found = queries.client_called(by, client)
    made = actions.assign(client=found, user=person_called(who), role=role, why=why, by=by, at=at, **told)
    words = {"name": made.user, "client": found, "role": Assignment.Role(made.role).label}
    _answer(made, _("%(name)s serves %(client)s from now on: %(role)s.") % words, as_json)


@click.command(help=_("End somebody’s time with a client."))
@click.argument("client")
@click.argument("who")
@click.argument("role", type=ROLE)
@click.option("--why", default="", help=_("Why."))
@click.option("--on", "to_on", type=DAY, help=_("The last day; today if left out."))
@as_json
@acting
def unassign(
    by: User, at: datetime, client: str, who: str, role: str, why: str, to_on: date | None, as_json: bool
) -> None:
    """End somebody's time."""
    found, person = queries.client_called(by, client), person_called(who)
    serves = found.assignments.now().filter(user=person, role=role).select_related("client", "user").first()
    if serves is None:
        words = {"name": person, "client": found}
        raise NotFound(_("%(name)s does not serve %(client)s as that.") % words)
    ended = actions.unassign(assignment=serves, why=why, to_on=to_on, by=by, at=at)
    _answer(ended, _("%(name)s no longer serves %(client)s.") % {"name": person, "client": found}, as_json)
