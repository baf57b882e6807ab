"""Engagements in the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json, only_told, options
from mainstay.clients.queries import client_called, contact_called
from mainstay.clients.rules import folded
from mainstay.engagements import actions, queries
from mainstay.engagements.models import Engagement
from mainstay.engagements.queries import listing, page
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.kit.times import local_day

STATE = click.Choice(Engagement.State.values)


@click.group(help=_("Why we work for a client."))
def engagements() -> None:
    """Why we work for a client."""


def find_engagement(by: User, client: str, told: str) -> Engagement:
    """One of this client's, by name or id; a running one goes before one that has ended. Raises NotFound."""
    rows = client_called(by, client).engagements.select_related("client", "outcome_said_by", "follow_of")
    every = list(rows.order_by("id"))
    same = [one for one in every if folded(one.name) == folded(told) or str(one.pk) == told.lower()]
    running = [one for one in same if one.state != Engagement.State.ENDED]
    if not same:
        raise NotFound(_("There is no engagement called “%(name)s” with this client.") % {"name": told})
    return (running or same)[0]


def _answer(one: Engagement, said: str, at: datetime, as_json: bool) -> None:
    if as_json:
        from mainstay.engagements.api import shown

        echo_json(shown(one, at))
    else:
        click.echo(said)


def _stands(one: Engagement, at: datetime) -> str:
    there = queries.deliverables([one.pk], at)[one.pk]
    return queries.standing(one, there, local_day(at, one.client.zone)).text


@engagements.command("list", help=_("A client’s engagements, or all you may see."))
@click.argument("client", required=False)
@click.option("--state", type=STATE, help=_("Where it stands."))
@click.option(
    "--outcome", type=click.Choice(("open", *Engagement.OutcomeSaid.values)), help=_("What they say of the outcome.")
)
@as_json
@acting
def list_(by: User, at: datetime, client: str | None, state: str | None, outcome: str | None, as_json: bool) -> None:
    """List engagements."""
    from mainstay.engagements.api import shown_many

    rows = Engagement.objects.visible_to(by).select_related("client").order_by("client__order_name", "name", "id")
    if client:
        rows = rows.filter(client=client_called(by, client))
    if state:
        rows = rows.filter(state=state)
    if outcome:
        rows = rows.unconfirmed() if outcome == "open" else rows.filter(outcome_said=outcome)
    told = shown_many(found := list(rows), at)
    if as_json:
        echo_json(told)
        return
    for one, row in zip(found, told, strict=True):
        parts = [one.client.name, one.name, one.get_state_display(), " ".join(one.outcome.split()), row["standing"]]
        click.echo("  ".join(part for part in parts if part))
    if not found:
        click.echo(_("No engagement stands here."))


@engagements.command(help=_("One engagement: its outcome, what was promised under it, what they say of it."))
@click.argument("client")
@click.argument("engagement")
@as_json
@acting
def show(by: User, at: datetime, client: str, engagement: str, as_json: bool) -> None:
    """Show an engagement."""
    one = find_engagement(by, client, engagement)
    if as_json:
        from mainstay.engagements.api import shown

        echo_json(shown(one, at))
        return
    click.echo(f"{one.client.name}: {one.name}, {one.get_state_display()}")
    for word, value in page.terms(one, local_day(at, by.zone)):
        if value:
            click.echo(f"{word}: {value}")
    click.echo(_stands(one, at))


OF_WORK = options(
    click.option("--outcome", help=_("What it is to do for them, in their words.")),
    click.option("--noticed-by", help=_("How they will notice that it did.")),
    click.option("--by-when", "outcome_by", type=DAY, help=_("The day by which it is to show.")),
    click.option("--follow-of", help=_("The engagement it follows on, by name.")),
    click.option("--begun-on", type=DAY, help=_("When it began.")),
)


def _told(by: User, client: str, told: dict[str, Any]) -> dict[str, Any]:
    given = only_told(told)
    if "follow_of" in given:
        given["follow_of"] = find_engagement(by, client, given["follow_of"])
    return given


