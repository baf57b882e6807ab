"""Views of lists, and deeds to several rows, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.queries import unit_called
from mainstay.kit.refusals import NotFound
from mainstay.lists import actions
from mainstay.lists.models import Several
from mainstay.lists.queries import deed_called, listing_called, results, terms_of, view_called, views_of
from mainstay.lists.queries.results import chosen_ids


@click.group(help=_("Views of lists, and what is done to several rows at once."))
def lists() -> None:
    """Views of lists."""


def _pairs(told: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = dict(one.partition("=")[::2] for one in told)
    return {name.strip(): value for name, value in pairs.items()}


@lists.command(help=_("Your views of a list (promises, clients), and those of your teams."))
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def views(by: User, at: datetime, name: str, as_json: bool) -> None:
    """List views."""
    from mainstay.lists.api import shown

    rows = [shown(view, by) for view in views_of(by, listing_called(name).name)]
    if as_json:
        echo_json(rows)
        return
    for place, row in enumerate(rows, 1):
        click.echo("  ".join(part for part in (str(place), row["name"], row["team"], row["said"]) if part))
    if not rows:
        click.echo(_("No view is kept of this list yet."))


@lists.command(help=_("Keep what a list shows under a name: lists keep promises Late state=late columns=what,client"))
@click.argument("name")
@click.argument("view")
@click.argument("told", nargs=-1, metavar="[PART=VALUE]…")
@click.option("--team", metavar="TEAM", help=_("For everybody of this team; you need to head it."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def keep(by: User, at: datetime, name: str, view: str, told: tuple[str, ...], team: str | None, as_json: bool) -> None:
    """Keep a view."""
    unit = unit_called(team) if team else None
    kept = actions.keep_view(listing=listing_called(name), name=view, told=_pairs(told), unit=unit, by=by, at=at)
    if as_json:
        from mainstay.lists.api import shown

        echo_json(shown(kept, by))
    else:
        click.echo(_("The view “%(name)s” is kept.") % {"name": kept.name})


@lists.command(help=_("Give a view another name."))
@click.argument("name")
@click.argument("view")
@click.argument("new")
@acting
def rename(by: User, at: datetime, name: str, view: str, new: str) -> None:
    """Rename a view."""
    kept = actions.rename_view(view=view_called(by, listing_called(name).name, view), name=new, by=by, at=at)
    click.echo(_("The view “%(name)s” is kept.") % {"name": kept.name})


@lists.command(help=_("Let a view stand first: the key 1 opens it."))
@click.argument("name")
@click.argument("view")
@acting
def first(by: User, at: datetime, name: str, view: str) -> None:
    """Put a view first."""
    kept = actions.put_first(view=view_called(by, listing_called(name).name, view), by=by, at=at)
    click.echo(_("The view “%(name)s” is kept.") % {"name": kept.name})


@lists.command(help=_("Drop a view."))
@click.argument("name")
@click.argument("view")
@acting
def drop(by: User, at: datetime, name: str, view: str) -> None:
    """Drop a view."""
    found = view_called(by, listing_called(name).name, view)
    actions.drop_view(view=found, by=by, at=at)
    click.echo(_("The view “%(name)s” was dropped.") % {"name": found.name})


@lists.command(help=_("Do one deed to several rows: lists several promises hand_over ID… --with to=MAIL"))
@click.argument("name")
@click.argument("deed")
@click.argument("ids", nargs=-1, required=True)
@click.option("--with", "told", multiple=True, metavar="PART=VALUE", help=_("What the deed asks."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def several(
    by: User, at: datetime, name: str, deed: str, ids: tuple[str, ...], told: tuple[str, ...], as_json: bool
) -> None:
    """Do one deed to several rows; exit 1 where one of them refused it."""
    listing = listing_called(name)
    wanted = deed_called(listing, deed)
    terms = terms_of(wanted, _pairs(told), by=by, at=at)
    _say(
        actions.carry_out(listing=listing, deed=wanted, ids=chosen_ids(ids), told=terms, by=by, at=at),
        by, at, as_json,
    )  # fmt: skip


@lists.command("done", help=_("What you did to several rows of a list within the last day, the latest first."))
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def done(by: User, at: datetime, name: str, as_json: bool) -> None:
    """List deeds."""
    from mainstay.lists.api import shown_several

    rows = [shown_several(several, by, at) for several in results.lately(by, listing_called(name), at)]
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        click.echo(
            "  ".join(part for part in (str(row["id"]), row["said"], row["taken_back_at"] and _("Taken back.")) if part)
        )
    if not rows:
        click.echo(_("Nothing was done to several rows within the last day."))


@lists.command("take-back", help=_("Take a deed to several rows back, within a day."))
@click.argument("several")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def take_back(by: User, at: datetime, several: str, as_json: bool) -> None:
    """Take a deed back."""
    try:
        found = Several.objects.visible_to(by).filter(pk=UUID(several)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    listing = listing_called(found.listing)
    back = actions.take_back(several=found, listing=listing, deed=deed_called(listing, found.deed), by=by, at=at)
    _say(back, by, at, as_json)


def _say(several: Several, by: User, at: datetime, as_json: bool) -> None:
    from mainstay.lists.api import shown_several

    told = shown_several(several, by, at)
    kept = told["stayed"] if several.taken_back_at else told["refused"]
    if as_json:
        echo_json(told)
    else:
        click.echo(_("Taken back.") if several.taken_back_at else told["said"])
        for each in kept:
            click.echo(f"{each['name']}: {each['detail']} ({each['rule']})", err=True)
        if told["can_take_back"]:
            click.echo(_("To take it back: mainstay lists take-back %(id)s") % {"id": several.pk})
    if kept:
        click.get_current_context().exit(1)
