"""Who of us serves a client, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from mainstay.clients import actions
from mainstay.clients.api import shapes
from mainstay.clients.api.clients import one
from mainstay.clients.api.shapes import AssignmentOut, shown_assignment
from mainstay.clients.models import Assignment
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound

serving = Router(tags=["assignments"])


@serving.get("/clients/{uuid:client_id}/assignments", response=list[AssignmentOut])
def assignments(request: HttpRequest, client_id: UUID) -> list[dict[str, Any]]:
    """Everybody who serves a client, or did; the earliest first."""
    client = one(person_of(request), client_id)
    return [shown_assignment(each) for each in client.assignments.select_related("user")]


@serving.post("/clients/{uuid:client_id}/assignments", response={201: AssignmentOut})
def assign(request: HttpRequest, client_id: UUID, payload: shapes.AssignIn) -> Status[dict[str, Any]]:
    """Name somebody; a new manager ends the time of the one before."""
    person = person_of(request)
    client = one(person, client_id)
    colleague = User.objects.filter(pk=payload.user).first()
    if colleague is None:
        raise NotFound
    told = payload.model_dump() | {"user": colleague}
    return Status(201, shown_assignment(actions.assign(client=client, by=person, at=clock.now(), **told)))


@serving.post("/assignments/{uuid:assignment_id}/end", response=AssignmentOut)
def end(request: HttpRequest, assignment_id: UUID, payload: shapes.ServingEndIn) -> dict[str, Any]:
    """End somebody's time with a client; the manager goes by naming a successor."""
    person = person_of(request)
    found = Assignment.objects.visible_to(person).select_related("client", "user").filter(pk=assignment_id).first()
    if found is None:
        raise NotFound
    ended = actions.unassign(assignment=found, by=person, at=clock.now(), **payload.model_dump())
    return shown_assignment(ended)
