"""Both sides give theirs: handed over, acknowledged, invoiced, paid (R-A-39). What is unpaid is a promise of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Field
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.checking import check_amount, currency_of
from mainstay.promises.actions.ending import annul
from mainstay.promises.actions.holding import ask, due_at, hold, judge, need, snapshot, today_for, write
from mainstay.promises.actions.keeping import deliver
from mainstay.promises.models import Exchange, Promise

KINDS = frozenset(f"promises.{verb}" for verb in ("given_over", "acknowledged", "invoiced", "paid"))
_KEPT = ("what", "given_on", "acknowledged_on", "acknowledged_how", "invoice", "amount", "currency", "seen_where")


def _begin(verb: str, promise: Promise, by: User, at: datetime) -> tuple[Promise, Exchange, dict[str, Any]]:
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    if promise.side != Promise.Side.OURS:
        raise Refused(_("An exchange belongs to a word of ours: what we give, and what they pay."), rule="R-A-39")
    ask(verb, promise, at)
    found = Exchange.objects.select_related("payment").filter(promise=promise).first() or Exchange(promise=promise)
    return promise, found, _snapshot(found)


def _snapshot(exchange: Exchange) -> dict[str, Any]:
    return {name: getattr(exchange, name) for name in (*_KEPT, "payment_id")}


def _write(
    kind: str, promise: Promise, exchange: Exchange, before: Mapping[str, Any], *, by: User, at: datetime, text: str
) -> Exchange:
    promise.acts += 1
    promise.save(update_fields=["acts"])
    exchange.save()
    after = _snapshot(exchange)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    journal.note(kind, about=exchange, client=promise.client, by=by, at=at, text=text, changes=changes)
    return exchange


def _day(day: date | None, promise: Promise, at: datetime, field: str) -> date:
    today = today_for(promise, at)
    if day is not None and day > today:
        raise Refused(_("That day is still to come. Write it down when it has happened."), rule="R-A-39", field=field)
    return day or today


@transaction.atomic
def give_over(*, promise: Promise, what: str, by: User, at: datetime, given_on: date | None = None) -> Exchange:
    """What was handed to the client, and when (R-A-39); default the day it was delivered. Raises Refused."""
    promise, exchange, before = _begin("give_over", promise, by, at)
    exchange.what = clean(what, field="what", limit=300, required=_("Say what was given to them."), rule="R-A-39")
    exchange.given_on = _day(given_on or promise.delivered_on, promise, at, "given_on")
    return _write("promises.given_over", promise, exchange, before, by=by, at=at, text=exchange.what)


@transaction.atomic
def acknowledge(
    *, promise: Promise, known_from: str, by: User, at: datetime, acknowledged_on: date | None = None
) -> Exchange:
    """The client acknowledged what they were given; ``known_from`` says how we know (R-A-39). Raises Refused."""
    promise, exchange, before = _begin("acknowledge", promise, by, at)
    exchange.acknowledged_how = clean(
        known_from, field="known_from", limit=300, rule="R-A-39",
        required=_("It is the client’s to acknowledge: write how you know, for example who signed for it."),
    )  # fmt: skip
    exchange.what = exchange.what or promise.text
    exchange.given_on = exchange.given_on or promise.delivered_on
    exchange.acknowledged_on = _day(acknowledged_on, promise, at, "acknowledged_on")
    return _write("promises.acknowledged", promise, exchange, before, by=by, at=at, text=exchange.acknowledged_how)


@transaction.atomic
def invoice(
    *, promise: Promise, number: str, amount: Decimal, pay_by: date, by: User, at: datetime, currency: str = ""
) -> Exchange:
    """What they pay for it, and by when: paying becomes a promise of theirs (R-A-39, R-B-45).

    ``amount`` in ``currency``, default the promise's; ``pay_by`` is a day in the promise's zone and may have passed.
    An invoice written before that is not paid yet is replaced. Raises Refused for a paid one and a wrong amount.
    """
    promise, exchange, before = _begin("invoice", promise, by, at)
    if exchange.paid_on is not None:
        raise Refused(_("This invoice was paid. Take the payment back if that was wrong."), rule="R-A-39")
    said = clean(number, field="number", limit=60, required=_("Write the number of the invoice."), rule="R-A-39")
    check_amount(amount, "amount", by)
    if exchange.payment is not None and exchange.payment.annulled_at is None:
        annul(promise=exchange.payment, reason=_("another invoice took its place"), by=by, at=at)
    exchange.invoice, exchange.amount = said, amount
    exchange.currency = currency_of(currency or promise.currency, amount)
    exchange.payment = _payment(promise, exchange, pay_by, by=by, at=at)
    return _write("promises.invoiced", promise, exchange, before, by=by, at=at, text=said)


def _payment(promise: Promise, exchange: Exchange, pay_by: date, *, by: User, at: datetime) -> Promise:
    """Their word to pay, watched by whoever keeps ours. It may be overdue when it is written down."""
    owed = Promise(
        client=promise.client, engagement=promise.engagement, side=Promise.Side.THEIRS, owner=promise.owner,
        text=_("Pay invoice %(number)s") % {"number": exchange.invoice}, reference=exchange.invoice,
        due_on=pay_by, due_zone=promise.due_zone, due_at=due_at(pay_by, None, promise.due_zone),
        first_due_on=pay_by, judged_on=pay_by, made_on=min(today_for(promise, at), pay_by),
        budget=exchange.amount, currency=exchange.currency,
    )  # fmt: skip
    judge(owed)
    owed.save(force_insert=True)
    journal.note("promises.made", about=owed, client=promise.client, by=by, at=at, text=owed.text)
    return owed


@transaction.atomic
def pay(*, promise: Promise, by: User, at: datetime, paid_on: date | None = None, seen_where: str = "") -> Exchange:
    """Their payment was seen, on which day and where (R-A-39). Raises Refused without an invoice, and twice."""
    promise, exchange, before = _begin("pay", promise, by, at)
    if exchange.payment is None:
        raise Refused(_("No invoice is written down yet. Write it down first."), rule="R-A-39")
    if exchange.paid_on is not None:
        raise Refused(_("It was paid already."), rule="R-A-39")
    day = _day(paid_on, exchange.payment, at, "paid_on")
    if exchange.payment.made_on is not None and day < exchange.payment.made_on:
        Promise.objects.filter(pk=exchange.payment.pk).update(made_on=day)  # paid before it was written down here
    exchange.payment = deliver(promise=exchange.payment, by=by, at=at, delivered_on=day)
    exchange.seen_where = clean(seen_where, field="seen_where", limit=300)
    return _write("promises.paid", promise, exchange, before, by=by, at=at, text=exchange.invoice)


def restore(promise: Promise, last: Line, *, by: User, at: datetime) -> None:
    """Set an exchange as it was before the line ``last``; their word to pay goes or waits again with it (R-X-2)."""
    exchange = Exchange.objects.select_related("payment__client").get(promise=promise)
    words = Words.objects.filter(pk=last.pk).first()
    changes = words.changes if words else {}
    if last.kind == "promises.paid" and exchange.payment is not None:
        _wait_again(exchange.payment, by=by, at=at)
    if last.kind == "promises.invoiced" and exchange.payment is not None:
        if exchange.payment.delivered_on is not None:
            raise Refused(_("It was paid meanwhile. Take that back first."), rule="R-X-2")
        annul(promise=exchange.payment, reason=_("taken back"), by=by, at=at)
    earlier = None
    for name, (old, _new) in changes.items():
        if name == "payment_id":
            exchange.payment = earlier = Promise.objects.filter(pk=old).first() if old else None
        else:
            setattr(exchange, name, _field(name).to_python(old))
    exchange.save()
    if earlier is not None and earlier.annulled_at is not None:
        _wait_again(earlier, by=by, at=at)


def _field(name: str) -> Field[Any, Any]:
    field = Exchange._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 (only columns of its own are noted)
    return field


def _wait_again(payment: Promise, *, by: User, at: datetime) -> None:
    payment = hold(payment)
    before = snapshot(payment)
    payment.delivered_on = payment.delivered_at = payment.closed_on = payment.annulled_at = None
    payment.annulled_why = ""
    judge(payment)
    write("promises.taken_back", payment, before, by=by, at=at)


@dataclass(frozen=True)
class Payment:
    """One payment of a list: the number of the invoice, the day it came, where it was seen."""

    invoice: str
    paid_on: date | None = None
    seen_where: str = ""


@dataclass(frozen=True)
class Seen:
    """What became of one payment: the promise it closes, or why it was refused."""

    invoice: str
    promise: UUID | None
    refused: str


@transaction.atomic
def see_payments(*, payments: Sequence[Payment], by: User, at: datetime) -> list[Seen]:
    """Mark invoices as paid by their numbers, one by one (R-A-39): what is refused does not hold up the rest.

    An invoice is looked for among the clients this person may see; a number that two of them carry is refused.
    """
    return [_see(payment, by=by, at=at) for payment in payments]


def _see(payment: Payment, *, by: User, at: datetime) -> Seen:
    number = payment.invoice.strip()
    rows = Exchange.objects.filter(promise__in=Promise.objects.visible_to(by), invoice=number).exclude(invoice="")
    found = list(rows.select_related("promise__client")[:2])
    if len(found) != 1:
        said = _("No invoice of that number stands here.") if not found else _("Two invoices carry this number.")
        return Seen(number, None, said)
    try:
        pay(promise=found[0].promise, by=by, at=at, paid_on=payment.paid_on, seen_where=payment.seen_where)
    except Refused as refused:
        return Seen(number, found[0].promise_id, refused.message)
    return Seen(number, found[0].promise_id, "")
