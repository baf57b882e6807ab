"""Engagements in the terminal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import as_json
from mainstay.clients.queries import client_called
from mainstay.clients.rules import folded
from mainstay.engagements import actions
from mainstay.engagements.api import shown
from mainstay.engagements.models import Engagement
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound

STATE = click.Choice(Engagement.State.values)


@click.group(help=_("Why we work for a client."))
def engagements() -> None:
    """Why we work for a client."""


def _find(by: User, client: str, told: str) -> Engagement:
    """One of this client's, by name or id; a running one goes before one that has ended."""
    every = list(client_called(by, client).engagements.select_related("client").order_by("id"))
    same = [one for one in every if folded(one.name) == folded(told) or _is(one.pk, told)]
    running = [one for one in same if one.state != Engagement.State.ENDED]
    if not same:
        raise NotFound(_("There is no engagement called “%(name)s” with this client.") % {"name": told})
    return (running or same)[0]


def _is(pk: UUID, told: str) -> bool:
    return str(pk) == told.lower()


def _answer(one: Engagement, said: str, as_json: bool) -> None:
    if as_json:
        echo_json(shown(one))
    else:
        click.echo(said)


@engagements.command("list", help=_("A client’s engagements, or all you may see."))
@click.argument("client", required=False)
@click.option("--state", type=STATE, help=_("Where it stands."))
@as_json
@acting
def list_(by: User, at: datetime, client: str | None, state: str | None, as_json: bool) -> None:
    """List engagements."""
    rows = Engagement.objects.visible_to(by).select_related("client").order_by("client__order_name", "name", "id")
    if client:
        rows = rows.filter(client=client_called(by, client))
    if state:
        rows = rows.filter(state=state)
    found = list(rows)
    if as_json:
        echo_json([shown(one) for one in found])
        return
    for one in found:
        outcome = " ".join(one.outcome.split())
        parts = [one.client.name, one.name, one.get_state_display(), outcome]
        click.echo("  ".join(part for part in parts if part))
    if not found:
        click.echo(_("No engagement stands here."))


@engagements.command(help=_("Write down what we are to do for a client."))
@click.argument("client")
@click.argument("name")
@click.option("--outcome", default="", help=_("What it is to do for them, in their words."))
@click.option("--state", type=STATE, default="talked", show_default=True, help=_("Where it stands."))
@as_json
@acting
def add(by: User, at: datetime, client: str, name: str, outcome: str, state: str, as_json: bool) -> None:
    """Begin an engagement."""
    found = client_called(by, client)
    begun = actions.begin(client=found, name=name, outcome=outcome, state=state, by=by, at=at)
    _answer(begun, _("%(name)s stands here now.") % {"name": begun}, as_json)


@engagements.command(help=_("Correct the name or the outcome."))
@click.argument("client")
@click.argument("engagement")
@click.option("--name", help=_("The name."))
@click.option("--outcome", help=_("What it is to do for them, in their words."))
@as_json
@acting
def change(
    by: User, at: datetime, client: str, engagement: str, name: str | None, outcome: str | None, as_json: bool
) -> None:
    """Correct an engagement."""
    kept = actions.change(engagement=_find(by, client, engagement), name=name, outcome=outcome, by=by, at=at)
    _answer(kept, _("Corrected. What stood there before is in the chronicle."), as_json)


@engagements.command(help=_("Say where an engagement stands."))
@click.argument("client")
@click.argument("engagement")
@click.argument("state", type=STATE)
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def state(by: User, at: datetime, client: str, engagement: str, state: str, why: str, as_json: bool) -> None:
    """Set the state."""
    kept = actions.set_state(engagement=_find(by, client, engagement), state=state, why=why, by=by, at=at)
    _answer(kept, _("%(name)s: %(state)s.") % {"name": kept, "state": kept.get_state_display()}, as_json)


@engagements.command(help=_("End an engagement."))
@click.argument("client")
@click.argument("engagement")
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def end(by: User, at: datetime, client: str, engagement: str, why: str, as_json: bool) -> None:
    """End an engagement."""
    ended = actions.end(engagement=_find(by, client, engagement), why=why, by=by, at=at)
    _answer(ended, _("%(name)s: %(state)s.") % {"name": ended, "state": ended.get_state_display()}, as_json)


commands = (engagements,)
