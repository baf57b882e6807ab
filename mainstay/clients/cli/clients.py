"""Clients in the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients import actions, queries
from mainstay.clients.cli.told import DAY, as_json, only_told, options
from mainstay.clients.models import Client
from mainstay.clients.queries import Wanted
from mainstay.clients.queries.listing import ORDERS, WHOSE, more_of
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import Unit, User
from mainstay.house.queries import person_called
from mainstay.kit.refusals import NotFound
from mainstay.lists.cli import as_seen, say_seen

EVERY = 1_000_000  # more than a house has

ABOUT = options(
    click.option("--kind", type=click.Choice(Client.Kind.values), help=_("What it is.")),
    click.option("--town", help=_("Town.")),
    click.option("--country", metavar="XX", help=_("Country, two letters.")),
    click.option("--zone", metavar="ZONE", help=_("Their time zone, for example Asia/Kuala_Lumpur.")),
    click.option("--language", metavar="XX", help=_("en, de, ms or ru.")),
    click.option("--team", metavar="TEAM", help=_("The team.")),
    click.option("--since", "since_on", type=DAY, help=_("A client since.")),
    click.option("--reference", help=_("Our number for them.")),
    click.option("--note", help=_("Note.")),
    click.option("--anyway", metavar="WHY", help=_("Why one that resembles another is written down all the same.")),
)


@click.group(help=_("Whom we look after."))
def clients() -> None:
    """Whom we look after."""


@clients.command("list", help=_("Clients you may see."))
@click.argument("words", required=False, default="")
@click.option("--whose", type=click.Choice(WHOSE), default="house", show_default=True, help=_("Whose."))
@click.option("--stage", type=click.Choice(Client.Stage.values), help=_("How far we are."))
@click.option("--archived", is_flag=True, help=_("Those laid aside."))
@click.option("--order", type=click.Choice(list(ORDERS)), default="name", show_default=True, help=_("Order."))
@click.option("--down", is_flag=True, help=_("From the end."))
@click.option("--only", "only", metavar="NAME=CHOICE", multiple=True, help=_("Only those: trust=not_trusted."))
@click.option("--most", type=click.IntRange(1, 10000), default=100, show_default=True, help=_("How many at most."))
@click.option("--all", "every", is_flag=True, help=_("All of them."))
@as_json
@as_seen
@acting
def list_(
    by: User, at: datetime, words: str, stage: str | None, only: tuple[str, ...], most: int, as_json: bool, **told: Any
) -> None:
    """List clients; by a kept view, or in chosen columns, as the page shows them."""
    view, columns = told.pop("view"), told.pop("columns")
    most = EVERY if told.pop("every") else most
    if view or columns:
        _as_the_page({"view": view, "columns": columns, "q": words, "stage": stage}, told, by, at, most, as_json)
        return
    more = more_of(dict(one.partition("=")[::2] for one in only))
    wanted = Wanted(words=words, stage=stage or "", more=more, **told)
    page = queries.page(by, wanted, size=most)
    found = page.rows
    if page.next:
        _say_more(wanted.among(by).count() - len(found))
    if as_json:
        from mainstay.clients.api.shapes import shown

        echo_json([shown(client) for client in found])
        return
    for row in queries.rows(by, found, at):
        parts = [row.client.name, row.under, row.stage, row.manager or _("nobody yet")]
        click.echo("  ".join(part for part in parts if part))
    if not found:
        click.echo(_("No client stands in this list."))


def _say_more(count: int) -> None:
    """On the side, so that what is read on by another program stays whole."""
    sentence = ngettext(
        "%(n)d more client stands in this list; --all shows it too.",
        "%(n)d more clients stand in this list; --all shows them too.",
        count,
    )
    click.echo(sentence % {"n": count}, err=True)


def _as_the_page(
    parts: dict[str, str | None], told: dict[str, Any], by: User, at: datetime, most: int, as_json: bool
) -> None:
    flags = {"archived": "1" if told["archived"] else None, "down": "1" if told["down"] else None}
    usual = {"whose": "house", "order": "name"}
    chosen = {name: told[name] for name in usual if not parts["view"] or told[name] != usual[name]}
    say_seen(
        "clients", parts | flags | chosen, by=by, at=at, most=most, as_json=as_json,
        none=_("No client stands in this list."),
    )  # fmt: skip


def _with_team(told: dict[str, Any]) -> dict[str, Any]:
    values = only_told(told)
    if "team" in values:
        name = values.pop("team")
        values["unit"] = Unit.objects.filter(name__iexact=name).first() if name else None
        if name and values["unit"] is None:
            raise NotFound(_("There is no team called “%(name)s”.") % {"name": name})
    return values


def _answer(client: Client, said: str, as_json: bool) -> None:
    if as_json:
        from mainstay.clients.api.clients import whole

        echo_json(whole(client))
    else:
        click.echo(said)


@clients.command(help=_("Write down a client."))
@click.argument("name")
@ABOUT
@click.option("--stage", type=click.Choice(Client.Stage.values), help=_("How far we are."))
@click.option("--manager", metavar="USER", help=_("Who is the manager: a mail address or a name."))
@as_json
@acting
def add(by: User, at: datetime, name: str, manager: str | None, as_json: bool, **told: Any) -> None:
    """Write down a client."""
    who = person_called(manager) if manager else None
    made = actions.add(name=name, manager=who, by=by, at=at, **_with_team(told))
    _answer(made, _("%(client)s stands here now.") % {"client": made}, as_json)


@clients.command(help=_("Correct what is kept about a client."))
@click.argument("client")
@click.option("--name", help=_("The name."))
@ABOUT
@as_json
@acting
def change(by: User, at: datetime, client: str, as_json: bool, **told: Any) -> None:
    """Correct a client."""
    kept = actions.change(client=queries.client_called(by, client), by=by, at=at, **_with_team(told))
    _answer(kept, _("Corrected. What stood there before is in the chronicle."), as_json)


@clients.command(help=_("Say how far we are with each other."))
@click.argument("client")
@click.argument("stage", type=click.Choice(Client.Stage.values))
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def stage(by: User, at: datetime, client: str, stage: str, why: str, as_json: bool) -> None:
    """Set the stage."""
    kept = actions.set_stage(client=queries.client_called(by, client), stage=stage, why=why, by=by, at=at)
    words = {"client": kept, "stage": kept.get_stage_display()}
    _answer(kept, _("%(client)s: %(stage)s.") % words, as_json)


@clients.command(help=_("Lay a client aside, with a reason; nothing is deleted."))
@click.argument("client")
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def archive(by: User, at: datetime, client: str, why: str, as_json: bool) -> None:
    """Lay a client aside."""
    kept = actions.archive(client=queries.client_called(by, client), why=why, by=by, at=at)
    _answer(kept, _("%(client)s was laid aside. Nothing was deleted.") % {"client": kept}, as_json)


@clients.command(help=_("Take a client up again."))
@click.argument("client")
@as_json
@acting
def restore(by: User, at: datetime, client: str, as_json: bool) -> None:
    """Take a client up again."""
    kept = actions.restore(client=queries.client_called(by, client), by=by, at=at)
    _answer(kept, _("%(client)s was taken up again.") % {"client": kept}, as_json)


@clients.command(help=_("What happened with a client, newest first."))
@click.argument("client")
@click.option("--most", type=click.IntRange(1, 10000), default=100, show_default=True, help=_("How many at most."))
@as_json
@acting
def chronicle(by: User, at: datetime, client: str, most: int, as_json: bool) -> None:
    """The chronicle."""
    lines, _page = queries.chronicle(queries.client_called(by, client), by, at, size=most)
    if as_json:
        echo_json(
            [{"at": one.at, "kind": one.kind, "by": one.by, "text": one.text, "beneath": one.beneath} for one in lines]
        )
        return
    for line in lines:
        click.echo(f"{line.exact}  {line.text}")
        for changed in line.beneath:
            click.echo(f"    {changed}")
