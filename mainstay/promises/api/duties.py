"""A contract's duties over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema, Status

from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.actions.duties import Duty
from mainstay.promises.api.reading import router
from mainstay.promises.api.shapes import PromiseWhole, whole
from mainstay.promises.queries.duties import last_entered


class DutyIn(Schema):
    """One duty; ``every`` and ``times`` say how often it comes again."""

    text: str
    due_on: date
    every: Literal["", "month", "quarter", "year"] = ""
    times: int = Field(1, ge=1, le=200)
    kind: str = ""


class DutiesIn(Schema):
    """What a contract asks for, under its engagement."""

    engagement: UUID
    side: str = "ours"
    duties: list[DutyIn] = Field(max_length=200)


class TakeBackIn(Schema):
    """Which stroke is meant."""

    entered_at: datetime | None = Field(None, description="When they were entered; what you entered last, if left out.")


class TakenBackOut(Schema):
    """How many promises were taken back."""

    taken_back: int


def _one(pk: UUID, person: User) -> Engagement:
    found = Engagement.objects.visible_to(person).select_related("client").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@router.post("/duties", response={201: list[PromiseWhole]})
def duties(request: HttpRequest, payload: DutiesIn) -> Status[list[dict[str, Any]]]:
    """Write down all duties of a contract as promises, or none."""
    person = person_of(request)
    engagement = _one(payload.engagement, person)
    told = [Duty(**duty.model_dump()) for duty in payload.duties]
    made = actions.enter_duties(engagement=engagement, duties=told, side=payload.side, by=person, at=clock.now())
    return Status(201, [whole(promise, person) for promise in made])


@router.post("/duties/{uuid:engagement_id}/take-back", response=TakenBackOut)
def take_duties_back(request: HttpRequest, engagement_id: UUID, payload: TakeBackIn) -> dict[str, int]:
    """Take back the duties that you entered at one stroke, within a day."""
    person, at = person_of(request), clock.now()
    engagement = _one(engagement_id, person)
    stroke = payload.entered_at or last_entered(engagement, person) or at
    return {"taken_back": actions.take_duties_back(engagement=engagement, entered_at=stroke, by=person, at=at)}