@engagements.command(help=_("Write down what we are to do for a client."))
@click.argument("client")
@click.argument("name")
@OF_WORK
@click.option("--state", type=STATE, default="talked", show_default=True, help=_("Where it stands."))
@as_json
@acting
def add(by: User, at: datetime, client: str, name: str, state: str, as_json: bool, **told: Any) -> None:
    """Begin an engagement."""
    found = client_called(by, client)
    begun = actions.begin(client=found, name=name, state=state, by=by, at=at, **_told(by, client, told))
    _answer(begun, _("%(name)s stands here now.") % {"name": begun}, at, as_json)


@engagements.command(help=_("Correct what was written down."))
@click.argument("client")
@click.argument("engagement")
@click.option("--name", help=_("The name."))
@OF_WORK
@as_json
@acting
def change(by: User, at: datetime, client: str, engagement: str, as_json: bool, **told: Any) -> None:
    """Correct an engagement."""
    found = find_engagement(by, client, engagement)
    kept = actions.change(engagement=found, by=by, at=at, **_told(by, client, told))
    _answer(kept, _("Corrected. What stood there before is in the chronicle."), at, as_json)


@engagements.command(help=_("Say where an engagement stands."))
@click.argument("client")
@click.argument("engagement")
@click.argument("state", type=STATE)
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def state(by: User, at: datetime, client: str, engagement: str, state: str, why: str, as_json: bool) -> None:
    """Set the state."""
    kept = actions.set_state(engagement=find_engagement(by, client, engagement), state=state, why=why, by=by, at=at)
    _answer(kept, _("%(name)s: %(state)s.") % {"name": kept, "state": kept.get_state_display()}, at, as_json)


@engagements.command(help=_("End an engagement."))
@click.argument("client")
@click.argument("engagement")
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def end(by: User, at: datetime, client: str, engagement: str, why: str, as_json: bool) -> None:
    """End an engagement."""
    ended = actions.end(engagement=find_engagement(by, client, engagement), why=why, by=by, at=at)
    _answer(ended, _("%(name)s: %(state)s.") % {"name": ended, "state": ended.get_state_display()}, at, as_json)


@engagements.command(help=_("Write down what the client says of the outcome: reached or missed."))
@click.argument("client")
@click.argument("engagement")
@click.argument("said", type=click.Choice(Engagement.OutcomeSaid.values))
@click.option("--known-from", default="", help=_("How we know: who said so, when and how."))
@click.option("--said-by", help=_("Who said so, by name."))
@click.option("--on", "said_on", type=DAY, help=_("On which day; today where it is left out."))
@as_json
@acting
def outcome(
    by: User, at: datetime, client: str, engagement: str, said: str, known_from: str, said_by: str | None,
    said_on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Write down the outcome."""
    found = find_engagement(by, client, engagement)
    person = contact_called(by, said_by, client=found.client) if said_by else None
    kept = actions.answer_outcome(
        engagement=found, said=said, known_from=known_from, said_by=person, said_on=said_on, by=by, at=at
    )
    _answer(kept, f"{kept}: {_stands(kept, at)}", at, as_json)


@engagements.command(help=_("Open the question again whether it did what it was to do."))
@click.argument("client")
@click.argument("engagement")
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def reopen(by: User, at: datetime, client: str, engagement: str, why: str, as_json: bool) -> None:
    """Open the question of the outcome again."""
    kept = actions.reopen_outcome(engagement=find_engagement(by, client, engagement), why=why, by=by, at=at)
    _answer(kept, f"{kept}: {_stands(kept, at)}", at, as_json)


@engagements.command(help=_("Years together and work that follows on, client by client."))
@click.option("--mine", is_flag=True, help=_("Only the clients you serve."))
@as_json
@acting
def together(by: User, at: datetime, mine: bool, as_json: bool) -> None:
    """How long and how far with each client."""
    today = local_day(at, by.zone)
    found: list[dict[str, Any]] = []
    cursor = None
    while cursor != "":
        some, rows = listing.together_page(by, today=today, mine=mine, cursor=cursor or "", size=500)
        found += [row.as_dict() for row in rows]
        cursor = some.next
    if as_json:
        echo_json(found)
        return
    for row in found:
        years = "?" if row["years"] is None else str(row["years"])
        click.echo("  ".join((years, str(row["engagements"]), str(row["follow_on"]), row["name"], row["manager"])))
    if not found:
        click.echo(_("No client stands here."))
