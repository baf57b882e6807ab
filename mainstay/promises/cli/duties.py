"""A contract's duties in the terminal."""

from __future__ import annotations

from datetime import datetime

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.engagements.cli import find_engagement
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.actions.duties import Duty
from mainstay.promises.cli.reading import say
from mainstay.promises.queries.duties import last_entered
from mainstay.promises.rules import duties as rules


@click.command(help=_("Write down a contract’s duties as promises: each “2026-03-31 Report on sales”."))
@click.argument("client")
@click.argument("engagement")
@click.argument("duty", nargs=-1, required=True)
@click.option("--side", type=click.Choice(("ours", "theirs")), default="ours", show_default=True)
@click.option(
    "--every", type=click.Choice([word for word in rules.EVERY if word]), help=_("How often each comes again.")
)
@click.option("--times", type=click.IntRange(1, rules.MOST), default=1, help=_("How often in all."))
@click.option("--kind", default="", help=_("What kind of thing all of them are."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def duties(
    by: User, at: datetime, client: str, engagement: str, duty: tuple[str, ...], side: str, every: str | None,
    times: int, kind: str, as_json: bool,
) -> None:  # fmt: skip
    """Enter duties."""
    found = find_engagement(by, client, engagement)
    told = [Duty(row.text, row.due_on, every or "", times, kind) for row in rules.typed("\n".join(duty))]
    made = actions.enter_duties(engagement=found, duties=told, side=side, by=by, at=at)
    if as_json:
        from mainstay.promises.api.shapes import whole

        echo_json([whole(promise, by) for promise in made])
        return
    for promise in made:
        say(promise)
    click.echo(
        ngettext("%(n)d promise stands here now.", "%(n)d promises stand here now.", len(made)) % {"n": len(made)}
    )


@click.command("take-duties-back", help=_("Take back the duties that you entered last, within a day."))
@click.argument("client")
@click.argument("engagement")
@acting
def take_duties_back(by: User, at: datetime, client: str, engagement: str) -> None:
    """Undo one stroke."""
    found = find_engagement(by, client, engagement)
    n = actions.take_duties_back(engagement=found, entered_at=last_entered(found, by) or at, by=by, at=at)
    click.echo(ngettext("%(n)d promise was taken back.", "%(n)d promises were taken back.", n) % {"n": n})
