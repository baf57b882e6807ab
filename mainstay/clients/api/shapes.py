"""What the API shows and takes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from mainstay.clients.models import Affiliation, Assignment, Client


class ClientNamed(Schema):
    """A record by id and name."""

    id: UUID
    name: str


class ClientOut(Schema):
    """A client as the list has it."""

    id: UUID
    name: str
    kind: str = Field(description="firm or household")
    stage: str = Field(description="prospect, active or former")
    unit: UUID | None
    zone: str
    country: str
    town: str
    language: str
    since_on: date | None
    reference: str
    note: str
    archived_at: datetime | None
    archived_why: str
    merged_into: UUID | None = Field(description="the client that stayed, where this one was merged into it")


class WayShape(Schema):
    """One mail address or phone number as told, and what it is for."""

    value: str
    label: str = ""


class ContactOut(Schema):
    """Somebody's place with a client (``id``), and the person (``contact``)."""

    id: UUID
    contact: UUID
    client: UUID
    name: str
    title: str
    addressed_as: str = Field(description="as they told; empty where it is not known")
    salutation: str
    language: str
    email: str = Field(description="the first of mails")
    phone: str = Field(description="the first of phones")
    mails: list[WayShape]
    phones: list[WayShape]
    reference: str = Field(description="their number with whoever told of them, or the UID of their card")
    channel: str = Field(description="phone, mail, letter, meeting or empty")
    hours: str
    role: str
    decides: bool
    from_on: date | None
    to_on: date | None


class AssignmentOut(Schema):
    """That somebody of ours serves a client."""

    id: UUID
    client: UUID
    user: ClientNamed
    role: str = Field(description="manager, deputy, sponsor or helper")
    from_on: date
    to_on: date | None
    why: str


class ClientWhole(ClientOut):
    """A client with the people there now and who serves it now."""

    time_there: str = Field(description="what the clock on their wall shows, HH:MM")
    contacts: list[ContactOut]
    served_by: list[AssignmentOut]


class ClientPage(Schema):
    """One page of clients; ``next`` is the cursor that leads on, empty at the end."""

    items: list[ClientOut]
    next: str
    back: str


class ContactPage(Schema):
    """One page of people."""

    items: list[ContactOut]
    next: str
    back: str


class ClientLineOut(Schema):
    """One line of the chronicle, in the reader's language."""

    at: datetime
    kind: str
    by: str
    text: str
    beneath: list[str] = Field(description="what changed, and why")


class LinePage(Schema):
    """One page of the chronicle, newest first."""

    items: list[ClientLineOut]
    next: str
    back: str


class AddIn(Schema):
    """A client. ``anyway``: why one that resembles another is written down all the same."""

    name: str
    anyway: str = ""
    kind: str = "firm"
    stage: str = "active"
    manager: UUID | None = None
    unit: UUID | None = None
    zone: str = ""
    country: str = ""
    town: str = ""
    language: str = ""
    since_on: date | None = None
    reference: str = ""
    note: str = ""


class ClientChangeIn(Schema):
    """What is to be corrected; what is left out stays."""

    name: str = ""
    anyway: str = ""
    kind: str = ""
    unit: UUID | None = None
    zone: str = ""
    country: str = ""
    town: str = ""
    language: str = ""
    since_on: date | None = None
    reference: str = ""
    note: str = ""


class StageIn(Schema):
    """prospect, active or former."""

    stage: str
    why: str = ""


class ArchiveIn(Schema):
    """Why a client is laid aside."""

    why: str


class ContactIn(Schema):
    """Somebody there. ``anyway``: why one who resembles another is written down. What was not told stays empty.

    ``mails`` and ``phones`` are the whole list, ``email`` and ``phone`` the first of it.
    """

    name: str
    anyway: str = ""
    title: str = ""
    addressed_as: str = ""
    salutation: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    mails: list[WayShape] | None = None
    phones: list[WayShape] | None = None
    channel: str = ""
    hours: str = ""
    reference: str = ""
    role: str = ""
    decides: bool = False
    from_on: date | None = None


class PersonChangeIn(Schema):
    """What is to be corrected; what is left out stays."""

    name: str = ""
    title: str = ""
    addressed_as: str = ""
    salutation: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    mails: list[WayShape] | None = None
    phones: list[WayShape] | None = None
    channel: str = ""
    hours: str = ""
    reference: str = ""
    role: str = ""
    decides: bool = False
    from_on: date | None = None


class JoinIn(Schema):
    """Somebody known from another client."""

    contact: UUID
    role: str = ""
    decides: bool = False
    from_on: date | None = None


class ServingEndIn(Schema):
    """The last day, today where none is told, and why."""

    to_on: date | None = None
    why: str = ""


class AssignIn(Schema):
    """Who serves, as what, from when (today where none is told), and why.

    Where a manager follows another: the day on which the client was told, or why not before.
    """

    user: UUID
    role: str
    from_on: date | None = None
    why: str = ""
    told_on: date | None = None
    untold_why: str = ""


_CLIENT = tuple(name for name in ClientOut.model_fields if name not in ("unit", "merged_into"))
_PERSON = (
    *("name", "title", "addressed_as", "salutation", "language", "email", "phone"),
    *("channel", "hours", "reference"),
)
_PLACE = ("id", "role", "decides", "from_on", "to_on")


def shown(client: Client) -> dict[str, Any]:
    """A client in the list."""
    return {name: getattr(client, name) for name in _CLIENT} | {
        "unit": client.unit_id,
        "merged_into": client.merged_into_id,
    }


def shown_contact(place: Affiliation) -> dict[str, Any]:
    """A person with their place."""
    person = {name: getattr(place.contact, name) for name in _PERSON}
    here = {name: getattr(place, name) for name in _PLACE}
    told = list(place.contact.ways.all())
    for name, kind in (("mails", "mail"), ("phones", "phone")):
        person[name] = [{"value": way.value, "label": way.label} for way in told if way.kind == kind]
    return person | here | {"contact": place.contact_id, "client": place.client_id}


def shown_assignment(serves: Assignment) -> dict[str, Any]:
    """Who serves."""
    return {
        "id": serves.pk,
        "client": serves.client_id,
        "user": {"id": serves.user_id, "name": serves.user.name},
        "role": serves.role,
        "from_on": serves.from_on,
        "to_on": serves.to_on,
        "why": serves.why,
    }
