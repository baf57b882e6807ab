"""Who is signed in where, and how somebody is let in again, in the terminal."""

from __future__ import annotations

from datetime import datetime

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house import actions, clock, queries
from mainstay.house.cli.acting import acting, echo_json
from mainstay.house.cli.people import person
from mainstay.house.models import User
from mainstay.house.views.recovery import link_of


@person.command("signed-in", help=_("Where somebody is signed in."))
@click.argument("who")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def signed_in(by: User, at: datetime, who: str, as_json: bool) -> None:
    """Where somebody is signed in; one's own, or anybody's as administrator."""
    found, real = queries.person_called(who), clock.real_now()
    rows = queries.open_sign_ins(found, real, by=by)
    if as_json:
        echo_json([queries.sign_in_told(row) for row in rows])
        return
    if not rows:
        click.echo(_("Nowhere."))
    for row in queries.shown(rows, by, real, None):
        click.echo(" · ".join(filter(None, [row.browser, row.address, row.how, row.began, row.seen])))


@person.command("sign-out", help=_("Sign somebody out everywhere."))
@click.argument("who")
@acting
def sign_out(by: User, at: datetime, who: str) -> None:
    """Sign somebody out everywhere."""
    ended = actions.end_sign_ins(person=queries.person_called(who), by=by, at=at)
    click.echo(ngettext("Signed out in %(n)d browser.", "Signed out in %(n)d browsers.", ended) % {"n": ended})


@person.command("recover", help=_("Make a link with which somebody chooses a new password: once, for a day."))
@click.argument("who")
@click.option("--second-step", "second_step_too", is_flag=True, help=_("Their app, passkeys and codes are forgotten."))
@acting
def recover(by: User, at: datetime, who: str, second_step_too: bool) -> None:
    """Make a link."""
    found = queries.person_called(who)
    _made, word = actions.make_recovery(person=found, by=by, at=at, second_step_too=second_step_too)
    click.echo(link_of(word))
    click.echo(_("Hand it to %(name)s by a way you trust. It is not shown again.") % {"name": found.name}, err=True)
