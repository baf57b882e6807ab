"""The word in the terminal: ``mainstay trust word CLIENT``, and what is said beside it."""

from __future__ import annotations

from datetime import date, datetime

import click
from django.utils.translation import gettext as _

from mainstay.clients.cli.told import DAY, as_json
from mainstay.clients.models import Client, Contact
from mainstay.clients.queries.find import client_called, contact_called
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.promises.cli.reading import find_promise
from mainstay.trust.actions import word as verbs
from mainstay.trust.cli.record import trust
from mainstay.trust.queries.record.words import day
from mainstay.trust.queries.word.chronicle import entries
from mainstay.trust.queries.word.proposals import proposal_of
from mainstay.trust.queries.word.said import proposed, said


def show(client: Client, *, json: bool = False) -> None:
    """Print what holds."""
    if json:
        from mainstay.trust.api.word import shown

        echo_json(shown(client))
        return
    told, proposal = said(client), proposal_of(client)
    click.echo(f"{client.name}: {told.word}")
    for line in (told.headline, *told.reasons):
        click.echo(f"  {line}")
    for one in told.grounds:
        click.echo(f"  – {one.words} ({', '.join(part for part in (day(one.on), one.contact) if part)})")
    if told.not_asked:
        click.echo("  " + _("We have not asked them."))
    if proposal is not None:
        click.echo("! " + proposed(proposal))


def _there(by: User, client: Client, name: str) -> Contact | None:
    return contact_called(by, name, client=client) if name else None


@trust.command("word", help=_("What a client believes of us; with a WORD and its reason: say it."))
@click.argument("client")
@click.argument("word", required=False)
@click.option("--reason", default="", help=_("Why."))
@click.option("--client-said", default="", help=_("What they said themselves."))
@click.option("--said-by", default="", help=_("Who there said it."))
@click.option("--missing", default="", help=_("What would let them decide."))
@click.option("--decide-by", type=DAY, help=_("By which day they can decide."))
@click.option("--promise", "promises", multiple=True, help=_("A promise it rests on; may be given several times."))
@as_json
@acting
def word(
    by: User, at: datetime, client: str, word: str | None, reason: str, client_said: str, said_by: str, missing: str,
    decide_by: date | None, promises: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Show it, or say it."""
    found = client_called(by, client)
    if word is not None:
        verbs.say(
            client=found, word=word, reason=reason, client_said=client_said, said_by=_there(by, found, said_by),
            missing=missing, decide_by=decide_by, rests_on=[find_promise(by, one) for one in promises], by=by, at=at,
        )  # fmt: skip
    show(found, json=as_json)


@trust.command(help=_("Note what a client was given to decide by."))
@click.argument("client")
@click.argument("what")
@acting
def given(by: User, at: datetime, client: str, what: str) -> None:
    """Note it."""
    found = client_called(by, client)
    verbs.give(client=found, text=what, by=by, at=at)
    show(found)


@trust.command(help=_("Note something that shows whether they believe that we deliver."))
@click.argument("client")
@click.argument("what")
@click.option("--of", "whom", default="", help=_("Of whom there."))
@acting
def noticed(by: User, at: datetime, client: str, what: str, whom: str) -> None:
    """Note it."""
    found = client_called(by, client)
    verbs.notice(client=found, text=what, contact=_there(by, found, whom), by=by, at=at)
    show(found)


@trust.command("not-asked", help=_("Note that we have not asked a client what they think."))
@click.argument("client")
@acting
def not_asked(by: User, at: datetime, client: str) -> None:
    """Note it."""
    found = client_called(by, client)
    verbs.not_asked(client=found, by=by, at=at)
    show(found)


@trust.command(help=_("Note what they said when we asked."))
@click.argument("client")
@click.argument("answer")
@click.option("--of", "whom", default="", help=_("Who there said it."))
@acting
def asked(by: User, at: datetime, client: str, answer: str, whom: str) -> None:
    """Note it."""
    found = client_called(by, client)
    verbs.ask(client=found, answer=answer, contact=_there(by, found, whom), by=by, at=at)
    show(found)


@trust.command(help=_("Accept what the record proposes."))
@click.argument("client")
@click.option("--reason", default="", help=_("Why."))
@acting
def accept(by: User, at: datetime, client: str, reason: str) -> None:
    """Accept it."""
    found = client_called(by, client)
    verbs.accept(client=found, reason=reason, by=by, at=at)
    show(found)


@trust.command(help=_("Leave trust as it is, against the record."))
@click.argument("client")
@click.option("--reason", required=True, help=_("Why."))
@acting
def keep(by: User, at: datetime, client: str, reason: str) -> None:
    """Keep it."""
    found = client_called(by, client)
    verbs.keep(client=found, reason=reason, by=by, at=at)
    show(found)


@trust.command(help=_("How trust was earned, maintained, put in danger, preserved; newest first."))
@click.argument("client")
@click.option("--most", type=click.IntRange(1, 1000), default=100, show_default=True, help=_("How many at most."))
@acting
def chronicle(by: User, at: datetime, client: str, most: int) -> None:
    """Tell it."""
    for line in entries(client_called(by, client), at, size=most)[0]:
        click.echo(f"{line.on}  {line.text}")
