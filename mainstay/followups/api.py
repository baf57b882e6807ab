"""Follow-ups over the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mainstay.clients.models import Contact
from mainstay.followups import actions
from mainstay.followups.models import FollowUp
from mainstay.followups.queries import listing
from mainstay.followups.queries.words import heading, questions_of
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import NotFound
from mainstay.kit.times import local_day
from mainstay.promises.models import Kind

router = Router(tags=["followups"])
MOST = 200


class Said(Schema):
    """One question and what they said."""

    question: str
    answer: str


class FollowUpOut(Schema):
    """One asking to come, or what they said."""

    id: UUID
    client: UUID
    about: str = Field(description="delivery or outcome")
    heading: str
    promise: UUID | None
    engagement: UUID | None
    due_on: date
    first_due_on: date
    state: str = Field(description="open, answered, dropped or gone")
    questions: list[str]
    answers: list[Said]
    asked: UUID | None = Field(description="the contact who answered")
    known_from: str
    defect: str
    repair: UUID | None = Field(description="the promise to put it right")
    ended_at: datetime | None
    ended_why: str


class FollowUpPage(Schema):
    """One page; ``next`` is the cursor that leads on, empty at the end."""

    items: list[FollowUpOut]
    next: str
    back: str


class DelayOut(Schema):
    """A delay of a kind of thing; ``built_in`` where nobody has said anything of the kind."""

    months: int
    days: int
    questions: list[str]
    built_in: bool


class FollowUpKindOut(Schema):
    """A kind of thing and when it is asked about; an empty list means that it is not."""

    id: UUID
    name: str
    delays: list[DelayOut]


class KindPage(Schema):
    """One page of kinds."""

    items: list[FollowUpKindOut]
    next: str
    back: str


class FollowUpFilters(Schema):
    """Which follow-ups: all may be combined."""

    client: UUID | None = None
    promise: UUID | None = None
    engagement: UUID | None = None
    state: Literal["due", "open", "answered", "dropped", "gone", "any"] = "open"
    cursor: str = ""
    size: int = 50


class FollowUpAnswerIn(Schema):
    """What they say, in the order of the questions; an empty answer is none."""

    answers: list[str] = Field(default_factory=list)
    asked: UUID | None = Field(None, description="a contact of this client")
    known_from: str = ""
    outcome: Literal["", "reached", "missed"] = Field("", description="what they say of the engagement's outcome")
    defect: str = ""
    repair_on: date | None = Field(None, description="promises the repair at once")
    repair_text: str = ""


class PutOffIn(Schema):
    """Another day."""

    to: date
    why: str = ""


class DropIn(Schema):
    """Why nobody asks any more."""

    why: str = ""


class RepairIn(Schema):
    """What is put right, by when; the text is the defect where it is left out."""

    due_on: date
    text: str = ""


class DelayIn(Schema):
    """After how long, and with which questions; without any the three that are built in."""

    months: int = 0
    days: int = 0
    questions: list[str] = Field(default_factory=list)


class StopIn(Schema):
    """Which delay is stopped."""

    months: int = 0
    days: int = 0


FIELDS = (
    *("id", "about", "due_on", "first_due_on", "state", "answers", "known_from", "defect", "ended_at", "ended_why"),
)


def shown(one: FollowUp) -> dict[str, Any]:
    """A follow-up as the API gives it."""
    told = {name: getattr(one, name) for name in FIELDS}
    ids = {name: getattr(one, f"{name}_id") for name in ("client", "promise", "engagement", "asked", "repair")}
    return told | ids | {"heading": heading(one), "questions": questions_of(one)}


def shown_kinds(rows: Sequence[listing.KindRow]) -> list[dict[str, Any]]:
    """Kinds with their delays, as the API gives them."""
    return [
        {"id": row.kind.pk, "name": row.kind.name, "delays": [delay.as_dict() for delay in row.delays]} for row in rows
    ]


def find(person: User, followup_id: UUID) -> FollowUp:
    """One of a client this person may see. Raises NotFound."""
    rows = FollowUp.objects.visible_to(person).select_related("client", "promise", "engagement")
    found = rows.filter(pk=followup_id).first()
    if found is None:
        raise NotFound
    return found


@router.get("", response=FollowUpPage)
def followups(request: HttpRequest, filters: Query[FollowUpFilters]) -> dict[str, Any]:
    """Follow-ups of clients you may see, by their day, by cursor; at most 200 a page."""
    person = person_of(request)
    rows = FollowUp.objects.visible_to(person).select_related("promise", "engagement")
    for name in ("client", "promise", "engagement"):
        if (pk := getattr(filters, name)) is not None:
            rows = rows.filter(**{name: pk})
    rows = listing.in_state(rows, filters.state, local_day(clock.now(), person.zone))
    page = page_of(rows, by=("due_on", "id"), cursor=filters.cursor, size=max(1, min(filters.size, MOST)))
    return {"items": [shown(one) for one in page.rows], "next": page.next, "back": page.back}


@router.get("/kinds", response=KindPage)
def kinds(request: HttpRequest, cursor: str = "", size: int = 50) -> dict[str, Any]:
    """When each kind of thing is asked about."""
    person_of(request)
    page, rows = listing.kinds(cursor=cursor, size=max(1, min(size, MOST)))
    return {"items": shown_kinds(rows), "next": page.next, "back": page.back}


def _kind(kind_id: UUID) -> Kind:
    found = Kind.objects.filter(pk=kind_id).first()
    if found is None:
        raise NotFound
    return found


@router.post("/kinds/{uuid:kind_id}/delays", response=FollowUpKindOut)
def set_delay(request: HttpRequest, kind_id: UUID, payload: DelayIn) -> dict[str, Any]:
    """Say after how long a kind of thing is asked about, and what."""
    kind = _kind(kind_id)
    actions.set_delay(kind=kind, by=person_of(request), at=clock.now(), **payload.model_dump())
    return shown_kinds(listing.kind_rows([kind]))[0]


@router.post("/kinds/{uuid:kind_id}/delays/stop", response=FollowUpKindOut)
def stop_delay(request: HttpRequest, kind_id: UUID, payload: StopIn) -> dict[str, Any]:
    """No longer ask after this delay."""
    kind = _kind(kind_id)
    actions.stop_delay(kind=kind, by=person_of(request), at=clock.now(), **payload.model_dump())
    return shown_kinds(listing.kind_rows([kind]))[0]


@router.get("/{uuid:followup_id}", response=FollowUpOut)
def followup(request: HttpRequest, followup_id: UUID) -> dict[str, Any]:
    """One follow-up."""
    return shown(find(person_of(request), followup_id))


@router.post("/{uuid:followup_id}/answer", response=FollowUpOut)
def answer(request: HttpRequest, followup_id: UUID, payload: FollowUpAnswerIn) -> dict[str, Any]:
    """Write down what they say; with the outcome and a repair in the same step."""
    person = person_of(request)
    one, told = find(person, followup_id), payload.model_dump()
    if payload.asked is not None:
        seen = Contact.objects.visible_to(person)
        told["asked"] = seen.filter(pk=payload.asked).first()
        if told["asked"] is None:
            raise NotFound
    return shown(actions.answer(followup=one, by=person, at=clock.now(), **told))


@router.post("/{uuid:followup_id}/put-off", response=FollowUpOut)
def put_off(request: HttpRequest, followup_id: UUID, payload: PutOffIn) -> dict[str, Any]:
    """Ask on a later day."""
    person = person_of(request)
    told = payload.model_dump()
    return shown(actions.put_off(followup=find(person, followup_id), by=person, at=clock.now(), **told))


@router.post("/{uuid:followup_id}/drop", response=FollowUpOut)
def drop(request: HttpRequest, followup_id: UUID, payload: DropIn) -> dict[str, Any]:
    """Give it up, and say why."""
    person = person_of(request)
    return shown(actions.drop(followup=find(person, followup_id), why=payload.why, by=person, at=clock.now()))


@router.post("/{uuid:followup_id}/repair", response={201: FollowUpOut})
def repair(request: HttpRequest, followup_id: UUID, payload: RepairIn) -> Status[dict[str, Any]]:
    """Promise to put right what was wrong."""
    person = person_of(request)
    one = find(person, followup_id)
    actions.promise_repair(followup=one, by=person, at=clock.now(), **payload.model_dump())
    return Status(201, shown(find(person, followup_id)))


@router.post("/{uuid:followup_id}/take-back", response=FollowUpOut)
def take_back(request: HttpRequest, followup_id: UUID) -> dict[str, Any]:
    """Undo your own last act on it."""
    person = person_of(request)
    return shown(actions.take_back(followup=find(person, followup_id), by=person, at=clock.now()))
