"""Advice in the terminal: ``mainstay trust advice CLIENT`` and its verbs."""

from __future__ import annotations

from datetime import date, datetime

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.queries import client_called
from mainstay.clients.queries.find import contact_called
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.trust.actions import advised as verbs
from mainstay.trust.cli.found import one_of
from mainstay.trust.cli.record import trust
from mainstay.trust.models.advised import Advice
from mainstay.trust.queries import advised as queries
from mainstay.trust.rules.advised import ANSWERS

MOST = 200


def _one(by: User, told: str) -> Advice:
    return one_of(Advice.objects.visible_to(by).counted().select_related("client", "contact", "by"), told)


@trust.command("advice", help=_("What we advised a client; with --text: write down a piece of advice."))
@click.argument("client")
@click.option("--text", default="", help=_("What we advised."))
@click.option("--to", "whom", default="", help=_("Whom there."))
@click.option("--on", type=DAY, help=_("On which day; today if left out."))
@as_json
@acting
def advice(by: User, at: datetime, client: str, text: str, whom: str, on: date | None, as_json: bool) -> None:
    """Show it, or write one down."""
    found = client_called(by, client)
    if text:
        contact = contact_called(by, whom, client=found) if whom else None
        verbs.advise(client=found, text=text, contact=contact, on=on, by=by, at=at)
    rows, told = queries.page(found, size=MOST).rows, queries.listened(found)
    if as_json:
        from mainstay.trust.api.advised import shown

        echo_json(told._asdict() | {"client": found.name, "items": [shown(row) for row in rows]})
        return
    click.echo(queries.in_words(told) or _("We have not advised them of anything yet."))
    for row in rows:
        said = queries.one(row)
        click.echo(" · ".join(part for part in (said.when, said.text, said.answer, said.came_of, str(row.pk)) if part))


@trust.command("advice-answered", help=_("Write down what they did with a piece of advice."))
@click.argument("advice")
@click.argument("answer", type=click.Choice(ANSWERS))
@click.option("--said", default="", help=_("What they said."))
@click.option("--on", type=DAY, help=_("On which day; today if left out."))
@acting
def advice_answered(by: User, at: datetime, advice: str, answer: str, said: str, on: date | None) -> None:
    """Note it."""
    row = verbs.answer(advice=_one(by, advice), answer=answer, said=said, on=on, by=by, at=at)
    click.echo(queries.in_words(queries.listened(row.client)))


@trust.command("advice-came-to", help=_("Write down what came of a piece of advice."))
@click.argument("advice")
@click.argument("text")
@acting
def advice_came_to(by: User, at: datetime, advice: str, text: str) -> None:
    """Note it."""
    row = verbs.came_of(advice=_one(by, advice), text=text, by=by, at=at)
    click.echo(f"{row.text}: {row.came_of}")


@trust.command("advice-in-error", help=_("Mark a piece of advice as entered in error."))
@click.argument("advice")
@acting
def advice_in_error(by: User, at: datetime, advice: str) -> None:
    """Mark it."""
    row = verbs.annul(advice=_one(by, advice), by=by, at=at)
    click.echo(_("“%(what)s” counts no more.") % {"what": row.text})
