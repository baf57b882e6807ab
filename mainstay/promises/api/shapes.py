"""What the API shows and takes."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from ninja import Field, Schema

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Exceeded, Promise, Remark, Renegotiation


class PromiseNamed(Schema):
    """A record by id and name."""

    id: UUID
    name: str


class RenegotiationOut(Schema):
    """One asking for another day."""

    id: UUID
    asked_at: datetime
    from_on: date
    to_on: date
    to_time: time | None
    reason: str
    cause: str = Field(description="their_input, other_input or too_tight, where that is known")
    substitute: str
    answer: str
    in_time: bool


class RemarkOut(Schema):
    """An open or answered remark."""

    id: UUID
    promise: UUID
    text: str
    raised_at: datetime
    closed_at: datetime | None
    answer: str
    became: UUID | None


class PromiseOut(Schema):
    """A promise. Amounts are null for those who may not see them."""

    id: UUID
    client: PromiseNamed
    side: str
    text: str
    kind: str = Field(description="What kind of thing it is, by name; empty where nobody said.")
    outcome_wanted: str
    reference: str
    engagement: UUID | None
    owner: PromiseNamed | None
    owner_contact: UUID | None
    owner_name: str
    made_on: date | None
    made_to: UUID | None
    said: str
    said_note: str
    due_on: date
    due_time: time | None
    due_zone: str
    due_at: datetime = Field(description="Late from this instant on.")
    first_due_on: date
    acceptance: str
    budget: Decimal | None
    cost: Decimal | None
    currency: str
    over_budget: bool | None
    delivered_on: date | None
    days_late: int
    told_at: datetime | None
    to_tell: bool
    satisfaction: str
    known_from: str
    settled_at: datetime | None
    outcome: str = Field(description="open, kept, kept_late, moved, withdrawn, released or broken")
    is_owed: bool
    acts: int = Field(description="Sent as If-Match, an act is refused where somebody acted on it since.")
    spent: Decimal | None = Field(description="Used so far of the agreed price.")
    cost_of_missing: Decimal | None = Field(description="What missing the date costs; then two of us guard it.")
    second: PromiseNamed | None = Field(description="Who guards it beside its owner.")
    ended_why: str
    substitute: str
    instead_on: date | None = Field(description="The day for which the substitute is offered.")
    instead_answer: str = Field(description="accepted, declined, let_go, not_yet, or empty where nobody asked")
    instead: UUID | None = Field(description="What was promised in its place.")
    annulled_at: datetime | None
    annulled_why: str


class ExceededOut(Schema):
    """One way in which it was more than kept."""

    how: str
    proof: str
    their_words: bool
    once: bool
    noted_at: datetime


class PromiseWhole(PromiseOut):
    """A promise with what happened to its day, its remarks, and in what it was more than kept."""

    renegotiations: list[RenegotiationOut]
    remarks: list[RemarkOut]
    exceeded: list[ExceededOut]


class WarningOut(Schema):
    """One thing to know: contradicts, away, load, own_record, their_pace or not_worked; and the sentence."""

    code: str
    text: str
    promise: UUID | None = None


class PromiseMade(PromiseWhole):
    """A promise just written down, with what stood against it; warnings never refuse."""

    warnings: list[WarningOut]
    first_realistic_on: date | None


class PromisePage(Schema):
    """One page of promises; ``next`` is the cursor that leads on, empty at the end."""

    items: list[PromiseOut]
    next: str


class MakeIn(Schema):
    """A word given. ``client`` is an id; all but the first three may be left out."""

    client: UUID
    text: str
    due_on: date
    due_time: time | None = None
    due_zone: str = ""
    side: str = "ours"
    kind: str = Field("", description="What kind of thing it is, by name; a new one is made.")
    owner: UUID | None = None
    owner_contact: UUID | None = None
    owner_name: str = ""
    engagement: UUID | None = None
    outcome_wanted: str = ""
    reference: str = ""
    made_on: date | None = None
    made_to: UUID | None = None
    said: str = ""
    said_note: str = ""
    budget: Decimal | None = None
    currency: str = ""
    cost_of_missing: Decimal | None = Field(None, description="Of a date that others set; then two of us guard it.")
    second: UUID | None = Field(None, description="Who guards it beside its owner; default a deputy of the client.")
    acceptance: str = ""


class MoveIn(Schema):
    """Another day, and what the client said: agreed, not_yet or declined."""

    to_on: date
    reason: str
    answer: str
    to_time: time | None = None
    substitute: str = ""


class MoveAnswerIn(Schema):
    """agreed or declined."""

    answer: str


class DeliverIn(Schema):
    """When, what was charged, and what they were told with it."""

    delivered_on: date | None = None
    cost: Decimal | None = None
    note: str = ""


class PromiseTellIn(Schema):
    """How the client was told."""

    how: str
    note: str = ""


class SettleIn(Schema):
    """The third answer; the first two follow from days and amounts."""

    satisfaction: str
    known_from: str = ""
    remark: str = ""
    cost: Decimal | None = None
    delivered_on: date | None = None


class WithdrawIn(Schema):
    """Why, what instead and for which day, and what they said to it: accepted, declined, let_go or not_yet."""

    reason: str
    substitute: str = ""
    told_how: str = ""
    instead_on: date | None = None
    answer: str = ""


class ReleaseIn(Schema):
    """How we know that it is no longer wanted."""

    known_from: str


class OwnUpIn(Schema):
    """What happened; what is offered instead, as in withdrawing."""

    reason: str
    told_how: str = ""
    substitute: str = ""
    instead_on: date | None = None
    answer: str = ""


class AnnulIn(Schema):
    """What was wrong with the entry."""

    reason: str


class PromiseHandOverIn(Schema):
    """To whom."""

    to: UUID
    why: str = ""


class RemarkAnswerIn(Schema):
    """How the remark was answered."""

    answer: str


class RemarkPromiseIn(Schema):
    """By when the remark will be seen to."""

    due_on: date
    due_time: time | None = None
    text: str = ""


def named(thing: Any) -> dict[str, Any] | None:
    """Id and name, or nothing."""
    return None if thing is None else {"id": thing.pk, "name": thing.name}


def shown(promise: Promise, person: User) -> dict[str, Any]:
    """A promise as this person may see it."""
    money = person.may(rights.SEE_MONEY)
    plain = {name: getattr(promise, name) for name in PromiseOut.model_fields if hasattr(promise, name)}
    return plain | {
        "client": named(promise.client),
        "owner": named(promise.owner),
        "kind": promise.kind.name if promise.kind else "",
        "engagement": promise.engagement_id,
        "owner_contact": promise.owner_contact_id,
        "made_to": promise.made_to_id,
        "second": named(promise.second),
        "instead": promise.instead_id,
        "spent": promise.spent if money else None,
        "cost_of_missing": promise.cost_of_missing if money else None,
        "budget": promise.budget if money else None,
        "cost": promise.cost if money else None,
        "currency": promise.currency if money else "",
    }


def shown_renegotiation(asked: Renegotiation) -> dict[str, Any]:
    """One asking for another day."""
    return {name: getattr(asked, name) for name in RenegotiationOut.model_fields}


def shown_remark(remark: Remark) -> dict[str, Any]:
    """One remark."""
    plain = {name: getattr(remark, name) for name in RemarkOut.model_fields}
    return plain | {"promise": remark.promise_id, "became": remark.became_id}


def whole(promise: Promise, person: User) -> dict[str, Any]:
    """A promise with everything that belongs to it."""
    return shown(promise, person) | {
        "renegotiations": [shown_renegotiation(asked) for asked in _asked(promise=promise.pk)],
        "remarks": [shown_remark(remark) for remark in _remarks(promise=promise.pk)],
        "exceeded": _exceeded(promise=promise.pk),
    }


@prepared(promise=UUIDField())
def _asked(promise: Slot) -> QuerySet[Renegotiation]:
    return Renegotiation.objects.filter(promise=promise, taken_back_at=None)


@prepared(promise=UUIDField())
def _remarks(promise: Slot) -> QuerySet[Remark]:
    return Remark.objects.filter(promise=promise)


@prepared(promise=UUIDField())
def _exceeded(promise: Slot) -> QuerySet[Exceeded]:
    return Exceeded.objects.filter(promise=promise, taken_back_at=None)
