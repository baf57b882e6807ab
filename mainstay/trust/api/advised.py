"""Advice over the API: what we advised, what they did with it, what came of it (R-B-2)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema, Status

from mainstay.clients.api.clients import one as client_of
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.finding import one
from mainstay.house.models import User
from mainstay.trust.actions import advised as verbs
from mainstay.trust.api.router import router
from mainstay.trust.api.word import there
from mainstay.trust.models.advised import Advice
from mainstay.trust.queries import advised as queries


class AdviceOut(Schema):
    """One piece of advice; ``answer`` is open, taken, partly or refused."""

    id: UUID
    client_id: UUID
    text: str
    to: str
    by: str
    on: date
    answer: str
    answered_on: date | None
    said: str
    came_of: str
    came_on: date | None


class AdvicePage(Schema):
    """One page of it, the latest first; so many of so many answered were taken, ``waiting`` are not answered."""

    taken: int
    of: int
    waiting: int
    items: list[AdviceOut]
    next: str


class AdviceIn(Schema):
    """What we advised, whom there, on which day (default today)."""

    text: str = ""
    contact: UUID | None = None
    on: date | None = None


class AdviceAnswerIn(Schema):
    """taken, partly or refused; what they said; on which day."""

    answer: str = ""
    said: str = ""
    on: date | None = None


class AdviceCameOfIn(Schema):
    """What came of it."""

    text: str = ""


def shown(row: Advice) -> dict[str, Any]:
    """One piece, as API and terminal tell it."""
    plain = ("id", "client_id", "text", "on", "answer", "answered_on", "said", "came_of", "came_on")
    people = {"to": row.contact.address if row.contact is not None else "", "by": row.by.name}
    return {name: getattr(row, name) for name in plain} | people


def advice_of(person: User, advice_id: UUID) -> Advice:
    """One that this person may see. Raises NotFound."""
    rows = Advice.objects.visible_to(person).counted().select_related("client", "contact", "by")
    return one(rows, advice_id)


@router.get("/clients/{uuid:client_id}/advice", response=AdvicePage)
def advice(request: HttpRequest, client_id: UUID, cursor: str = "") -> dict[str, Any]:
    """What we advised a client, the latest first."""
    client = client_of(person_of(request), client_id)
    found, told = queries.page(client, cursor=cursor), queries.listened(client)
    return told._asdict() | {"items": [shown(row) for row in found.rows], "next": found.next}


@router.post("/clients/{uuid:client_id}/advice", response={201: AdviceOut})
def advise(request: HttpRequest, client_id: UUID, payload: AdviceIn) -> Status[dict[str, Any]]:
    """Write down what we advised."""
    by = person_of(request)
    client = client_of(by, client_id)
    whom = there(client, payload.contact)
    row = verbs.advise(client=client, text=payload.text, contact=whom, on=payload.on, by=by, at=clock.now())
    return Status(201, shown(row))


@router.post("/advice/{uuid:advice_id}/answer", response=AdviceOut)
def answer_advice(request: HttpRequest, advice_id: UUID, payload: AdviceAnswerIn) -> dict[str, Any]:
    """Write down what they did with it."""
    by = person_of(request)
    row = advice_of(by, advice_id)
    verbs.answer(advice=row, answer=payload.answer, said=payload.said, on=payload.on, by=by, at=clock.now())
    return shown(advice_of(by, advice_id))


@router.post("/advice/{uuid:advice_id}/came-of", response=AdviceOut)
def came_of_advice(request: HttpRequest, advice_id: UUID, payload: AdviceCameOfIn) -> dict[str, Any]:
    """Write down what came of it."""
    by = person_of(request)
    verbs.came_of(advice=advice_of(by, advice_id), text=payload.text, by=by, at=clock.now())
    return shown(advice_of(by, advice_id))


@router.post("/advice/{uuid:advice_id}/annul", response={204: None})
def annul_advice(request: HttpRequest, advice_id: UUID) -> Status[None]:
    """Mark it as entered in error."""
    by = person_of(request)
    verbs.annul(advice=advice_of(by, advice_id), by=by, at=clock.now())
    return Status(204, None)
