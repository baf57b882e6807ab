"""Standards of service in the terminal: ``mainstay service`` and its verbs (R-C-6)."""

from __future__ import annotations

from datetime import date, datetime

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.queries import client_called
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.kit.times import local_day
from mainstay.trust.actions import service as verbs
from mainstay.trust.cli.found import one_of
from mainstay.trust.models.service import Occasion, ServiceStandard
from mainstay.trust.queries import service as queries


@click.group(help=_("Standards of service: how they are kept, what was more, what was less."))
def service() -> None:
    """Standards."""


def _called(name: str) -> ServiceStandard:
    found = ServiceStandard.objects.filter(ended_at=None, name__iexact=name).first()
    if found is None:
        raise NotFound
    return found


@service.command("list", help=_("Every standard, and how it was kept in the last ninety days."))
@as_json
@acting
def list_(by: User, at: datetime, as_json: bool) -> None:
    """Show them."""
    found = queries.report(by, local_day(at, by.zone))
    if as_json:
        from mainstay.trust.api.service import shown_report

        echo_json(shown_report(found))
        return
    for one in found:
        click.echo(f"{one.name}, {one.words}: {one.said}")


@service.command("set", help=_("Set a standard of the house; without --minutes it is done or not."))
@click.argument("name")
@click.option("--minutes", type=int, help=_("Within so many minutes."))
@acting
def set_(by: User, at: datetime, name: str, minutes: int | None) -> None:
    """Set it."""
    made = verbs.set_standard(name=name, minutes=minutes, by=by, at=at)
    click.echo(f"{made.name}, {queries.asked_for(made)}")


@service.command("end", help=_("End a standard; what was noted stays."))
@click.argument("name")
@acting
def end(by: User, at: datetime, name: str) -> None:
    """End it."""
    verbs.end_standard(standard=_called(name), by=by, at=at)
    click.echo(_("It is asked for no more; what was noted stays."))


@service.command("note", help=_("Note how it went with a client on one occasion."))
@click.argument("client")
@click.argument("name")
@click.option("--minutes", type=int, help=_("After so many minutes."))
@click.option("--not-done", is_flag=True, help=_("It was not done."))
@click.option("--wish", default="", help=_("The wish beyond the standard that was met."))
@click.option("--reason", default="", help=_("Why it was less."))
@click.option("--on", type=DAY, help=_("On which day; today if left out."))
@as_json
@acting
def note(
    by: User, at: datetime, client: str, name: str, minutes: int | None, not_done: bool, wish: str, reason: str,
    on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Note it."""
    row = verbs.note(
        client=client_called(by, client), standard=_called(name), minutes=minutes, done=not not_done, wish=wish,
        reason=reason, on=on, by=by, at=at,
    )  # fmt: skip
    if as_json:
        from mainstay.trust.api.service import shown

        echo_json(shown(row))
    else:
        click.echo(f"{row.standard.name}: {row.get_went_display()}  {row.pk}")


@service.command("approve", help=_("Approve an exception that somebody else noted; for heads."))
@click.argument("occasion")
@click.option("--reason", default="", help=_("Alone in the house: why it still holds, a day later."))
@acting
def approve(by: User, at: datetime, occasion: str, reason: str) -> None:
    """Approve it."""
    found = one_of(Occasion.objects.visible_to(by).counted(), occasion)
    row = verbs.approve(occasion=found, by=by, at=at, reason=reason)
    click.echo(f"{row.standard.name}: {row.reason}")


@service.command("annul", help=_("Mark an occasion as entered in error."))
@click.argument("occasion")
@acting
def annul(by: User, at: datetime, occasion: str) -> None:
    """Mark it."""
    rows = Occasion.objects.visible_to(by).counted().select_related("client", "standard")
    row = verbs.annul(occasion=one_of(rows, occasion), by=by, at=at)
    click.echo(_("“%(what)s” counts no more.") % {"what": row.standard.name})
