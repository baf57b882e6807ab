"""What people say of how a promise weighs, and breaches, over the API."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema

from mainstay.clients.api.clients import one as client_of
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.promises.models import Promise
from mainstay.trust.actions.record import breaches, people
from mainstay.trust.api.router import router
from mainstay.trust.models.weighing import Breach, Weighing
from mainstay.trust.queries.record.asked import breach_of, weighing_of


class WeighingOut(Schema):
    """One thing said of how a promise weighs."""

    id: UUID
    promise: UUID
    what: str
    strand: str
    reason: str
    agreed: bool


def shown_weighing(row: Weighing) -> dict[str, Any]:
    """One thing said."""
    told = {"id": row.pk, "promise": row.promise_id, "what": row.what, "strand": row.strand, "reason": row.reason}
    return told | {"agreed": row.agreed_at is not None}


class SizeIn(Schema):
    """delivery, minor or word."""

    size: str


class OtherIn(Schema):
    """The other promise."""

    other: UUID
    strand: str = ""


class ExcuseIn(Schema):
    """Why nobody of us could help it."""

    reason: str
    strand: str = ""


class AloneIn(Schema):
    """Of somebody alone in the house, who agrees with themselves: why it still holds, a day later."""

    reason: str = ""


def _promise(person: User, promise_id: UUID) -> Promise:
    found = Promise.objects.visible_to(person).select_related("client").filter(pk=promise_id).first()
    if found is None:
        raise NotFound
    return found


@router.post("/promises/{uuid:promise_id}/size", response=WeighingOut)
def size(request: HttpRequest, promise_id: UUID, payload: SizeIn) -> dict[str, Any]:
    """Say, on the day it is agreed, whether a promise is a delivery, a minor one or a small word."""
    person = person_of(request)
    told = people.say_size(promise=_promise(person, promise_id), size=payload.size, by=person, at=clock.now())
    return shown_weighing(told)


@router.post("/promises/{uuid:promise_id}/excuse", response=WeighingOut)
def ask_to_excuse(request: HttpRequest, promise_id: UUID, payload: ExcuseIn) -> dict[str, Any]:
    """Ask that a failure count for nothing; a second person agrees."""
    person = person_of(request)
    promise = _promise(person, promise_id)
    return shown_weighing(people.ask_to_excuse(promise=promise, by=person, at=clock.now(), **payload.model_dump()))


@router.post("/promises/{uuid:promise_id}/made-good", response=WeighingOut)
def made_good(request: HttpRequest, promise_id: UUID, payload: OtherIn) -> dict[str, Any]:
    """Say which promise made a failure good."""
    person = person_of(request)
    promise, remedy = _promise(person, promise_id), _promise(person, payload.other)
    told = people.made_good(promise=promise, remedy=remedy, strand=payload.strand, by=person, at=clock.now())
    return shown_weighing(told)


@router.post("/promises/{uuid:promise_id}/same-incident", response=WeighingOut)
def same_incident(request: HttpRequest, promise_id: UUID, payload: OtherIn) -> dict[str, Any]:
    """Say that a failure belongs to the incident of an earlier one."""
    person = person_of(request)
    promise, first = _promise(person, promise_id), _promise(person, payload.other)
    told = people.same_incident(promise=promise, first=first, strand=payload.strand, by=person, at=clock.now())
    return shown_weighing(told)


@router.post("/weighings/{uuid:weighing_id}/agree", response=WeighingOut)
def agree(request: HttpRequest, weighing_id: UUID, payload: AloneIn | None = None) -> dict[str, Any]:
    """Agree, as the second person, that a failure counts for nothing; alone in the house, a day later and why."""
    person, why = person_of(request), payload.reason if payload else ""
    row = weighing_of(person, weighing_id)
    return shown_weighing(people.excuse(weighing=row, by=person, at=clock.now(), reason=why))


@router.post("/weighings/{uuid:weighing_id}/take-back", response=WeighingOut)
def take_back(request: HttpRequest, weighing_id: UUID) -> dict[str, Any]:
    """Take back what was said."""
    person = person_of(request)
    return shown_weighing(
        people.take_weighing_back(weighing=weighing_of(person, weighing_id), by=person, at=clock.now())
    )


class BreachIn(Schema):
    """What was broken, and what happened."""

    kind: str
    reason: str


class CloseIn(Schema):
    """How the client confirmed it, and how we know that it cannot happen again."""

    confirmed: str
    verified: str


class WeighingWhyIn(Schema):
    """Why."""

    reason: str


class BreachOut(Schema):
    """A breach."""

    id: UUID
    kind: str
    reason: str
    opened_on: date
    closed_on: date | None
    in_error: bool


def shown_breach(row: Breach) -> dict[str, Any]:
    """A breach."""
    told = {"id": row.pk, "kind": row.kind, "reason": row.reason, "opened_on": row.opened_on}
    return told | {"closed_on": row.closed_on, "in_error": row.annulled_at is not None}


@router.post("/clients/{uuid:client_id}/breaches", response=BreachOut)
def declare(request: HttpRequest, client_id: UUID, payload: BreachIn) -> dict[str, Any]:
    """Declare a breach."""
    person = person_of(request)
    client = client_of(person, client_id)
    return shown_breach(breaches.declare(client=client, by=person, at=clock.now(), **payload.model_dump()))


@router.post("/breaches/{uuid:breach_id}/close", response=BreachOut)
def close(request: HttpRequest, breach_id: UUID, payload: CloseIn) -> dict[str, Any]:
    """Close a breach."""
    person = person_of(request)
    found = breach_of(person, breach_id)
    return shown_breach(breaches.close(breach=found, by=person, at=clock.now(), **payload.model_dump()))


@router.post("/breaches/{uuid:breach_id}/annul", response=BreachOut)
def annul_breach(request: HttpRequest, breach_id: UUID, payload: WeighingWhyIn) -> dict[str, Any]:
    """A breach was declared in error."""
    person = person_of(request)
    found = breach_of(person, breach_id)
    return shown_breach(breaches.annul_breach(breach=found, by=person, at=clock.now(), reason=payload.reason))
