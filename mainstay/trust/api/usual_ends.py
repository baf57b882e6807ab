"""What ends only with notice, what is understood, and the lessons, over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema, Status

from mainstay.clients.api.clients import one as client_of
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.finding import one_or_none
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.trust.actions.usual import reducing
from mainstay.trust.actions.usual import understanding as verbs
from mainstay.trust.actions.usual.reducing import Announcement
from mainstay.trust.api.router import router
from mainstay.trust.api.usual import contact_of
from mainstay.trust.models import Lesson, Reduction, Understanding

MOST = 200


class ReduceIn(Schema):
    """What ends (``kind`` and ``key`` as under ``used_to``), from when, and what they are told or get instead."""

    kind: str
    key: str
    ends_on: date
    text: str = ""
    channel: str = ""
    teller: UUID | None = None
    tell_on: date | None = None
    substitute: str = ""
    successor: UUID | None = None


class ReductionOut(Schema):
    """How the end of something goes on."""

    id: UUID
    client: UUID
    kind: str
    key: str
    what: str
    used: str
    text: str
    channel: str
    teller: UUID | None
    tell_on: date | None
    told_at: datetime | None
    ends_on: date
    done_at: datetime | None
    called_off_at: datetime | None
    substitute: str
    promise: UUID | None
    successor: UUID | None


class UsualWhyIn(Schema):
    """A reason."""

    why: str


class UnderstandingIn(Schema):
    """What is merely understood, since when, and how one can tell."""

    text: str
    since_on: date
    evidence: str


class UnderstandingOut(UnderstandingIn):
    """An understanding; ``state`` is unwritten, to_write, written or ended."""

    id: UUID
    client: UUID
    state: str
    reviewed_at: datetime
    confirmed_on: date | None


class UnderstandingConfirmIn(Schema):
    """Who there confirmed it, and where it stands in writing."""

    confirmed_by: UUID | None = None
    confirmed_on: date | None = None
    how: str


class LessonIn(Schema):
    """What happened, what it cost, how we avoid it; ``about`` says where it applies."""

    happened: str
    cost: str
    avoid: str
    about: str = "reducing"
    ours: bool = True


class LessonOut(LessonIn):
    """A lesson."""

    id: UUID


def shown(one: Reduction) -> dict[str, Any]:
    """A reduction as the API gives it."""
    names = (
        "id", "kind", "key", "what", "used", "text", "channel", "tell_on", "told_at", "ends_on", "done_at",
        "called_off_at", "substitute",
    )  # fmt: skip
    told = {name: getattr(one, name) for name in names}
    beside = {"client": one.client_id, "teller": one.teller_id, "promise": one.promise_id}
    return told | beside | {"successor": one.successor_id}


def shown_understanding(one: Understanding) -> dict[str, Any]:
    """An understanding as the API gives it."""
    names = ("id", "text", "since_on", "evidence", "state", "reviewed_at", "confirmed_on")
    return {name: getattr(one, name) for name in names} | {"client": one.client_id}


def shown_lesson(one: Lesson) -> dict[str, Any]:
    """A lesson as the API gives it."""
    return {name: getattr(one, name) for name in ("id", "happened", "cost", "avoid", "about", "ours")}


@router.post("/usual/{uuid:client_id}/end", response={201: ReductionOut})
def reduce(request: HttpRequest, client_id: UUID, payload: ReduceIn) -> Status[dict[str, Any]]:
    """Begin to end something they are used to; refused without an announcement or something instead."""
    person = person_of(request)
    teller, successor = (one_or_none(User.objects, pk) for pk in (payload.teller, payload.successor))
    made = reducing.reduce(
        client=client_of(person, client_id), kind=payload.kind, key=payload.key, ends_on=payload.ends_on,
        substitute=payload.substitute, successor=successor, by=person, at=clock.now(),
        announcement=Announcement(payload.text, payload.channel, teller, payload.tell_on),
    )  # fmt: skip
    return Status(201, shown(made))


def _reduction(person: User, pk: UUID) -> Reduction:
    one = Reduction.objects.visible_to(person).select_related("client").filter(pk=pk).first()
    if one is None:
        raise NotFound
    return one


@router.get("/ending/{uuid:reduction_id}", response=ReductionOut)
def reduction(request: HttpRequest, reduction_id: UUID) -> dict[str, Any]:
    """How it goes on."""
    return shown(_reduction(person_of(request), reduction_id))


@router.post("/ending/{uuid:reduction_id}/told", response=ReductionOut)
def told(request: HttpRequest, reduction_id: UUID) -> dict[str, Any]:
    """They were told."""
    person = person_of(request)
    return shown(reducing.tell(reduction=_reduction(person, reduction_id), by=person, at=clock.now()))


@router.post("/ending/{uuid:reduction_id}/call-off", response=ReductionOut)
def call_off(request: HttpRequest, reduction_id: UUID, payload: UsualWhyIn) -> dict[str, Any]:
    """It stays as it was."""
    person = person_of(request)
    one = _reduction(person, reduction_id)
    return shown(reducing.call_off(reduction=one, why=payload.why, by=person, at=clock.now()))


# --- what is understood ---------------------------------


@router.get("/usual/{uuid:client_id}/understandings", response=list[UnderstandingOut])
def understandings(request: HttpRequest, client_id: UUID) -> list[dict[str, Any]]:
    """What is understood with one client and still holds."""
    client = client_of(person_of(request), client_id)
    return [shown_understanding(each) for each in Understanding.objects.kept().filter(client=client)[:MOST]]


@router.post("/usual/{uuid:client_id}/understandings", response={201: UnderstandingOut})
def understand(request: HttpRequest, client_id: UUID, payload: UnderstandingIn) -> Status[dict[str, Any]]:
    """Write down what is merely understood."""
    person = person_of(request)
    made = verbs.note(client=client_of(person, client_id), by=person, at=clock.now(), **payload.model_dump())
    return Status(201, shown_understanding(made))


def _understanding(person: User, pk: UUID) -> Understanding:
    one = Understanding.objects.visible_to(person).select_related("client").filter(pk=pk).first()
    if one is None:
        raise NotFound
    return one


@router.post("/understandings/{uuid:understanding_id}/write", response=UnderstandingOut)
def put_in_writing(request: HttpRequest, understanding_id: UUID) -> dict[str, Any]:
    """It goes into the next letter."""
    person = person_of(request)
    one = _understanding(person, understanding_id)
    return shown_understanding(verbs.put_in_writing(understanding=one, by=person, at=clock.now()))


@router.post("/understandings/{uuid:understanding_id}/confirm", response=UnderstandingOut)
def confirm(request: HttpRequest, understanding_id: UUID, payload: UnderstandingConfirmIn) -> dict[str, Any]:
    """Somebody there confirmed it in writing."""
    person = person_of(request)
    said = payload.model_dump() | {"confirmed_by": contact_of(person, payload.confirmed_by)}
    one = _understanding(person, understanding_id)
    return shown_understanding(verbs.confirm(understanding=one, by=person, at=clock.now(), **said))


@router.post("/understandings/{uuid:understanding_id}/leave", response=UnderstandingOut)
def leave(request: HttpRequest, understanding_id: UUID) -> dict[str, Any]:
    """It stays as it is for another quarter."""
    person = person_of(request)
    one = _understanding(person, understanding_id)
    return shown_understanding(verbs.leave(understanding=one, by=person, at=clock.now()))


# --- lessons ---------------------------------


@router.get("/lessons", response=list[LessonOut])
def lessons(request: HttpRequest, about: str = "") -> list[dict[str, Any]]:
    """The last two hundred lessons, of one place where they apply if it is named."""
    person_of(request)
    rows = Lesson.objects.filter(laid_aside_at=None)
    return [shown_lesson(each) for each in (rows.filter(about=about) if about else rows)[:MOST]]


@router.post("/lessons", response={201: LessonOut})
def learn(request: HttpRequest, payload: LessonIn) -> Status[dict[str, Any]]:
    """Write down a lesson."""
    return Status(201, shown_lesson(verbs.learn(by=person_of(request), at=clock.now(), **payload.model_dump())))


@router.post("/lessons/{uuid:lesson_id}/aside", response=LessonOut)
def lesson_aside(request: HttpRequest, lesson_id: UUID) -> dict[str, Any]:
    """It applies no more."""
    lesson = Lesson.objects.filter(pk=lesson_id).first()
    if lesson is None:
        raise NotFound
    return shown_lesson(verbs.lay_aside(lesson=lesson, by=person_of(request), at=clock.now()))
