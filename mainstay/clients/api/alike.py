"""Who looks like the same, and merging, over the API."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mainstay.clients import actions
from mainstay.clients.api.clients import one
from mainstay.clients.models import Client, Contact, Merge
from mainstay.clients.queries import merging
from mainstay.clients.queries.merging import Preview
from mainstay.clients.queries.scan import scan
from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound

alike = Router(tags=["duplicates"])
MOST = 100


class Asked(Schema):
    """Which list: clients or people, by name, mail address or phone; ``after`` is the ``next`` of the page before."""

    what: Literal["client", "contact"] = "client"
    by: Literal["name", "mail", "phone"] = "name"
    after: str = ""
    size: int = 25


class MemberOut(Schema):
    """One of a group."""

    id: UUID
    name: str
    where: str
    beneath: str = Field(description="what else tells it apart: manager and number, or mail and phone")


class GroupOut(Schema):
    """Some who share a key."""

    key: str
    members: list[MemberOut]


class ScanOut(Schema):
    """One page of groups; ``next`` leads on, empty at the end."""

    groups: list[GroupOut]
    next: str


class ApartIn(Schema):
    """Two or more that look alike."""

    what: Literal["client", "contact"] = "client"
    ids: list[UUID]


class PairsOut(Schema):
    """How many pairs it concerned."""

    pairs: int


class DifferingOut(Schema):
    """A field in which the two differ, and whose value stays where nobody says."""

    field: str
    label: str
    keep: str
    gone: str
    stays: str


class MergePreviewOut(Schema):
    """What a merge would do."""

    keep: UUID
    gone: UUID
    differing: list[DifferingOut]
    facts: list[tuple[str, str, str]] = Field(description="what, of the one that stays, of the other")
    told: list[str]


class MergeIn(Schema):
    """Which is laid aside, why, and for fields in which they differ whose value stays: keep or gone."""

    gone: UUID
    stays: dict[str, str] = {}
    why: str = ""


class MergePeopleIn(MergeIn):
    """The same of two people, by the id of the person (``contact``)."""

    keep: UUID


class MergeOut(Schema):
    """A merge."""

    id: UUID
    what: str
    keep: UUID
    gone: UUID
    at: datetime
    why: str


class UndoneOut(Schema):
    """What stands by itself again, and what could not go back."""

    gone: UUID
    keep: UUID
    told: list[str]


@alike.get("/alike", response=ScanOut)
def groups(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Who looks like the same, of those you may see."""
    person = person_of(request)
    gate.needs_right(person, rights.WRITE_CLIENTS)
    found = scan(person, what=asked.what, by=asked.by, after=asked.after, size=max(1, min(asked.size, MOST)))
    return {"groups": [asdict(group) for group in found.groups], "next": found.next}


def _named(person: User, told: ApartIn) -> list[Client] | list[Contact]:
    wanted = set(told.ids)
    found: list[Client] | list[Contact]
    if told.what == "client":
        found = list(Client.objects.visible_to(person).filter(pk__in=wanted))
    else:
        found = list(Contact.objects.visible_to(person).filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise NotFound
    return found


@alike.post("/alike/apart", response=PairsOut)
def apart(request: HttpRequest, payload: ApartIn) -> dict[str, int]:
    """Say that these are not the same."""
    person = person_of(request)
    return {"pairs": actions.hold_apart(alike=_named(person, payload), by=person, at=clock.now())}


@alike.post("/alike/again", response=PairsOut)
def again(request: HttpRequest, payload: ApartIn) -> dict[str, int]:
    """Take that back."""
    person = person_of(request)
    return {"pairs": actions.ask_again(alike=_named(person, payload), by=person, at=clock.now())}


@alike.get("/clients/{uuid:client_id}/merge/{uuid:gone_id}", response=MergePreviewOut)
def look(request: HttpRequest, client_id: UUID, gone_id: UUID) -> dict[str, Any]:
    """What merging the second into the first would do."""
    person = person_of(request)
    return _preview(merging.preview(one(person, client_id), one(person, gone_id), person, clock.now()))


@alike.post("/clients/{uuid:client_id}/merge", response={201: MergeOut})
def merge(request: HttpRequest, client_id: UUID, payload: MergeIn) -> Status[dict[str, Any]]:
    """Merge another client into this one."""
    person = person_of(request)
    keep, gone = one(person, client_id), one(person, payload.gone)
    made = actions.merge(keep=keep, gone=gone, stays=payload.stays, why=payload.why, by=person, at=clock.now())
    return Status(201, shown_merge(made))


@alike.post("/clients/{uuid:client_id}/unmerge", response=UndoneOut)
def unmerge(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """Take the merge by which this client was laid aside apart."""
    person = person_of(request)
    gone = Client.objects.filter(pk=client_id).first()
    if gone is None:
        raise NotFound
    if gone.merged_into_id is None:
        gone = one(person, client_id)
    keep = gone.merged_into_id
    if keep is not None:
        one(person, keep)
    undone = actions.unmerge(gone=gone, by=person, at=clock.now())
    return {"gone": undone.client.pk, "keep": keep, "told": undone.told}


@alike.get("/people/{uuid:keep_id}/merge/{uuid:gone_id}", response=MergePreviewOut)
def look_people(request: HttpRequest, keep_id: UUID, gone_id: UUID) -> dict[str, Any]:
    """What merging the second person into the first would do."""
    person = person_of(request)
    keep, gone = _contact(person, keep_id), _contact(person, gone_id)
    return _preview(merging.preview_people(keep, gone, person, clock.now()))


@alike.post("/people/merge", response={201: MergeOut})
def merge_people(request: HttpRequest, payload: MergePeopleIn) -> Status[dict[str, Any]]:
    """Merge one person into another."""
    person = person_of(request)
    keep, gone = _contact(person, payload.keep), _contact(person, payload.gone)
    made = actions.merge_people(keep=keep, gone=gone, stays=payload.stays, why=payload.why, by=person, at=clock.now())
    return Status(201, shown_merge(made))


@alike.post("/people/{uuid:contact_id}/unmerge", response=UndoneOut)
def unmerge_people(request: HttpRequest, contact_id: UUID) -> dict[str, Any]:
    """Take the merge of two people apart, by the one who was laid aside."""
    person = person_of(request)
    gone = Contact.objects.filter(pk=contact_id).first()
    if gone is None:
        raise NotFound
    if gone.merged_into_id is None:
        gone = _contact(person, contact_id)
    keep = gone.merged_into_id
    if keep is not None:
        _contact(person, keep)
    undone = actions.unmerge_people(gone=gone, by=person, at=clock.now())
    return {"gone": undone.contact.pk, "keep": keep, "told": undone.told}


def _contact(person: User, contact_id: UUID) -> Contact:
    found = Contact.objects.visible_to(person).filter(pk=contact_id).first()
    if found is None:
        raise NotFound
    return found


def _preview(found: Preview) -> dict[str, Any]:
    differing = [asdict(each) for each in found.differing]
    facts = [(str(label), keep, gone) for label, keep, gone in found.facts]
    return {"keep": found.keep.pk, "gone": found.gone.pk, "differing": differing, "facts": facts, "told": found.told}


def shown_merge(made: Merge) -> dict[str, Any]:
    """A merge."""
    told = {"id": made.pk, "what": made.what, "keep": made.keep_id, "gone": made.gone_id}
    return told | {"at": made.at, "why": made.why}
