"""The people on the client's side over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from mainstay.clients import actions
from mainstay.clients.api import shapes
from mainstay.clients.api.clients import MOST, one
from mainstay.clients.api.shapes import ContactOut, ContactPage, shown_contact
from mainstay.clients.models import Affiliation, Contact
from mainstay.clients.rules import in_order
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import NotFound

people = Router(tags=["contacts"])


class ContactFilters(Schema):
    """Which people: of one client, found by name, mail address or phone; with those who left, if wanted."""

    client: UUID | None = None
    q: str = ""
    left: bool = False
    cursor: str = ""
    size: int = 50


def _place(person: User, place_id: UUID) -> Affiliation:
    rows = Affiliation.objects.visible_to(person).select_related("contact", "client").prefetch_related("contact__ways")
    found = rows.filter(pk=place_id).first()
    if found is None:
        raise NotFound
    return found


@people.get("/contacts", response=ContactPage)
def contacts(request: HttpRequest, filters: Query[ContactFilters]) -> dict[str, Any]:
    """People at the clients you may see, by cursor; at most 200 a page."""
    rows = (
        Affiliation.objects.visible_to(person_of(request)).select_related("contact").prefetch_related("contact__ways")
    )
    if not filters.left:
        rows = rows.now()
    if filters.client is not None:
        rows = rows.filter(client=filters.client)
    for word in in_order(filters.q).split():
        rows = rows.filter(contact__found_by__contains=word)
    page = page_of(rows, by=("id",), cursor=filters.cursor, size=max(1, min(filters.size, MOST)))
    return {"items": [shown_contact(place) for place in page.rows], "next": page.next, "back": page.back}


@people.post("/clients/{uuid:client_id}/contacts", response={201: ContactOut})
def add(request: HttpRequest, client_id: UUID, payload: shapes.ContactIn) -> Status[dict[str, Any]]:
    """Write down a person."""
    person = person_of(request)
    client = one(person, client_id)
    made = actions.add_contact(client=client, by=person, at=clock.now(), **payload.model_dump())
    return Status(201, shown_contact(made))


@people.post("/clients/{uuid:client_id}/contacts/known", response={201: ContactOut})
def join(request: HttpRequest, client_id: UUID, payload: shapes.JoinIn) -> Status[dict[str, Any]]:
    """Say that a person we know belongs here too."""
    person = person_of(request)
    client = one(person, client_id)
    known = Contact.objects.visible_to(person).filter(pk=payload.contact).first()
    if known is None:
        raise NotFound
    told = payload.model_dump() | {"contact": known}
    return Status(201, shown_contact(actions.affiliate(client=client, by=person, at=clock.now(), **told)))


@people.get("/contacts/{uuid:place_id}", response=ContactOut)
def contact(request: HttpRequest, place_id: UUID) -> dict[str, Any]:
    """Somebody's place with a client."""
    return shown_contact(_place(person_of(request), place_id))


@people.patch("/contacts/{uuid:place_id}", response=ContactOut)
def change(request: HttpRequest, place_id: UUID, payload: shapes.PersonChangeIn) -> dict[str, Any]:
    """Correct what is kept about a person, or about their place here."""
    person = person_of(request)
    told = payload.model_dump(exclude_unset=True)
    place = _place(person, place_id)
    return shown_contact(actions.change_contact(affiliation=place, by=person, at=clock.now(), **told))


@people.post("/contacts/{uuid:place_id}/leave", response=ContactOut)
def leave(request: HttpRequest, place_id: UUID, payload: shapes.ServingEndIn) -> dict[str, Any]:
    """Say that somebody no longer belongs there."""
    person = person_of(request)
    place = _place(person, place_id)
    return shown_contact(actions.leave(affiliation=place, by=person, at=clock.now(), **payload.model_dump()))
