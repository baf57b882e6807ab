"""Engagements over the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mainstay.clients.api.clients import MOST, one
from mainstay.clients.models import Contact
from mainstay.engagements import actions, queries
from mainstay.engagements.models import Engagement
from mainstay.engagements.queries import listing
from mainstay.engagements.queries.words import question
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.paging import page_of
from mainstay.kit.plug import Deliverables
from mainstay.kit.refusals import NotFound
from mainstay.kit.times import local_day

router = Router(tags=["engagements"])


class EngagementOut(Schema):
    """A piece of work for a client, and how it stands."""

    id: UUID
    client: UUID
    name: str
    outcome: str = Field(description="what it is to do for them, in their words")
    noticed_by: str = Field(description="how they will notice that it did")
    outcome_by: date | None = Field(description="by when")
    outcome_said: str = Field(description="what they say of it: reached, missed, or nothing yet")
    outcome_said_on: date | None
    outcome_said_by: UUID | None = Field(description="the contact who said so")
    outcome_known_from: str
    state: str = Field(description="talked, active or ended")
    follow_of: UUID | None = Field(description="the engagement it follows on")
    begun_on: date | None
    ended_on: date | None
    promised: int = Field(description="our promises under it, without those withdrawn or released")
    delivered: int
    late: int
    broken: int
    question: str = Field(
        description="not_known, under_way, open_question (all delivered, outcome not confirmed), past_its_day, "
        "confirmed or not_reached"
    )
    standing: str = Field(description="in words: “delivered 5/5, outcome not yet confirmed”")


class TogetherOut(Schema):
    """How long and how far we have come with a client."""

    client: UUID
    name: str
    since: date | None
    years: int | None
    engagements: int
    follow_on: int
    manager: str
    managed_since: date | None


class TogetherPage(Schema):
    """One page; ``next`` is the cursor that leads on, empty at the end."""

    items: list[TogetherOut]
    next: str
    back: str


class EngagementPage(Schema):
    """One page; ``next`` is the cursor that leads on, empty at the end."""

    items: list[EngagementOut]
    next: str
    back: str


class EngagementBeginIn(Schema):
    """A new engagement."""

    name: str
    outcome: str = ""
    noticed_by: str = ""
    outcome_by: date | None = None
    state: str = "talked"
    follow_of: UUID | None = None
    begun_on: date | None = None


class EngagementChangeIn(Schema):
    """What is to be corrected; what is left out stays."""

    name: str | None = None
    outcome: str | None = None
    noticed_by: str | None = None
    outcome_by: date | None = None
    follow_of: UUID | None = None
    begun_on: date | None = None


class OutcomeIn(Schema):
    """What the client says of the outcome."""

    said: str = Field(description="reached or missed")
    known_from: str = ""
    said_by: UUID | None = Field(None, description="a contact of this client")
    said_on: date | None = Field(None, description="today where it is left out")


class EngagementWhyIn(Schema):
    """Why."""

    why: str = ""


class StateIn(Schema):
    """talked, active or ended."""

    state: str
    why: str = ""


class EngagementEndIn(Schema):
    """Why it ends."""

    why: str = ""


class EngagementFilters(Schema):
    """Which engagements: all may be combined."""

    client: UUID | None = None
    state: Literal["", "talked", "active", "ended"] = ""
    outcome: Literal["", "open", "reached", "missed"] = Field("", description="open: they have said nothing of it yet")
    cursor: str = ""
    size: int = 50


FIELDS = (
    *("id", "name", "outcome", "noticed_by", "outcome_by", "outcome_said", "outcome_said_on", "outcome_known_from"),
    *("state", "begun_on", "ended_on"),
)


def shown(engagement: Engagement, at: datetime) -> dict[str, Any]:
    """An engagement as the API gives it."""
    return shown_many([engagement], at)[0]


def shown_many(engagements: Sequence[Engagement], at: datetime) -> list[dict[str, Any]]:
    """Engagements as the API gives them: what was delivered under all of them is asked at once."""
    there = queries.deliverables([one.pk for one in engagements], at)
    return [_shown(one, there[one.pk], local_day(at, one.client.zone)) for one in engagements]


def _shown(one: Engagement, there: Deliverables, today: date) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in FIELDS} | vars(there)
    return told | {
        "client": one.client_id,
        "follow_of": one.follow_of_id,
        "outcome_said_by": one.outcome_said_by_id,
        "question": question(one, there, today),
        "standing": queries.standing(one, there, today).text,
    }


def _found(person: User, engagement_id: UUID) -> Engagement:
    rows = Engagement.objects.visible_to(person).select_related("client")
    found = rows.filter(pk=engagement_id).first()
    if found is None:
        raise NotFound
    return found


@router.get("/engagements", response=EngagementPage)
def engagements(request: HttpRequest, filters: Query[EngagementFilters]) -> dict[str, Any]:
    """Engagements of clients you may see, by cursor; at most 200 a page."""
    rows = Engagement.objects.visible_to(person_of(request))
    if filters.client is not None:
        rows = rows.filter(client=filters.client)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.outcome:
        rows = rows.unconfirmed() if filters.outcome == "open" else rows.filter(outcome_said=filters.outcome)
    rows = rows.select_related("client")
    page = page_of(rows, by=("name", "id"), cursor=filters.cursor, size=max(1, min(filters.size, MOST)))
    return {"items": shown_many(page.rows, clock.now()), "next": page.next, "back": page.back}


@router.get("/engagements/together", response=TogetherPage)
def together(
    request: HttpRequest, manager: UUID | None = None, mine: bool = False, cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Years together and work that follows on, of clients you may see, by name (R-B-3)."""
    person = person_of(request)
    page, rows = listing.together_page(
        person,
        today=local_day(clock.now(), person.zone),
        mine=mine,
        manager=manager,
        cursor=cursor,
        size=max(1, min(size, MOST)),
    )
    return {"items": [row.as_dict() for row in rows], "next": page.next, "back": page.back}


