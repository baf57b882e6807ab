"""What clients are used to, over the API: how it stands, notices and their answers, extras."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema, Status

from mainstay.clients.api.clients import one as client_of
from mainstay.clients.models import Client, Contact
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.trust.actions import usual as verbs
from mainstay.trust.api.router import router
from mainstay.trust.models import Extra, Notice, Usual
from mainstay.trust.queries.usual import lists, used, words
from mainstay.trust.rules import usual

MOST = 200


class StreamOut(Schema):
    """What a client is used to of one stream; ``usual`` is empty while too little is known."""

    stream: str = Field(description="answers, contact, earliness, rating, punctuality, price, customs or person")
    series: str = Field(description="of customs, which one")
    unit: str
    usual: float | None
    now: float | None
    agreed: float | None
    words: str


class UsedOut(Schema):
    """Something they are used to that ends only with notice."""

    kind: str
    key: str
    what: str
    since_on: date | None
    words: str


class NoticeOut(Schema):
    """Less, or more, than a client is used to."""

    id: UUID
    client: UUID
    stream: str
    series: str
    way: str = Field(description="worse, better, silence, missing or proposed")
    unit: str
    before: float
    now: float
    agreed: float | None
    since: datetime
    count: int
    words: str
    reaction: str
    answer: str
    closed_at: datetime | None
    promise: UUID | None


class UsualOut(Schema):
    """One client: what is usual, what ends only with notice, what stands."""

    client: UUID
    streams: list[StreamOut]
    used_to: list[UsedOut]
    notices: list[NoticeOut]


class NoticePage(Schema):
    """One page; ``next`` is the cursor that leads on, empty at the end."""

    items: list[NoticeOut]
    next: str
    back: str


class Wanted(Schema):
    """Whose notices."""

    whose: Literal["led", "mine", "all"] = "all"
    cursor: str = ""
    size: int = 50


class RestoreIn(Schema):
    """It will be as it was: a promise."""

    text: str
    due_on: date


class NoticeTellIn(Schema):
    """What they were told."""

    words: str


class AgreeIn(Schema):
    """What the client agreed to: who there, when, where it stands; the level in the stream’s unit."""

    words: str = ""
    agreed_with: UUID | None = None
    agreed_on: date | None = None
    level: float | None = None


class ReactIn(Schema):
    """What the client said: mentioned or complained; empty for nothing."""

    reaction: str
    words: str = ""


class ExtraIn(Schema):
    """An extra that was given: once (and how they were told so), standing, or empty.

    ``nevertheless`` says why it goes first while a promise of ours to them is late.
    """

    what: str
    on: date | None = None
    mark: str = ""
    said: str = ""
    occasion: str = ""
    nevertheless: str = ""


class LeftOutIn(Schema):
    """An occasion at which it was not given."""

    what: str
    on: date | None = None


class ExtraOut(Schema):
    """An extra, given or left out."""

    id: UUID
    client: UUID
    what: str
    on: date
    granted: bool
    mark: str
    said: str
    occasion: str


class StretchIn(Schema):
    """Days that are out of the ordinary, announced before they begin."""

    from_on: date
    until_on: date
    why: str


class StretchOut(StretchIn):
    """A special stretch."""

    id: UUID
    client: UUID


class AnewIn(Schema):
    """What was agreed in place of what was."""

    why: str


def shown(notice: Notice) -> dict[str, Any]:
    """A notice as the API gives it."""
    names = ("id", "stream", "series", "way", "before", "now", "agreed", "count", "reaction", "answer", "closed_at")
    return {name: getattr(notice, name) for name in names} | {
        "client": notice.client_id,
        "unit": usual.STREAMS[notice.stream].unit,
        "since": notice.since_at,
        "words": words.short(notice),
        "promise": notice.promise_id,
    }


def shown_stream(row: Usual) -> dict[str, Any]:
    """A stream as the API gives it."""
    names = ("stream", "series", "usual", "now", "agreed")
    told = {name: getattr(row, name) for name in names}
    return told | {"unit": usual.STREAMS[row.stream].unit, "words": words.stands(row)}


def shown_extra(extra: Extra) -> dict[str, Any]:
    """An extra as the API gives it."""
    names = ("id", "what", "on", "granted", "mark", "said", "occasion")
    return {name: getattr(extra, name) for name in names} | {"client": extra.client_id}


def of_client(client: Client, at: datetime) -> dict[str, Any]:
    """All of one client: for the API and the terminal."""
    return {
        "client": client.pk,
        "streams": [shown_stream(row) for row in lists.streams(client)],
        "used_to": [vars(item) for _kind, items in used.everything(client, at) for item in items],
        "notices": [shown(notice) for notice in lists.standing(client)],
    }


def found(person: User, notice_id: UUID) -> Notice:
    """The notice, or NotFound."""
    one = Notice.objects.visible_to(person).select_related("client").filter(pk=notice_id).first()
    if one is None:
        raise NotFound
    return one


@router.get("/usual/{uuid:client_id}", response=UsualOut)
def used_to(request: HttpRequest, client_id: UUID) -> dict[str, Any]:
    """What one client is used to."""
    return of_client(client_of(person_of(request), client_id), clock.now())


@router.get("/below-custom", response=NoticePage)
def below(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The clients who get less than they are used to, by cursor; at most 200 a page."""
    size = max(1, min(wanted.size, MOST))
    page = lists.page(person_of(request), whose=wanted.whose, cursor=wanted.cursor, size=size)
    return {"items": [shown(each) for each in page.rows], "next": page.next, "back": page.back}


