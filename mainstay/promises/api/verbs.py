"""The verbs of the ledger over the API: each calls the action of its name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Status

from mainstay.clients.models import Contact
from mainstay.clients.queries.seeing import seen as seen_by
from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound
from mainstay.promises import actions
from mainstay.promises.api import before, shapes
from mainstay.promises.api.reading import as_seen, find, router
from mainstay.promises.api.shapes import PromiseWhole, RemarkOut, shown_remark, whole
from mainstay.promises.models import Promise, Remark, Renegotiation
from mainstay.promises.queries import foresight
from mainstay.promises.queries.words import Reader


def _one(rows: Any, pk: UUID | None) -> Any:
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@router.post("", response={201: shapes.PromiseMade})
def make(request: HttpRequest, payload: shapes.MakeIn) -> Status[dict[str, Any]]:
    """Write down a word given."""
    person = person_of(request)
    if (client := seen_by(person, payload.client)) is None:
        raise NotFound
    contacts = Contact.objects.visible_to(person)
    told = payload.model_dump() | {
        "client": client,
        "owner": _one(User.objects.all(), payload.owner),
        "second": _one(User.objects.all(), payload.second),
        "owner_contact": _one(contacts, payload.owner_contact),
        "made_to": _one(contacts, payload.made_to),
        "engagement": _one(Engagement.objects.visible_to(person), payload.engagement),
    }
    reader = Reader.of(person, clock.now())
    seen = foresight.of_word(told, person, reader.at)
    promise = actions.make(by=person, at=reader.at, **told)
    return Status(201, before.made(promise, person, seen, reader))


def _act(request: HttpRequest, promise_id: UUID, verb: Any, **told: Any) -> dict[str, Any]:
    person = person_of(request)
    promise: Promise = verb(promise=find(person, promise_id, request), by=person, at=clock.now(), **told)
    return whole(promise, person)


@router.post("/{uuid:promise_id}/move", response=PromiseWhole)
def move(request: HttpRequest, promise_id: UUID, payload: shapes.MoveIn) -> dict[str, Any]:
    """Ask for another day, and write down the answer."""
    return _act(request, promise_id, actions.move, **payload.model_dump())


@router.post("/{uuid:promise_id}/deliver", response=PromiseWhole)
def deliver(request: HttpRequest, promise_id: UUID, payload: shapes.DeliverIn) -> dict[str, Any]:
    """What was promised has been done."""
    return _act(request, promise_id, actions.deliver, **payload.model_dump())


@router.post("/{uuid:promise_id}/tell", response=PromiseWhole)
def tell(request: HttpRequest, promise_id: UUID, payload: shapes.PromiseTellIn) -> dict[str, Any]:
    """The client was told."""
    return _act(request, promise_id, actions.tell, **payload.model_dump())


@router.post("/{uuid:promise_id}/settle", response=PromiseWhole)
def settle(request: HttpRequest, promise_id: UUID, payload: shapes.SettleIn) -> dict[str, Any]:
    """Close a delivery by its three answers."""
    return _act(request, promise_id, actions.settle, **payload.model_dump())


@router.post("/{uuid:promise_id}/withdraw", response=PromiseWhole)
def withdraw(request: HttpRequest, promise_id: UUID, payload: shapes.WithdrawIn) -> dict[str, Any]:
    """Take a promise back before its day."""
    return _act(request, promise_id, actions.withdraw, **payload.model_dump())


@router.post("/{uuid:promise_id}/release", response=PromiseWhole)
def release(request: HttpRequest, promise_id: UUID, payload: shapes.ReleaseIn) -> dict[str, Any]:
    """It is no longer wanted."""
    return _act(request, promise_id, actions.release, **payload.model_dump())


@router.post("/{uuid:promise_id}/own-up", response=PromiseWhole)
def own_up(request: HttpRequest, promise_id: UUID, payload: shapes.OwnUpIn) -> dict[str, Any]:
    """It was broken."""
    return _act(request, promise_id, actions.own_up, **payload.model_dump())


@router.post("/{uuid:promise_id}/annul", response=PromiseWhole)
def annul(request: HttpRequest, promise_id: UUID, payload: shapes.AnnulIn) -> dict[str, Any]:
    """It was entered in error."""
    return _act(request, promise_id, actions.annul, **payload.model_dump())


@router.post("/{uuid:promise_id}/hand-over", response=PromiseWhole)
def hand_over(request: HttpRequest, promise_id: UUID, payload: shapes.PromiseHandOverIn) -> dict[str, Any]:
    """Give it to a colleague."""
    to = _one(User.objects.all(), payload.to)
    return _act(request, promise_id, actions.hand_over, to=to, why=payload.why)


@router.post("/{uuid:promise_id}/take-back", response=PromiseWhole)
def take_back(request: HttpRequest, promise_id: UUID) -> dict[str, Any]:
    """Undo your own last act on it."""
    return _act(request, promise_id, actions.take_back)


@router.post("/renegotiations/{uuid:asked_id}/answer", response=PromiseWhole)
def answer(request: HttpRequest, asked_id: UUID, payload: shapes.MoveAnswerIn) -> dict[str, Any]:
    """What the client said to a day asked for earlier."""
    person = person_of(request)
    rows = Renegotiation.objects.filter(promise__in=Promise.objects.visible_to(person)).select_related(
        "promise__client"
    )
    asked = _one(rows, asked_id)
    as_seen(asked.promise, request)
    return whole(actions.answer(renegotiation=asked, answer=payload.answer, by=person, at=clock.now()), person)


def _remark(person: User, remark_id: UUID) -> Remark:
    rows = Remark.objects.filter(promise__in=Promise.objects.visible_to(person)).select_related("promise__client")
    found: Remark = _one(rows, remark_id)
    return found


@router.post("/remarks/{uuid:remark_id}/answer", response=RemarkOut)
def answer_remark(request: HttpRequest, remark_id: UUID, payload: shapes.RemarkAnswerIn) -> dict[str, Any]:
    """Say how a remark was answered."""
    person = person_of(request)
    remark = _remark(person, remark_id)
    return shown_remark(actions.answer_remark(remark=remark, answer=payload.answer, by=person, at=clock.now()))


@router.post("/remarks/{uuid:remark_id}/promise", response={201: PromiseWhole})
def promise_remark(request: HttpRequest, remark_id: UUID, payload: shapes.RemarkPromiseIn) -> Status[dict[str, Any]]:
    """Turn a remark into a promise with a day."""
    person = person_of(request)
    remark = _remark(person, remark_id)
    made = actions.promise_remark(remark=remark, by=person, at=clock.now(), **payload.model_dump())
    return Status(201, whole(made, person))
