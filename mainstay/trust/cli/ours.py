"""Our own view in the terminal: ``mainstay trust for-us`` and, for heads, ``mainstay trust team``."""

from __future__ import annotations

from datetime import date, datetime

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.queries import client_called
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.times import local_day
from mainstay.trust.actions import ours as verbs
from mainstay.trust.cli.found import one_of
from mainstay.trust.cli.record import trust
from mainstay.trust.queries import ours as queries
from mainstay.trust.rules import ours as rules

MOST = 500


@trust.command("for-us", help=_("Say how it is to work for a client this month; without one: that is all."))
@click.argument("client", required=False)
@click.argument("word", required=False, type=click.Choice(rules.WORDS))
@click.option("--words", default="", help=_("What makes it so."))
@click.option("--abuse", default="", help=_("What happened that must not; your head has to act on it."))
@click.option("--named", is_flag=True, help=_("Your head may see your name."))
@acting
def for_us(by: User, at: datetime, client: str | None, word: str | None, words: str, abuse: str, named: bool) -> None:
    """Say it, or close the month."""
    if client is None:
        verbs.answered(by=by, at=at)
        click.echo(_("You are asked again next month."))
        return
    found = client_called(by, client)
    verbs.say(client=found, word=word or "", words=words, abuse=abuse, named=named, by=by, at=at)
    click.echo(_("Kept. You may change it until the month ends."))


@trust.command("team", help=_("What the team says of working for the clients you head, in a month."))
@click.option("--month", type=DAY, help=_("Any day of the month; this one if left out."))
@as_json
@acting
def team(by: User, at: datetime, month: date | None, as_json: bool) -> None:
    """Show it."""
    if refused := verbs.heads_nobody(by):
        raise refused
    first = rules.month_of(month or local_day(at, by.zone))
    rows = queries.page(by, first, size=MOST).rows
    if as_json:
        from mainstay.trust.api.ours import shown

        echo_json([shown(row) for row in rows])
        return
    click.echo(" ".join([f"{queries.month_words(first)}.", *queries.count_words(queries.counted(by, first))]))
    for row in rows:
        told = queries.seen(row)
        parts = (told.client, told.word, told.who, told.words, told.abuse, told.done, str(row.pk) if told.abuse else "")
        click.echo(" · ".join(part for part in parts if part))


@trust.command("act", help=_("Write down what is done to protect one of us; for heads."))
@click.argument("view")
@click.argument("text")
@acting
def act(by: User, at: datetime, view: str, text: str) -> None:
    """Note it."""
    row = verbs.act(view=one_of(queries.abuse_of(by), view), text=text, by=by, at=at)
    click.echo(f"{row.client.name}: {row.done}")
