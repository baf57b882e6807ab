"""Links by which the client answers a day, over the API (R-B-50)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema, Status

from mainstay.clients.models import Contact
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.api.reading import find, router
from mainstay.promises.api.shapes import PromiseNamed, named
from mainstay.promises.models import AnswerLink
from mainstay.promises.queries import linking


class LinkIn(Schema):
    """Who there answers, and for how many days the link leads there."""

    contact: UUID
    days: int = 14


class LinkOut(Schema):
    """A link and what was answered by it; ``link`` opens without signing in while it is open."""

    id: UUID
    promise: UUID
    contact: PromiseNamed
    about: str = Field(description="day, or delivery: whether what they got is as they wanted it")
    due_on: date = Field(description="The day it is asked of; of a delivery the day on which it came.")
    standing: str = Field(description="open, answered, ended, expired or overtaken")
    link: str = Field(description="Empty once it leads nowhere.")
    expires_at: datetime
    answered_at: datetime | None
    answer: str = Field(description="yes, no or other_day; of a delivery accepted, remarks or refused; empty before")
    other_on: date | None
    note: str


def shown(link: AnswerLink, at: datetime) -> dict[str, Any]:
    """A link, as API and terminal tell it."""
    stands = linking.standing(link, at)
    plain = {
        name: getattr(link, name)
        for name in ("id", "about", "due_on", "expires_at", "answered_at", "answer", "other_on", "note")
    }
    here = linking.url(link) if stands == "open" else ""
    return plain | {"promise": link.promise_id, "contact": named(link.contact), "standing": stands, "link": here}


@router.get("/{uuid:promise_id}/links", response=list[LinkOut])
def links(request: HttpRequest, promise_id: UUID) -> list[dict[str, Any]]:
    """Every link about a promise, the earliest first."""
    found, at = find(person_of(request), promise_id), clock.now()
    return [shown(link, at) for link in linking.links_of(found)]


@router.post("/{uuid:promise_id}/ask-by-link", response={201: LinkOut})
def ask_by_link(request: HttpRequest, promise_id: UUID, payload: LinkIn) -> Status[dict[str, Any]]:
    """Make a link by which somebody there answers yes, no or another day; once delivered, whether it is as wanted."""
    person, at = person_of(request), clock.now()
    promise = find(person, promise_id, request)
    contact = Contact.objects.visible_to(person).filter(pk=payload.contact).first()
    if contact is None:
        raise NotFound
    link = actions.ask_by_link(promise=promise, contact=contact, days=payload.days, by=person, at=at)
    return Status(201, shown(link, at))


@router.post("/links/{uuid:link_id}/end-link", response=LinkOut)
def end_link(request: HttpRequest, link_id: UUID) -> dict[str, Any]:
    """End a link before its day."""
    person, at = person_of(request), clock.now()
    link = linking.link_seen(link_id, person)
    if link is None:
        raise NotFound
    return shown(actions.end_link(link=link, by=person, at=at), at)
