"""What stands before and between promises, in the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, Contact
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.queries import person_called
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.cli.reading import echo_warnings, find_client, find_promise, say
from mainstay.promises.cli.verbs import DAY
from mainstay.promises.models import Promise
from mainstay.promises.queries import agreed, clashes, foresaying, foresight, kinds
from mainstay.promises.queries import between as read
from mainstay.promises.queries.needs import needs_of
from mainstay.promises.queries.words import Reader

_json = click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))


def _print(promise: Promise, by: User, as_json: bool) -> None:
    if as_json:
        from mainstay.promises.api.shapes import whole

        echo_json(whole(promise, by))
    else:
        say(promise)


@click.command(help=_("What is known before promising: load and absences, own record, their pace, contradictions."))
@click.argument("text", default="")
@click.option("--client", "client_name", required=True, help=_("The client, by name."))
@click.option("--due", "due_on", type=DAY, required=True, help=_("The day, in the client’s zone."))
@click.option("--side", type=click.Choice(["ours", "theirs"]), default="ours", show_default=True)
@click.option("--owner", help=_("Who of us would keep it; you, if left out."))
@click.option("--contact", help=_("Who on their side owes it."))
@click.option("--kind", default="", help=_("What kind of thing it is, for example a brochure."))
@click.option("--reference", default="")
@_json
@acting
def foresee(by: User, at: datetime, client_name: str, due_on: date, as_json: bool, **told: Any) -> None:
    """Look ahead; nothing is kept."""
    client = find_client(by, client_name)
    asked = foresight.Asked(
        client,
        due_on,
        told["side"],
        person_called(told["owner"]) if told["owner"] else by,
        contact_called(client, told["contact"]),
        told["text"],
        kinds.called(told["kind"]),
        told["reference"],
    )
    reader = Reader.of(by, at)
    seen = foresight.foresee(asked, at)
    if as_json:
        from mainstay.promises.api.before import foreseen as foreseen_shown

        echo_json(foreseen_shown(seen, reader))
        return
    for fact in foresaying.facts(seen):
        click.echo(f"{fact.label}: {fact.value}")
    echo_warnings(seen, reader)
    if not foresaying.warnings(seen, reader):
        click.echo(_("Nothing stands against that day."))


def contact_called(client: Client, name: str | None) -> Contact | None:
    """Somebody of the client by name; None for no name. Raises NotFound."""
    if not name:
        return None
    found = Contact.objects.filter(affiliations__client=client, name__iexact=name).first()
    if found is None:
        raise NotFound(_("Nobody of that name belongs to this client."))
    return found


@click.command(help=_("What it needs, its two clocks, its new day, what both sides find of its day."))
@click.argument("promise")
@_json
@acting
def between(by: User, at: datetime, promise: str, as_json: bool) -> None:
    """Show what stands between a promise and others."""
    found, reader = find_promise(by, promise), Reader.of(by, at)
    if as_json:
        from mainstay.promises.api.before import between as between_shown

        echo_json(between_shown(found, reader))
        return
    told = read.between(found, reader, list(found.renegotiations.all()))
    for need in told.needs:
        click.echo(f"{need.on.text}: {read.need_said(need, reader)[0]}  {need.on_id}")
    if told.new_day is not None:
        click.echo(told.new_day.says)
        click.echo(told.new_day.sum)
    for label, value in told.clocks:
        click.echo(f"{label}: {value}")
    if told.hours_left:
        click.echo(f"{_('Working time left')}: {told.hours_left}")
    for sentence in told.agreed:
        click.echo(sentence)
    for clash in told.clashes:
        other = clash.other if clash.one_id == found.pk else clash.one
        click.echo(f"! {other.due_on}  {other.text}  ({other.owner_words})  {clash.pk}")


@click.command(help=_("Say what a promise needs first, and how many working days it takes from then on."))
@click.argument("promise")
@click.option("--on", "on", required=True, help=_("The promise it needs, by id or reference."))
@click.option("--work-days", type=int, required=True, help=_("Working days from the day it comes."))
@_json
@acting
def needs(by: User, at: datetime, promise: str, on: str, work_days: int, as_json: bool) -> None:
    """Note a need."""
    kept = actions.needs_input(
        promise=find_promise(by, promise), on=find_promise(by, on), work_days=work_days, by=by, at=at
    )
    _print(kept, by, as_json)


@click.command("drop-need", help=_("Say that a promise no longer needs another one."))
@click.argument("promise")
@click.option("--on", "on", required=True, help=_("The promise it needs, by id or reference."))
@_json
@acting
def drop_need(by: User, at: datetime, promise: str, on: str, as_json: bool) -> None:
    """Drop a need."""
    found, other = find_promise(by, promise), find_promise(by, on)
    need = next((one for one in needs_of(found) if one.on_id == other.pk), None)
    if need is None:
        raise NotFound(_("It does not need that one."))
    _print(actions.drop_need(need_of=need, by=by, at=at), by, as_json)


@click.command(help=_("Propose to the client the day that was worked out because their input came late."))
@click.argument("promise")
@click.option("--answer", type=click.Choice(["agreed", "not_yet", "declined"]), default="not_yet", show_default=True)
@_json
@acting
def propose(by: User, at: datetime, promise: str, answer: str, as_json: bool) -> None:
    """Propose the new day."""
    _print(actions.propose_new_day(promise=find_promise(by, promise), by=by, at=at, answer=answer), by, as_json)


@click.command("find-day", help=_("Write down what one side finds of the day: manageable, or too tight."))
@click.argument("promise")
@click.option("--side", type=click.Choice(["ours", "theirs"]), required=True, help=_("Who says so."))
@click.option("--word", type=click.Choice(["manageable", "too_tight"]), required=True)
@click.option("--other-day", "other_on", type=DAY, help=_("The day they could manage."))
@click.option("--contact", help=_("Who there said so."))
@click.option("--note", default="")
@_json
@acting
def find_day(by: User, at: datetime, promise: str, as_json: bool, **told: Any) -> None:
    """Note a finding."""
    found = find_promise(by, promise)
    told["contact"] = contact_called(found.client, told["contact"])
    _print(actions.find_day(promise=found, by=by, at=at, **told), by, as_json)


@click.command("accept-day", help=_("Accept the day that the other side could manage."))
@click.argument("promise")
@click.option("--contact", help=_("Who there accepted, where it is our day."))
@_json
@acting
def accept_day(by: User, at: datetime, promise: str, contact: str | None, as_json: bool) -> None:
    """Accept the other day."""
    found = find_promise(by, promise)
    standing = agreed.standing(found)
    finding = next((one for one in (standing.theirs, standing.ours) if one and one.other_on), None)
    if finding is None:
        raise NotFound(_("Nobody asks for another day here."))
    kept = actions.accept_other_day(finding=finding, by=by, at=at, contact=contact_called(found.client, contact))
    _print(kept, by, as_json)


@click.command("both-stand", help=_("Say why two promises do not contradict each other."))
@click.argument("clash", type=click.UUID)
@click.option("--why", required=True)
@acting
def both_stand(by: User, at: datetime, clash: Any, why: str) -> None:
    """Settle a contradiction."""
    found = clashes.clash_seen(clash, by)
    if found is None:
        raise NotFound
    actions.settle_clash(clash=found, why=why, by=by, at=at)
    click.echo(_("Both promises stand."))


@click.command(help=_("Say what kind of thing is promised."))
@click.argument("promise")
@click.argument("name")
@_json
@acting
def kind(by: User, at: datetime, promise: str, name: str, as_json: bool) -> None:
    """Name the kind."""
    _print(actions.be_of_kind(promise=find_promise(by, promise), kind=name, by=by, at=at), by, as_json)


COMMANDS = (foresee, between, needs, drop_need, propose, find_day, accept_day, both_stand, kind)