def _earlier(person: User, pk: UUID | None) -> Engagement | None:
    return None if pk is None else _found(person, pk)


@router.post("/clients/{uuid:client_id}/engagements", response={201: EngagementOut})
def begin(request: HttpRequest, client_id: UUID, payload: EngagementBeginIn) -> Status[dict[str, Any]]:
    """Write down what we are to do for a client."""
    person, at = person_of(request), clock.now()
    client = one(person, client_id)
    told = payload.model_dump() | {"follow_of": _earlier(person, payload.follow_of)}
    return Status(201, shown(actions.begin(client=client, by=person, at=at, **told), at))


@router.get("/engagements/{uuid:engagement_id}", response=EngagementOut)
def engagement(request: HttpRequest, engagement_id: UUID) -> dict[str, Any]:
    """One engagement."""
    return shown(_found(person_of(request), engagement_id), clock.now())


@router.patch("/engagements/{uuid:engagement_id}", response=EngagementOut)
def change(request: HttpRequest, engagement_id: UUID, payload: EngagementChangeIn) -> dict[str, Any]:
    """Correct what was written down."""
    person, at = person_of(request), clock.now()
    told = payload.model_dump(exclude_unset=True)
    if "follow_of" in told:
        told["follow_of"] = _earlier(person, told["follow_of"])
    return shown(actions.change(engagement=_found(person, engagement_id), by=person, at=at, **told), at)


@router.post("/engagements/{uuid:engagement_id}/state", response=EngagementOut)
def state(request: HttpRequest, engagement_id: UUID, payload: StateIn) -> dict[str, Any]:
    """Say where it stands."""
    person, at = person_of(request), clock.now()
    told = payload.model_dump()
    return shown(actions.set_state(engagement=_found(person, engagement_id), by=person, at=at, **told), at)


@router.post("/engagements/{uuid:engagement_id}/end", response=EngagementOut)
def end(request: HttpRequest, engagement_id: UUID, payload: EngagementEndIn) -> dict[str, Any]:
    """End it."""
    person, at = person_of(request), clock.now()
    return shown(actions.end(engagement=_found(person, engagement_id), why=payload.why, by=person, at=at), at)


@router.post("/engagements/{uuid:engagement_id}/outcome", response=EngagementOut)
def outcome(request: HttpRequest, engagement_id: UUID, payload: OutcomeIn) -> dict[str, Any]:
    """Write down what the client says: it did for them what it was to do, or it did not (R-A-35)."""
    person, at = person_of(request), clock.now()
    found = _found(person, engagement_id)
    people = Contact.objects.visible_to(person)
    told = payload.model_dump()
    if payload.said_by is not None:
        told["said_by"] = people.filter(pk=payload.said_by).first()
        if told["said_by"] is None:
            raise NotFound
    return shown(actions.answer_outcome(engagement=found, by=person, at=at, **told), at)


@router.post("/engagements/{uuid:engagement_id}/outcome/reopen", response=EngagementOut)
def reopen(request: HttpRequest, engagement_id: UUID, payload: EngagementWhyIn) -> dict[str, Any]:
    """The question is open again: what was written down was an error, or is so no longer."""
    person, at = person_of(request), clock.now()
    found = _found(person, engagement_id)
    return shown(actions.reopen_outcome(engagement=found, why=payload.why, by=person, at=at), at)
