"""The demo house in the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from django.core.management import call_command
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.desk.actions import demo as verbs
from mainstay.desk.actions.solo import open_solo
from mainstay.desk.cli.today import text
from mainstay.desk.demo import solo, story
from mainstay.desk.queries import today as queries
from mainstay.house import clock
from mainstay.house.models import House, User, house_kept
from mainstay.house.queries.people import alone
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.times import local_day, spoken
from mainstay.promises.models import Promise

NORTHWIND, SOLO = "northwind", "solo"
HOUSES = {NORTHWIND: (story.NAME, verbs.open_demo), SOLO: (solo.NAME, open_solo)}


@click.command(help=_("Open a demo house and print its Today; with --port serve it."))
@click.option(
    "--house",
    type=click.Choice(list(HOUSES)),
    default=NORTHWIND,
    show_default=True,
    help=_("northwind: a trading house with teams. solo: one person who sells to distant clients."),
)
@click.option("--if-empty", is_flag=True, help=_("Where a house stands already, say so and leave it; no failure."))
@click.option("--port", type=click.IntRange(1, 65535), help=_("Serve the house on this port afterwards."))
@click.pass_context
def demo(ctx: click.Context, house: str, if_empty: bool, port: int | None) -> None:
    """Open the demo house."""
    name, open_it = HOUSES[house]
    call_command("migrate", interactive=False, verbosity=0)
    try:
        there = verbs.refuse_other_house(name)
    except Refused as refused:
        if not if_empty:
            raise
        click.echo(refused.message)
        return
    opened = there or open_it(at=clock.real_now())
    with house_kept():
        _tell(opened, fresh=there is None)
    if port is not None:
        _serve(ctx, port)


def _tell(opened: House, *, fresh: bool) -> None:
    """What stands here, who signs in, and what the house must look at today."""
    at = clock.now()
    if fresh:
        words = {
            "house": opened.name,
            "clients": Client.objects.count(),
            "promises": Promise.objects.counted().ours().count(),
        }
        click.echo(_("%(house)s is open: %(clients)d clients, %(promises)d promises.") % words)
    else:
        click.echo(_("The demo house %(house)s stands here already and was left as it is.") % {"house": opened.name})
    click.echo(_("Its clock shows %(when)s in %(zone)s.") % {"when": _when(opened, at), "zone": opened.zone})
    click.echo()
    click.echo(_("Everybody signs in with the password %(password)s:") % {"password": story.PASSWORD})
    for person in User.objects.filter(is_active=True, email__isnull=False).prefetch_related("posts__unit"):
        click.echo(f"  {person.name:<18}{person.email:<38}{_posts(person)}")
    heads = User.objects.filter(posts__role=rights.HEAD, posts__unit=None)
    head = heads.filter(unit__isnull=False).first() or heads.first()
    if head is not None:
        click.echo()
        by_itself = alone(head)
        click.echo(_("Today:") if by_itself else _("Today, for the whole house:"))
        for line in text(queries.gather(head, at, house=not by_itself)):
            click.echo(line)


def _when(opened: House, at: datetime) -> str:
    day = spoken(local_day(at, opened.zone), year=True)
    return f"{day}, {at.astimezone(ZoneInfo(opened.zone)):%H:%M}"


def _posts(person: User) -> str:
    """The posts of somebody in words; whoever holds all runs the house."""
    held = list(person.posts.all())
    if {post.role for post in held} == set(rights.ROLES):
        return _("opened the house, holds every post")
    return ", ".join(
        f"{post.get_role_display()} ({post.unit.name})" if post.unit else str(post.get_role_display()) for post in held
    )


def _serve(ctx: click.Context, port: int) -> None:
    """By the command that serves any house."""
    group: Any = ctx.find_root().command
    serve = group.get_command(ctx, "serve")
    click.echo()
    ctx.invoke(serve, host="127.0.0.1", port=port)
