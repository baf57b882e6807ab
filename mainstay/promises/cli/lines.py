"""One line in the terminal: shown as it was understood, asked back where it is not clear, then kept."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import click
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.promises import actions
from mainstay.promises.cli.reading import echo_warnings, find_client, say
from mainstay.promises.cli.verbs import AMOUNT
from mainstay.promises.models import Promise
from mainstay.promises.queries import asking, capture
from mainstay.promises.queries.words import Reader
from mainstay.promises.rules.capture import NEW


@click.command(help=_("Promise something in one line: what, to whom, by when. In English, German, Malay or Russian."))
@click.argument("line")
@click.option("--client", "client_name", help=_("Whom it concerns where the line names nobody."))
@click.option("--price", type=AMOUNT, help=_("The agreed price."))
@click.option("--yes", is_flag=True, help=_("Keep it without asking, if it is wholly understood."))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=_(
        "Print as JSON and ask nothing: what is wholly understood is kept, else nothing is, and the questions told."
    ),
)
@click.pass_context
@acting
def promise(
    ctx: click.Context,
    by: User,
    at: datetime,
    line: str,
    client_name: str | None,
    price: Decimal | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Understand, show, ask, keep."""
    here = find_client(by, client_name) if client_name else None
    reader = Reader.of(by, at)
    read = capture.understood(line, user=by, at=at, here=here)
    if not as_json and not yes:
        _keep_if_wanted(ctx, read, reader, by, here, price)
        return
    if not read.understood.whole:
        if as_json:
            from mainstay.promises.api.lines import shown

            echo_json(shown(read, reader))
        else:
            _print(read, reader)
        click.echo(asking.questions(read, reader)[0].sentence, err=True)
        ctx.exit(1)
    if not as_json:
        echo_warnings(read.foreseen(at), reader, err=True)
    made = _keep(read, by, at, price)
    if as_json:
        from mainstay.promises.api.shapes import whole

        echo_json(whole(made, by))
    else:
        _print(read, reader)
        say(made)


def _keep(read: capture.Line, by: User, at: datetime, price: Decimal | None) -> Promise:
    return actions.make(by=by, at=at, **read.word, budget=price)


def _keep_if_wanted(
    ctx: click.Context, read: capture.Line, reader: Reader, by: User, here: Client | None, price: Decimal | None
) -> None:
    try:
        while not read.understood.whole:
            _print(read, reader, asked=False)
            read = _asked_back(read, reader, by, here)
        _print(read, reader)
        echo_warnings(read.foreseen(reader.at), reader)
        wanted = click.confirm(_("Keep it?"), default=True)
    except click.Abort:
        wanted = False
        click.echo()
    if not wanted:
        click.echo(_("Nothing was kept."))
        ctx.exit(1)
    say(_keep(read, by, reader.at, price))


def _asked_back(read: capture.Line, reader: Reader, by: User, here: Client | None) -> capture.Line:
    """Ask the first question: the number of a choice, or the line anew."""
    question = asking.questions(read, reader)[0]
    choices = [choice for choice in question.choices if choice.value != NEW]
    told = read.understood
    click.echo(question.sentence)
    for number, choice in enumerate(choices, 1):
        click.echo(f"  {number}  {choice.label}" + (f" ({choice.hint})" if choice.hint else ""))
    words = _("A number, or the line anew") if choices else _("The line anew")
    answer = click.prompt(words, prompt_suffix=": ").strip()
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(choices):
        answers = {**told.answers, question.about: choices[int(answer) - 1].value}
        return capture.understood(told.line, user=by, at=reader.at, here=here, answers=answers)
    return capture.understood(answer, user=by, at=reader.at, here=here)


def _print(read: capture.Line, reader: Reader, *, asked: bool = True) -> None:
    """Every part with the words it was read from; with ``asked`` the questions too."""
    for row in asking.rows(read, reader):
        if row.asked is not None:
            if asked:
                click.echo(f"{row.label}: {row.asked.sentence}")
            continue
        value = ", ".join(filter(None, (row.value, row.more)))
        click.echo(f"{row.label}: {value}" + (f" (“{row.words}”)" if row.words else ""))
