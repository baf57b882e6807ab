"""The word over the API: one of three, with its reason. A number or anything between is refused (R-A-6)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema, Status

from mainstay.clients.api.clients import one as client_of
from mainstay.clients.models import Client, Contact
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises.models import Promise
from mainstay.trust.actions import word as verbs
from mainstay.trust.api.router import router
from mainstay.trust.queries.word.chronicle import SHOWN, entries
from mainstay.trust.queries.word.proposals import proposal_of
from mainstay.trust.queries.word.said import Said, said

MOST = 1000


class GroundOut(Schema):
    """Something the word rests on."""

    words: str
    on: date
    url: str
    contact: str


class ProposedOut(Schema):
    """What our record proposes instead."""

    trust: str
    since: date | None


class TrustOut(Schema):
    """What a client believes of us; ``trust`` is trusted, not_trusted or not_enough_information."""

    client: str
    client_id: UUID
    trust: str
    since: date | None
    reasons: list[str]
    evidence: list[GroundOut]
    missing: str
    decide_by: date | None
    not_asked: bool
    proposed: ProposedOut | None


class TrustIn(Schema):
    """A word, and why. ``evidence`` names promises; ``client_said`` is the client’s own statement."""

    trust: Any = Field(description="trusted, not_trusted or not_enough_information")
    reason: str = ""
    client_said: str = ""
    said_by: UUID | None = None
    missing: str = ""
    decide_by: date | None = None
    evidence: list[UUID] = []


class NoticedIn(Schema):
    """What was noticed or said, and of whom."""

    text: str
    contact: UUID | None = None


class ChronicleLineOut(Schema):
    """One line of the chronicle; ``what`` is earned, maintained, endangered, preserved or empty."""

    on: date
    what: str
    words: str
    url: str


class TextIn(Schema):
    """Words."""

    text: str = ""


def shown(client: Client, told: Said | None = None) -> dict[str, Any]:
    """The word, as API and terminal tell it."""
    told, proposal = told or said(client), proposal_of(client)
    return {
        "client": client.name,
        "client_id": client.pk,
        "trust": told.word,
        "since": told.since,
        "reasons": list(told.reasons),
        "evidence": [
            {"words": one.words, "on": one.on, "url": one.url, "contact": one.contact} for one in told.grounds
        ],
        "missing": told.row.missing if told.row is not None else "",
        "decide_by": told.row.decide_by if told.row is not None else None,
        "not_asked": told.not_asked,
        "proposed": {"trust": proposal.verdict, "since": proposal.since} if proposal is not None else None,
    }  # fmt: skip


def there(client: Client, contact: UUID | None) -> Contact | None:
    """Somebody of this client’s. Raises Refused for anybody else."""
    if contact is None:
        return None
    found = Contact.objects.filter(pk=contact, affiliations__client=client).first()
    if found is None:
        raise Refused(_("Name somebody who belongs to this client."), rule="R-A-9", field="contact")
    return found


def promises_of(client: Client, ids: list[UUID]) -> list[Promise]:
    """Promises of this client. Raises Refused for one of another."""
    found = list(Promise.objects.filter(client=client, pk__in=ids))
    if len(found) != len(set(ids)):
        raise Refused(_("Name promises of this client."), rule="R-A-3", field="evidence")
    return found


@router.get("/clients/{uuid:client_id}/trust", response=TrustOut)
def trust(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """What the client believes of us, and why."""
    return shown(client_of(person_of(request), client_id))


@router.get("/clients/{uuid:client_id}/trust/chronicle", response=list[ChronicleLineOut])
def chronicle(request: HttpRequest, client_id: UUID, first: int = 0, size: int = SHOWN) -> list[dict[str, Any]]:
    """How trust was earned, maintained, put in danger, preserved; newest first, from one line on."""
    client = client_of(person_of(request), client_id)
    lines, _more = entries(client, clock.now(), first=max(0, first), size=min(max(1, size), MOST))
    return [{"on": line.on, "what": line.code, "words": line.sentence, "url": line.url} for line in lines]


@router.put("/clients/{uuid:client_id}/trust", response=TrustOut)
def set_trust(request: HttpRequest, client_id: UUID, payload: TrustIn) -> dict[str, Any]:
    """Say what the client believes of us."""
    person, client = _asked(request, client_id)
    told = payload.model_dump(exclude={"trust", "said_by", "evidence"})
    told |= {"said_by": there(client, payload.said_by), "rests_on": promises_of(client, payload.evidence)}
    verbs.say(client=client, word=payload.trust, by=person, at=clock.now(), **told)
    return shown(client)


def _asked(request: HttpRequest, client_id: UUID) -> tuple[User, Client]:
    person = person_of(request)
    return person, client_of(person, client_id)


@router.post("/clients/{uuid:client_id}/trust/given", response=TrustOut)
def given(request: HttpRequest, client_id: UUID, payload: TextIn) -> dict[str, Any]:
    """They were given what lets them decide."""
    person, client = _asked(request, client_id)
    verbs.give(client=client, text=payload.text, by=person, at=clock.now())
    return shown(client)


@router.post("/clients/{uuid:client_id}/trust/noticed", response={201: TrustOut})
def noticed(request: HttpRequest, client_id: UUID, payload: NoticedIn) -> Status[dict[str, Any]]:
    """Something was noticed: evidence, with the person there as its source."""
    person, client = _asked(request, client_id)
    contact = there(client, payload.contact)
    verbs.notice(client=client, text=payload.text, contact=contact, by=person, at=clock.now())
    return Status(201, shown(client))


@router.post("/clients/{uuid:client_id}/trust/not-asked", response=TrustOut)
def not_asked(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """We have not asked them."""
    person, client = _asked(request, client_id)
    verbs.not_asked(client=client, by=person, at=clock.now())
    return shown(client)


@router.post("/clients/{uuid:client_id}/trust/asked", response=TrustOut)
def asked(request: HttpRequest, client_id: UUID, payload: NoticedIn) -> dict[str, Any]:
    """We asked; this is what they said."""
    person, client = _asked(request, client_id)
    contact = there(client, payload.contact)
    verbs.ask(client=client, answer=payload.text, contact=contact, by=person, at=clock.now())
    return shown(client)


@router.post("/clients/{uuid:client_id}/trust/accept", response=TrustOut)
def accept(request: HttpRequest, client_id: UUID, payload: TextIn) -> dict[str, Any]:
    """Accept what the record proposes."""
    person, client = _asked(request, client_id)
    verbs.accept(client=client, reason=payload.text, by=person, at=clock.now())
    return shown(client)


@router.post("/clients/{uuid:client_id}/trust/keep", response=TrustOut)
def keep(request: HttpRequest, client_id: UUID, payload: TextIn) -> dict[str, Any]:
    """Keep the word against the record, with a reason."""
    person, client = _asked(request, client_id)
    verbs.keep(client=client, reason=payload.text, by=person, at=clock.now())
    return shown(client)
