"""How a promise goes and ends, in the terminal: each verb calls the action of its name."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, rules
from mainstay.promises.actions.exchanging import Payment, see_payments
from mainstay.promises.cli.reading import find_promise, say
from mainstay.promises.cli.verbs import AMOUNT, DAY, INSTEAD, find_person
from mainstay.promises.models import Promise
from mainstay.promises.queries import exchange as exchanges
from mainstay.promises.queries import guidance, happened
from mainstay.promises.queries.words import Reader

_json = click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))


def _print(promise: Promise, by: User, *, as_json: bool) -> None:
    if as_json:
        from mainstay.promises.api.shapes import whole

        echo_json(whole(promise, by))
    else:
        say(promise)


def _print_exchange(promise: Promise, by: User, at: datetime, *, as_json: bool) -> None:
    if as_json:
        from mainstay.promises.api.ending import exchange_out

        echo_json(exchange_out(promise, by))
        return
    shown = exchanges.shown(promise, Reader.of(by, at), by)
    click.echo(f"{promise.client.name}: {promise.text}")
    if shown is None:
        click.echo(_("Nothing is written down of what both sides gave for it."))
        return
    click.echo(shown.said.text)
    for word, value in shown.terms:
        click.echo(f"  {word}: {value}")
    if shown.draft:
        click.echo("")
        click.echo(shown.draft)


@click.command(help=_("Say how a promise goes, and how much of its price is used up to now."))
@click.argument("promise")
@click.argument("text", default="")
@click.option("--spent", type=AMOUNT, help=_("Used so far, in all."))
@_json
@acting
def progress(by: User, at: datetime, promise: str, text: str, spent: Decimal | None, as_json: bool) -> None:
    """Say how it goes."""
    found = find_promise(by, promise)
    _print(actions.progress(promise=found, text=text, spent=spent, by=by, at=at), by, as_json=as_json)


@click.command(help=_("Say what missing a date costs that others set; two of us guard it."))
@click.argument("promise")
@click.option("--missing", "cost_of_missing", type=AMOUNT, help=_("What missing it costs; left out, nobody guards it."))
@click.option("--second", help=_("Who guards it beside its owner; default: a deputy."))
@click.option("--currency", default="")
@_json
@acting
def guard(by: User, at: datetime, promise: str, second: str | None, as_json: bool, **told: Any) -> None:
    """Guard it."""
    found, who = find_promise(by, promise), find_person(second) if second else None
    _print(actions.guard(promise=found, second=who, by=by, at=at, **told), by, as_json=as_json)


@click.command(help=_("You have seen the reminder of a guarded date; it returns nearer to it."))
@click.argument("promise")
@acting
def heed(by: User, at: datetime, promise: str) -> None:
    """Heed it."""
    seen = actions.heed(promise=find_promise(by, promise), by=by, at=at)
    click.echo(_("Seen: %(text)s") % {"text": seen.promise.text})


@click.command(help=_("Mark a kept promise of ours as more than kept, this once, with a line that shows it."))
@click.argument("promise")
@click.option("--how", type=click.Choice(rules.WAYS), required=True)
@click.option("--proof", required=True, help=_("One line, best in their words."))
@click.option("--their-words", is_flag=True, help=_("These are the client’s words."))
@_json
@acting
def exceed(by: User, at: datetime, promise: str, as_json: bool, **told: Any) -> None:
    """More than kept."""
    made = actions.exceed(promise=find_promise(by, promise), by=by, at=at, **told)
    _print(made.promise, by, as_json=as_json)


@click.command("answer-instead", help=_("What they said to what was offered in the place of a promise taken back."))
@click.argument("promise")
@click.option("--answer", type=INSTEAD, required=True)
@click.option("--substitute", default="", help=_("Offered now, if it is something else."))
@click.option("--instead-on", type=DAY, help=_("The day for which it is offered."))
@_json
@acting
def answer_instead(by: User, at: datetime, promise: str, as_json: bool, **told: Any) -> None:
    """Their answer."""
    found = find_promise(by, promise)
    _print(actions.answer_instead(promise=found, by=by, at=at, **told), by, as_json=as_json)


@click.group(help=_("What both sides gave: handed over, acknowledged, invoiced, paid."))
def exchange() -> None:
    """The exchange."""


@exchange.command(help=_("What both sides gave for a promise; a polite reminder where payment is late."))
@click.argument("promise")
@_json
@acting
def show(by: User, at: datetime, promise: str, as_json: bool) -> None:
    """Show it."""
    _print_exchange(find_promise(by, promise), by, at, as_json=as_json)


@exchange.command("give-over", help=_("What they were given, and when."))
@click.argument("promise")
@click.argument("what")
@click.option("--on", "given_on", type=DAY, help=_("Default: the day it was delivered."))
@_json
@acting
def give_over(by: User, at: datetime, promise: str, what: str, given_on: date | None, as_json: bool) -> None:
    """Given to them."""
    done = actions.give_over(promise=find_promise(by, promise), what=what, given_on=given_on, by=by, at=at)
    _print_exchange(done.promise, by, at, as_json=as_json)


@exchange.command(help=_("They say that they have it."))
@click.argument("promise")
@click.option("--known-from", required=True, help=_("How we know."))
@click.option("--on", "acknowledged_on", type=DAY, help=_("Default: today there."))
@_json
@acting
def acknowledge(by: User, at: datetime, promise: str, as_json: bool, **told: Any) -> None:
    """Acknowledged."""
    done = actions.acknowledge(promise=find_promise(by, promise), by=by, at=at, **told)
    _print_exchange(done.promise, by, at, as_json=as_json)


@exchange.command(help=_("What they pay for it, and by when; it becomes a promise of theirs."))
@click.argument("promise")
@click.argument("number")
@click.option("--amount", type=AMOUNT, required=True)
@click.option("--pay-by", type=DAY, required=True)
@click.option("--currency", default="")
@_json
@acting
def invoice(by: User, at: datetime, promise: str, as_json: bool, **told: Any) -> None:
    """The invoice."""
    done = actions.invoice(promise=find_promise(by, promise), by=by, at=at, **told)
    _print_exchange(done.promise, by, at, as_json=as_json)


@exchange.command(help=_("Their payment was seen."))
@click.argument("promise")
@click.option("--on", "paid_on", type=DAY, help=_("Default: today there."))
@click.option("--seen", "seen_where", default="", help=_("Where it was seen."))
@_json
@acting
def pay(by: User, at: datetime, promise: str, as_json: bool, **told: Any) -> None:
    """Paid."""
    done = actions.pay(promise=find_promise(by, promise), by=by, at=at, **told)
    _print_exchange(done.promise, by, at, as_json=as_json)


@exchange.command(help=_("Payments from a CSV file with the columns invoice and paid_on; “-” reads what is piped in."))
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@acting
def payments(by: User, at: datetime, file: TextIO) -> None:
    """Payments of a list."""
    seen = see_payments(payments=_read(file), by=by, at=at)
    taken = sum(not one.refused for one in seen)
    for one in seen:
        if one.refused:
            click.echo(f"{one.invoice}: {one.refused}", err=True)
    click.echo(ngettext("%(n)d payment was taken in.", "%(n)d payments were taken in.", taken) % {"n": taken})


def _read(file: TextIO) -> list[Payment]:
    rows = csv.DictReader(file)
    if "invoice" not in (rows.fieldnames or ()):
        raise Refused(_("The file needs a column “invoice”, and “paid_on” with days as 2026-03-31."), rule="R-A-39")
    return [_payment(row, place) for place, row in enumerate(rows, 2)]


def _payment(row: dict[str, str | None], place: int) -> Payment:
    told = (row.get("paid_on") or "").strip()
    try:
        day = date.fromisoformat(told) if told else None
    except ValueError:
        words = _("Line %(n)d: “%(told)s” is no day; write for example 2026-03-31.")
        raise Refused(words % {"n": place, "told": told}, rule="R-A-39") from None
    return Payment(row.get("invoice") or "", day, (row.get("seen_where") or "").strip())


@click.command("as-it-happened", help=_("One matter from the beginning, in neutral words."))
@click.argument("promise")
@_json
@acting
def as_it_happened(by: User, at: datetime, promise: str, as_json: bool) -> None:
    """The time line."""
    matter = happened.of(find_promise(by, promise), by, Reader.of(by, at))
    if as_json:
        echo_json(happened.as_dict(matter))
        return
    click.echo(f"{matter.promise.client.name}: {matter.promise.text}")
    for one in matter.days:
        click.echo(f"  {one.whose}  {one.text}  {one.said}")
    for line in happened.texts(matter):
        click.echo(line)


@click.command("guidance", help=_("How to take a promise back, and how to apologise."))
def how_to() -> None:
    """A few sentences."""
    for heading, told in (
        (_("Taking a promise back"), guidance.taking_back()),
        (_("Apologising"), guidance.apologising()),
    ):
        click.echo(f"{heading}:")
        for sentence in told:
            click.echo(f"  {sentence}")


commands = (progress, guard, heed, exceed, answer_instead, exchange, as_it_happened, how_to)