@router.get("/notices/{uuid:notice_id}", response=NoticeOut)
def notice(request: HttpRequest, notice_id: UUID) -> dict[str, Any]:
    """One notice."""
    return shown(found(person_of(request), notice_id))


def _answer(request: HttpRequest, notice_id: UUID, verb: Any, **told: Any) -> dict[str, Any]:
    person = person_of(request)
    return shown(verb(notice=found(person, notice_id), by=person, at=clock.now(), **told))


@router.post("/notices/{uuid:notice_id}/restore", response=NoticeOut)
def restore(request: HttpRequest, notice_id: UUID, payload: RestoreIn) -> dict[str, Any]:
    """It will be as it was: that is a promise."""
    return _answer(request, notice_id, verbs.restore, **payload.model_dump())


@router.post("/notices/{uuid:notice_id}/tell", response=NoticeOut)
def tell(request: HttpRequest, notice_id: UUID, payload: NoticeTellIn) -> dict[str, Any]:
    """They were told."""
    return _answer(request, notice_id, verbs.tell, **payload.model_dump())


@router.post("/notices/{uuid:notice_id}/agree", response=NoticeOut)
def agree(request: HttpRequest, notice_id: UUID, payload: AgreeIn) -> dict[str, Any]:
    """The client agreed to something else; what is usual moves to it."""
    told = payload.model_dump() | {"agreed_with": contact_of(person_of(request), payload.agreed_with)}
    return _answer(request, notice_id, verbs.agree, **told)


def contact_of(person: User, contact_id: UUID | None) -> Contact | None:
    """Somebody of a client this person may see, or NotFound."""
    if contact_id is None:
        return None
    contact = Contact.objects.visible_to(person).filter(pk=contact_id).first()
    if contact is None:
        raise NotFound
    return contact


@router.post("/notices/{uuid:notice_id}/react", response=NoticeOut)
def react(request: HttpRequest, notice_id: UUID, payload: ReactIn) -> dict[str, Any]:
    """What the client said of it."""
    return _answer(request, notice_id, verbs.react, **payload.model_dump())


@router.get("/usual/{uuid:client_id}/extras", response=list[ExtraOut])
def extras(request: HttpRequest, client_id: UUID) -> list[dict[str, Any]]:
    """The last two hundred extras of one client, the latest first."""
    client = client_of(person_of(request), client_id)
    rows = Extra.objects.filter(client=client, annulled_at=None).order_by("-on", "-noted_at")[:MOST]
    return [shown_extra(each) for each in rows]


@router.post("/usual/{uuid:client_id}/extras", response={201: ExtraOut})
def give(request: HttpRequest, client_id: UUID, payload: ExtraIn) -> Status[dict[str, Any]]:
    """Note an extra that was given."""
    person = person_of(request)
    client = client_of(person, client_id)
    return Status(201, shown_extra(verbs.give(client=client, by=person, at=clock.now(), **payload.model_dump())))


@router.post("/usual/{uuid:client_id}/went-without", response={201: ExtraOut})
def leave_out(request: HttpRequest, client_id: UUID, payload: LeftOutIn) -> Status[dict[str, Any]]:
    """Note that it was not given on an occasion of its kind."""
    person = person_of(request)
    client = client_of(person, client_id)
    return Status(201, shown_extra(verbs.leave_out(client=client, by=person, at=clock.now(), **payload.model_dump())))


@router.post("/extras/{uuid:extra_id}/annul", response=ExtraOut)
def annul(request: HttpRequest, extra_id: UUID) -> dict[str, Any]:
    """It was entered in error."""
    person = person_of(request)
    rows = Extra.objects.visible_to(person).select_related("client")
    extra = rows.filter(pk=extra_id).first()
    if extra is None:
        raise NotFound
    return shown_extra(verbs.annul(extra=extra, by=person, at=clock.now()))


@router.post("/usual/{uuid:client_id}/stretches", response={201: StretchOut})
def stretch(request: HttpRequest, client_id: UUID, payload: StretchIn) -> Status[dict[str, Any]]:
    """Announce days that are out of the ordinary."""
    person = person_of(request)
    made = verbs.announce_stretch(
        client=client_of(person, client_id), by=person, at=clock.now(), **payload.model_dump()
    )
    return Status(201, payload.model_dump() | {"id": made.pk, "client": made.client_id})


@router.post("/usual/{uuid:client_id}/anew", response=UsualOut)
def anew(request: HttpRequest, client_id: UUID, payload: AnewIn) -> dict[str, Any]:
    """The service agreement was replaced: what is usual is learnt anew."""
    person, at = person_of(request), clock.now()
    client = client_of(person, client_id)
    verbs.begin_anew(client=client, why=payload.why, by=person, at=at)
    return of_client(client, at)
