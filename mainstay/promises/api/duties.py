"""A contract's duties over the API."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema, Status

from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.actions.duties import Duty
from mainstay.promises.api.reading import router
from mainstay.promises.api.shapes import PromiseWhole, whole


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


@router.post("/duties", response={201: list[PromiseWhole]})
def duties(request: HttpRequest, payload: DutiesIn) -> Status[list[dict[str, Any]]]:
    """Write down all duties of a contract as promises, or none."""
    person = person_of(request)
    rows = Engagement.objects.visible_to(person).select_related("client")
    engagement = rows.filter(pk=payload.engagement).first()
    if engagement is None:
        raise NotFound
    told = [Duty(**duty.model_dump()) for duty in payload.duties]
    made = actions.enter_duties(engagement=engagement, duties=told, side=payload.side, by=person, at=clock.now())
    return Status(201, [whole(promise, person) for promise in made])
