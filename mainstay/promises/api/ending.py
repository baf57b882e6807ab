"""How a promise goes and ends, over the API: each verb calls the action of its name."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema, Status

from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.actions import exchanging
from mainstay.promises.api.reading import find, router
from mainstay.promises.api.shapes import PromiseWhole, whole
from mainstay.promises.models import Exchange, Promise
from mainstay.promises.queries import exchange as exchanges
from mainstay.promises.queries import guidance, happened, warned
from mainstay.promises.queries.words import Reader


class ProgressIn(Schema):
    """How it goes, and how much of its price is used up to now."""

    text: str = ""
    spent: Decimal | None = None


class GuardIn(Schema):
    """What missing the date costs (null ends the guard), and who guards it beside its owner."""

    cost_of_missing: Decimal | None
    second: UUID | None = None
    currency: str = ""


class ExceedIn(Schema):
    """In what it was more than kept: communication, energy or results; one line that shows it."""

    how: str
    proof: str
    their_words: bool = False
    once: bool = True


class AnswerInsteadIn(Schema):
    """What they said to what was offered instead: accepted, declined, let_go or not_yet."""

    answer: str
    substitute: str = ""
    instead_on: date | None = None


class GiveOverIn(Schema):
    """What they were given, and when."""

    what: str
    given_on: date | None = None


class AcknowledgeIn(Schema):
    """How we know that they have it, and since when."""

    known_from: str
    acknowledged_on: date | None = None


class InvoiceIn(Schema):
    """What they pay, and by when."""

    number: str
    amount: Decimal
    pay_by: date
    currency: str = ""


class PayIn(Schema):
    """When their payment was seen, and where."""

    paid_on: date | None = None
    seen_where: str = ""


class ExchangeOut(Schema):
    """What both sides gave for a promise. Amounts are null for those who may not see them."""

    promise: UUID
    what: str = ""
    given_on: date | None = None
    acknowledged_on: date | None = None
    acknowledged_how: str = ""
    invoice: str = ""
    amount: Decimal | None = None
    currency: str = ""
    pay_by: date | None = None
    payment: UUID | None = Field(None, description="Their promise to pay.")
    paid_on: date | None = None
    seen_where: str = ""
    closed: bool = Field(False, description="They have theirs and we have ours.")
    overdue: bool = False
    draft: str = Field("", description="A polite reminder in their language, where payment is late.")


class PaymentIn(Schema):
    """One payment of a list: the number of the invoice, and the day."""

    invoice: str
    paid_on: date | None = None
    seen_where: str = ""


class PaymentOut(Schema):
    """What became of one payment of a list."""

    invoice: str
    promise: UUID | None
    refused: str


class WarningsOut(Schema):
    """Why a promise may not be kept although its day is still to come."""

    codes: list[str] = Field(description="input_late, untouched, budget_ahead")
    sentences: list[str]


class DaysOut(Schema):
    """One promise of a matter by its days, in words."""

    id: UUID
    text: str
    whose: str
    first: str
    due: str
    came: str
    said: str


class HappenedOut(Schema):
    """One thing that happened."""

    at: datetime
    by: str
    text: str
    beneath: list[str]


class MatterOut(Schema):
    """One matter as it happened, the earliest first."""

    promise: UUID
    client: str
    text: str
    days: list[DaysOut]
    lines: list[HappenedOut]
    left_out: int


class GuidanceOut(Schema):
    """How to take a promise back, and how to apologise, in the language asked for."""

    taking_back: list[str]
    apologising: list[str]


def exchange_out(promise: Promise, person: User) -> dict[str, Any]:
    """What both sides gave, as API and terminal show it."""
    found = exchanges.of(promise)
    if found is None:
        return {"promise": promise.pk}
    reader, sees = Reader.of(person, clock.now()), person.may(rights.SEE_MONEY)
    stands = exchanges.standing(found, reader)
    plain = {name: getattr(found, name) for name in ExchangeOut.model_fields if hasattr(found, name)}
    return plain | {
        "promise": promise.pk,
        "amount": found.amount if sees else None,
        "currency": found.currency if sees else "",
        "pay_by": found.payment.due_on if stands.invoiced and found.payment else None,
        "payment": found.payment_id if stands.invoiced else None,
        "overdue": stands.overdue,
        "draft": exchanges.draft(found, reader, person) if stands.overdue else "",
    }


def _act(request: HttpRequest, promise_id: UUID, verb: Any, **told: Any) -> dict[str, Any]:
    person = person_of(request)
    verb(promise=find(person, promise_id, request), by=person, at=clock.now(), **told)
    return whole(find(person, promise_id), person)


def _exchange(request: HttpRequest, promise_id: UUID, verb: Any, **told: Any) -> dict[str, Any]:
    person = person_of(request)
    done: Exchange = verb(promise=find(person, promise_id, request), by=person, at=clock.now(), **told)
    return exchange_out(done.promise, person)


@router.post("/{uuid:promise_id}/progress", response=PromiseWhole)
def progress(request: HttpRequest, promise_id: UUID, payload: ProgressIn) -> dict[str, Any]:
    """Say how it goes."""
    return _act(request, promise_id, actions.progress, **payload.model_dump())


@router.post("/{uuid:promise_id}/guard", response=PromiseWhole)
def guard(request: HttpRequest, promise_id: UUID, payload: GuardIn) -> dict[str, Any]:
    """Say what missing the date costs; two of us guard it."""
    second = None
    if payload.second is not None and (second := User.objects.filter(pk=payload.second).first()) is None:
        raise NotFound
    told = payload.model_dump() | {"second": second}
    return _act(request, promise_id, actions.guard, **told)


@router.post("/{uuid:promise_id}/heed", response=PromiseWhole)
def heed(request: HttpRequest, promise_id: UUID) -> dict[str, Any]:
    """You have seen the reminder that stands."""
    return _act(request, promise_id, actions.heed)


@router.post("/{uuid:promise_id}/exceed", response=PromiseWhole)
def exceed(request: HttpRequest, promise_id: UUID, payload: ExceedIn) -> dict[str, Any]:
    """Mark a kept word of ours as more than kept."""
    return _act(request, promise_id, actions.exceed, **payload.model_dump())


@router.post("/{uuid:promise_id}/answer-instead", response=PromiseWhole)
def answer_instead(request: HttpRequest, promise_id: UUID, payload: AnswerInsteadIn) -> dict[str, Any]:
    """What they said to what was offered in the place of a promise taken back."""
    return _act(request, promise_id, actions.answer_instead, **payload.model_dump())


@router.get("/{uuid:promise_id}/warnings", response=WarningsOut)
def warnings(request: HttpRequest, promise_id: UUID) -> dict[str, Any]:
    """Why it may not be kept although its day is still to come."""
    person = person_of(request)
    promise, reader = find(person, promise_id), Reader.of(person, clock.now())
    return {"codes": warned.reasons(promise, reader), "sentences": warned.sentences(promise, reader)}


@router.get("/{uuid:promise_id}/exchange", response=ExchangeOut)
def exchange(request: HttpRequest, promise_id: UUID) -> dict[str, Any]:
    """What both sides gave for it."""
    person = person_of(request)
    return exchange_out(find(person, promise_id), person)


@router.post("/{uuid:promise_id}/give-over", response=ExchangeOut)
def give_over(request: HttpRequest, promise_id: UUID, payload: GiveOverIn) -> dict[str, Any]:
    """What they were given, and when."""
    return _exchange(request, promise_id, actions.give_over, **payload.model_dump())


@router.post("/{uuid:promise_id}/acknowledge", response=ExchangeOut)
def acknowledge(request: HttpRequest, promise_id: UUID, payload: AcknowledgeIn) -> dict[str, Any]:
    """They acknowledged what they were given."""
    return _exchange(request, promise_id, actions.acknowledge, **payload.model_dump())


@router.post("/{uuid:promise_id}/invoice", response=ExchangeOut)
def invoice(request: HttpRequest, promise_id: UUID, payload: InvoiceIn) -> dict[str, Any]:
    """What they pay for it; paying becomes a promise of theirs."""
    return _exchange(request, promise_id, actions.invoice, **payload.model_dump())


@router.post("/{uuid:promise_id}/pay", response=ExchangeOut)
def pay(request: HttpRequest, promise_id: UUID, payload: PayIn) -> dict[str, Any]:
    """Their payment was seen."""
    return _exchange(request, promise_id, actions.pay, **payload.model_dump())


@router.post("/payments", response={200: list[PaymentOut]})
def payments(request: HttpRequest, payload: list[PaymentIn]) -> Status[list[dict[str, Any]]]:
    """Payments seen elsewhere, by the numbers of their invoices: each is taken in or refused by itself."""
    person = person_of(request)
    told = [exchanging.Payment(**row.model_dump()) for row in payload]
    return Status(200, [vars(seen) for seen in exchanging.see_payments(payments=told, by=person, at=clock.now())])


@router.get("/{uuid:promise_id}/as-it-happened", response=MatterOut)
def as_it_happened(request: HttpRequest, promise_id: UUID) -> dict[str, Any]:
    """One matter from the beginning, in neutral words."""
    person = person_of(request)
    return happened.as_dict(happened.of(find(person, promise_id), person, Reader.of(person, clock.now())))


@router.get("/guidance", response=GuidanceOut)
def how_to(request: HttpRequest) -> dict[str, Any]:
    """How to take a promise back, and how to apologise."""
    person_of(request)
    return {"taking_back": guidance.taking_back(), "apologising": guidance.apologising()}
