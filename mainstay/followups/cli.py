"""Follow-ups in the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.queries import client_called, contact_called
from mainstay.engagements.models import Engagement
from mainstay.followups import actions
from mainstay.followups.models import FollowUp
from mainstay.followups.queries import listing
from mainstay.followups.queries.words import heading, questions_of, state_words
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.kit.times import local_day
from mainstay.promises.models import Kind
from mainstay.promises.queries import kinds as kinds_known

MOST = 200


@click.group(help=_("Asking later how it went."))
def followups() -> None:
    """Asking later how it went."""


def _find(by: User, told: str) -> FollowUp:
    from mainstay.followups.api import find

    try:
        return find(by, UUID(told))
    except ValueError:
        raise NotFound(
            _("There is no follow-up “%(told)s”. Name it by its id; “list” shows it.") % {"told": told}
        ) from None


def _kind(name: str) -> Kind:
    found = kinds_known.called(name)
    if found is None:
        raise NotFound(_("There is no kind of thing called “%(name)s”.") % {"name": name})
    return found


def _answer(one: FollowUp, by: User, at: datetime, as_json: bool) -> None:
    if as_json:
        from mainstay.followups.api import shown

        echo_json(shown(one))
    else:
        click.echo(f"{heading(one)} {state_words(one, local_day(at, by.zone))}")


@followups.command("list", help=_("What is to be asked, the earliest first; or what was answered."))
@click.option("--client", help=_("Of one client, by name."))
@click.option("--state", type=click.Choice(listing.STATES), default=listing.OPEN, show_default=True)
@as_json
@acting
def list_(by: User, at: datetime, client: str | None, state: str, as_json: bool) -> None:
    """List follow-ups."""
    today = local_day(at, by.zone)
    rows = listing.in_state(FollowUp.objects.visible_to(by), state, today)
    if client:
        rows = rows.filter(client=client_called(by, client))
    found = list(rows.select_related("client", "promise", "engagement").order_by("due_on", "id")[: MOST + 1])
    if as_json:
        from mainstay.followups.api import shown

        echo_json([shown(one) for one in found[:MOST]])
        return
    for one in found[:MOST]:
        click.echo("  ".join((str(one.pk), one.due_on.isoformat(), one.client.name, heading(one))))
    if len(found) > MOST:
        click.echo(_("There are more; name a client."))
    if not found:
        click.echo(_("No follow-up stands here."))


@followups.command(help=_("One follow-up: its questions, or what they said."))
@click.argument("followup")
@as_json
@acting
def show(by: User, at: datetime, followup: str, as_json: bool) -> None:
    """Show one."""
    one = _find(by, followup)
    if as_json:
        from mainstay.followups.api import shown

        echo_json(shown(one))
        return
    click.echo(f"{one.client.name}: {heading(one)} {state_words(one, local_day(at, by.zone))}")
    if one.state == FollowUp.State.OPEN:
        for number, question in enumerate(questions_of(one), 1):
            click.echo(f"  {number}  {question}")
    for told in one.answers:
        click.echo(f"  {told['question']}  {told['answer']}")
    if one.defect:
        click.echo(_("Wrong: %(what)s") % {"what": one.defect})


@followups.command(help=_("Write down what they say, answer by answer in the order of the questions."))
@click.argument("followup")
@click.argument("answers", nargs=-1)
@click.option("--asked", help=_("Who told it, by name."))
@click.option("--known-from", default="", help=_("How we know."))
@click.option("--outcome", type=click.Choice(Engagement.OutcomeSaid.values), help=_("What they say of the outcome."))
@click.option("--defect", default="", help=_("What was wrong."))
@click.option("--repair-on", type=DAY, help=_("Promise the repair for this day."))
@as_json
@acting
def answer(
    by: User, at: datetime, followup: str, answers: tuple[str, ...], asked: str | None, outcome: str | None,
    as_json: bool, **told: Any,
) -> None:  # fmt: skip
    """Answer one."""
    one = _find(by, followup)
    person = contact_called(by, asked, client=one.client) if asked else None
    kept = actions.answer(followup=one, answers=answers, asked=person, outcome=outcome or "", by=by, at=at, **told)
    _answer(kept, by, at, as_json)


@followups.command("put-off", help=_("Ask on a later day."))
@click.argument("followup")
@click.argument("to", type=DAY)
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def put_off(by: User, at: datetime, followup: str, to: date, why: str, as_json: bool) -> None:
    """Put one off."""
    _answer(actions.put_off(followup=_find(by, followup), to=to, why=why, by=by, at=at), by, at, as_json)


@followups.command(help=_("Give it up, and say why."))
@click.argument("followup")
@click.option("--why", default="", help=_("Why."))
@as_json
@acting
def drop(by: User, at: datetime, followup: str, why: str, as_json: bool) -> None:
    """Give one up."""
    _answer(actions.drop(followup=_find(by, followup), why=why, by=by, at=at), by, at, as_json)


@followups.command(help=_("Promise to put right what was wrong."))
@click.argument("followup")
@click.option("--by-when", "due_on", type=DAY, required=True, help=_("The day."))
@click.option("--text", default="", help=_("What is put right; what was wrong where it is left out."))
@as_json
@acting
def repair(by: User, at: datetime, followup: str, due_on: date, text: str, as_json: bool) -> None:
    """Promise the repair."""
    one = _find(by, followup)
    made = actions.promise_repair(followup=one, due_on=due_on, text=text, by=by, at=at)
    if as_json:
        from mainstay.followups.api import shown

        echo_json(shown(_find(by, followup)))
    else:
        click.echo(_("Promised: %(what)s.") % {"what": made.text})


@followups.command("take-back", help=_("Undo your own last act on it."))
@click.argument("followup")
@as_json
@acting
def take_back(by: User, at: datetime, followup: str, as_json: bool) -> None:
    """Take back."""
    _answer(actions.take_back(followup=_find(by, followup), by=by, at=at), by, at, as_json)


# --- kinds ---------------------------------


def _print_kinds(rows: list[listing.KindRow], as_json: bool) -> None:
    if as_json:
        from mainstay.followups.api import shown_kinds

        echo_json(shown_kinds(rows))
        return
    for row in rows:
        lengths = ", ".join(delay.length for delay in row.delays)
        click.echo(f"{row.kind.name}: {lengths or _('not asked about')}")


@followups.command(help=_("When each kind of thing is asked about."))
@as_json
@acting
def kinds(by: User, at: datetime, as_json: bool) -> None:
    """List kinds."""
    _print_kinds(listing.kind_rows(list(Kind.objects.all()[:MOST])), as_json)


@followups.command("ask-after", help=_("Say after how long a kind of thing is asked about."))
@click.argument("kind")
@click.option("--months", type=int, default=0)
@click.option("--days", type=int, default=0)
@click.option("--question", "questions", multiple=True, help=_("A question; without any the three that are built in."))
@as_json
@acting
def ask_after(
    by: User, at: datetime, kind: str, months: int, days: int, questions: tuple[str, ...], as_json: bool
) -> None:
    """Set a delay."""
    found = _kind(kind)
    actions.set_delay(kind=found, months=months, days=days, questions=questions, by=by, at=at)
    _print_kinds(listing.kind_rows([found]), as_json)


@followups.command("stop-asking", help=_("No longer ask after this delay."))
@click.argument("kind")
@click.option("--months", type=int, default=0)
@click.option("--days", type=int, default=0)
@as_json
@acting
def stop_asking(by: User, at: datetime, kind: str, months: int, days: int, as_json: bool) -> None:
    """Stop a delay."""
    found = _kind(kind)
    actions.stop_delay(kind=found, months=months, days=days, by=by, at=at)
    _print_kinds(listing.kind_rows([found]), as_json)
