"""Clients that pass from one of us to another, over the API: foreseen, handed over, answered; a leaving (R-A-34)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from mainstay.clients.actions import handing as actions
from mainstay.clients.actions.handing import Terms
from mainstay.clients.actions.handing import leaving as leavings
from mainstay.clients.api.clients import one as client_seen
from mainstay.clients.models import Client, HandOver, Leaving
from mainstay.clients.queries import handing as queries
from mainstay.clients.queries import standing_in
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.finding import one, one_or_none
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound

handing = Router(tags=["hand-overs"])


class TermsIn(Schema):
    """To whom, who is deputy then, on which day and how the client was told (or why not before), why."""

    taker: UUID | None = None
    deputy: UUID | None = None
    told_on: date | None = None
    told_how: str = ""
    untold_why: str = ""
    why: str = ""

    @property
    def terms(self) -> Terms:
        """The same for the verb."""
        return Terms(one_or_none(User.objects, self.deputy), self.told_on, self.told_how, self.untold_why, self.why)


class HandOverIn(TermsIn):
    """Chosen clients of a colleague; without a giver, one’s own."""

    clients: list[UUID]
    giver: UUID | None = None


class HandOverForeseenOut(Schema):
    """One client as the hand-over would leave it; ``refused`` says why it cannot be done so."""

    client: str
    client_id: UUID
    role: str
    along: list[str]
    then: list[str]
    warnings: list[str]
    refused: str


class HandOverOut(Schema):
    """One client that passed; ``batch`` is common to all that passed in one act."""

    id: UUID
    batch: UUID
    client: str
    client_id: UUID
    giver: str
    taker: str
    deputy: str
    role: str
    told_on: date | None
    told_how: str
    untold_why: str
    why: str
    done_at: datetime | None
    accepted_at: datetime | None
    taken_back_at: datetime | None


class HandOverPage(Schema):
    """One page of what was handed over; ``next`` is the cursor that leads on, empty at the end."""

    items: list[HandOverOut]
    next: str


class AloneOut(Schema):
    """One client with nobody there, and why."""

    client: str
    client_id: UUID
    why: str


class AlonePage(Schema):
    """One page of them."""

    items: list[AloneOut]
    next: str


class PersonSaid(Schema):
    """Somebody there: how to address and reach them."""

    name: str
    said: str


class StoodOut(Schema):
    """One client for whom one stands in: until when (null: the manager was let go), what is open, the last words."""

    client: str
    client_id: UUID
    manager: str
    until: date | None
    open: str
    people: list[PersonSaid]
    last: str


class StoodPage(Schema):
    """One page of them."""

    items: list[StoodOut]
    next: str


class HandOverWhyIn(Schema):
    """The reason."""

    why: str = ""


class LeavingBeginIn(Schema):
    """The last day, where it is known."""

    last_on: date | None = None


class FinishIn(Schema):
    """Whether the door closes with it; left out: it does where an administrator finishes."""

    let_go: bool | None = None


class LeavingStepOut(Schema):
    """One client of somebody who leaves: what is open, whom to propose, what is planned.

    ``used_to`` says to whom they are used, while they were not told of the change.
    """

    client: str
    client_id: UUID
    role: str
    along: list[str]
    proposed: str
    taker: str
    deputy: str
    told_on: date | None
    told_how: str
    untold_why: str
    ready: bool
    used_to: list[str]


class LeavingOut(Schema):
    """How far a leaving is; ``unseen`` clients are not the caller’s to see."""

    id: UUID
    person: str
    last_on: date | None
    done_at: datetime | None
    taken_back_at: datetime | None
    ready: int
    all: int
    unseen: int
    steps: list[LeavingStepOut]


def shown(row: HandOver) -> dict[str, Any]:
    """One hand-over as API and terminal give it."""
    plain = (
        *("id", "batch", "client_id", "role", "told_on", "told_how", "untold_why", "why"),
        *("done_at", "accepted_at", "taken_back_at"),
    )
    people = {name: (person.name if (person := getattr(row, name)) else "") for name in ("giver", "taker", "deputy")}
    return {name: getattr(row, name) for name in plain} | people | {"client": row.client.name}


def shown_foreseen(row: queries.Foreseen) -> dict[str, Any]:
    """One client of a preview."""
    return {
        "client": row.client.name,
        "client_id": row.client.pk,
        "role": row.role,
        "along": row.along,
        "then": row.then,
        "warnings": row.warnings,
        "refused": row.refused.message if row.refused else "",
    }


def shown_leaving(leaving: Leaving, by: User) -> dict[str, Any]:
    """A leaving, with at most 200 of its clients while it is open."""
    how_far = queries.progress(leaving, by)
    clients: Sequence[Client] = []
    if leaving.done_at is None and leaving.taken_back_at is None:
        clients = list(queries.given_by(leaving.person, by).order_by("order_name", "pk")[:200])
    plain = {name: getattr(leaving, name) for name in ("id", "last_on", "done_at", "taken_back_at")}
    counts = {"ready": how_far.ready, "all": how_far.all, "unseen": how_far.unseen}
    steps = [_step(row) for row in queries.steps(leaving, by, clients, clock.now())]
    return plain | counts | {"person": leaving.person.name, "steps": steps}


def _step(row: queries.Step) -> dict[str, Any]:
    plan = row.plan
    return {
        "client": row.client.name,
        "client_id": row.client.pk,
        "role": row.role,
        "along": row.along,
        "proposed": row.proposed.name if row.proposed else "",
        "taker": plan.taker.name if plan and plan.taker else "",
        "deputy": plan.deputy.name if plan and plan.deputy else "",
        "told_on": plan.told_on if plan else None,
        "told_how": plan.told_how if plan else "",
        "untold_why": plan.untold_why if plan else "",
        "ready": row.ready,
        "used_to": row.used,
    }


def _chosen(by: User, payload: HandOverIn) -> dict[str, Any]:
    """What both doors of a hand-over ask for. NotFound for what the caller may not see."""
    found = {client.pk: client for client in Client.objects.visible_to(by).filter(pk__in=payload.clients)}
    if set(found) != set(payload.clients) or payload.taker is None:
        raise NotFound
    return {
        "clients": [found[pk] for pk in dict.fromkeys(payload.clients)],
        "giver": one_or_none(User.objects, payload.giver) or by,
        "taker": one(User.objects, payload.taker),
        "terms": payload.terms,
        "by": by,
        "at": clock.now(),
    }


@handing.post("/hand-overs/foresee", response=list[HandOverForeseenOut])
def foresee(request: HttpRequest, payload: HandOverIn) -> list[dict[str, Any]]:
    """What handing these clients over would do; nothing passes."""
    return [shown_foreseen(row) for row in queries.foresee(**_chosen(person_of(request), payload))]


@handing.post("/hand-overs", response={201: list[HandOverOut]})
def hand_over(request: HttpRequest, payload: HandOverIn) -> Status[list[dict[str, Any]]]:
    """Hand clients over, with what is open there; whoever takes them is asked to accept."""
    return Status(201, [shown(row) for row in actions.hand_over(**_chosen(person_of(request), payload))])


@handing.get("/hand-overs", response=HandOverPage)
def hand_overs(request: HttpRequest, cursor: str = "") -> dict[str, Any]:
    """What was handed to you, by you, and at clients you head; the latest first."""
    found = queries.page_of(person_of(request), cursor=cursor)
    return {"items": [shown(row) for row in found.rows], "next": found.next}


def _batch(by: User, batch: UUID) -> list[HandOver]:
    rows = [row for row in queries.of_batch(batch, by) if row.taken_back_at is None]
    if not rows:
        raise NotFound
    return rows


@handing.get("/hand-overs/{uuid:batch}", response=list[HandOverOut])
def one_batch(request: HttpRequest, batch: UUID) -> list[dict[str, Any]]:
    """What was handed over in one act."""
    rows = queries.of_batch(batch, person_of(request))
    if not rows:
        raise NotFound
    return [shown(row) for row in rows]


@handing.post("/hand-overs/{uuid:batch}/accept", response=list[HandOverOut])
def accept(request: HttpRequest, batch: UUID) -> list[dict[str, Any]]:
    """Say that you have them."""
    by = person_of(request)
    return [shown(row) for row in actions.accept(rows=_batch(by, batch), by=by, at=clock.now())]


@handing.post("/hand-overs/{uuid:batch}/decline", response=list[HandOverOut])
def decline(request: HttpRequest, batch: UUID, payload: HandOverWhyIn) -> list[dict[str, Any]]:
    """Say that it cannot be you, and why: they go back."""
    by = person_of(request)
    rows = actions.decline(rows=_batch(by, batch), why=payload.why, by=by, at=clock.now())
    return [shown(row) for row in rows]


@handing.post("/hand-overs/{uuid:batch}/take-back", response=list[HandOverOut])
def take_back(request: HttpRequest, batch: UUID, payload: HandOverWhyIn) -> list[dict[str, Any]]:
    """Undo it within a day."""
    by = person_of(request)
    rows = actions.take_back(rows=_batch(by, batch), why=payload.why, by=by, at=clock.now())
    return [shown(row) for row in rows]


# --- who is there ---


@handing.get("/standing-in", response=StoodPage)
def stands_in(request: HttpRequest, cursor: str = "") -> dict[str, Any]:
    """The clients you stand in for now."""
    rows, found = standing_in.page(person_of(request), clock.now(), cursor=cursor)
    return {"items": [row.as_dict() for row in rows], "next": found.next}


@handing.get("/unattended", response=AlonePage)
def unattended(request: HttpRequest, cursor: str = "") -> dict[str, Any]:
    """Clients you head with neither a manager nor a deputy there today."""
    rows, found = standing_in.alone(person_of(request), clock.now(), cursor=cursor)
    return {"items": [row.as_dict() for row in rows], "next": found.next}


# --- somebody leaves ---


def _leaver(by: User, person_id: UUID) -> User:
    person = one(User.objects.select_related("unit"), person_id)
    if not leavings.may_prepare(person=person, by=by):
        raise NotFound
    return person


def _open(by: User, person_id: UUID) -> Leaving:
    found = queries.open_leaving(_leaver(by, person_id))
    if found is None:
        raise NotFound
    return found


@handing.get("/leavings/{uuid:person_id}", response=LeavingOut)
def leaving(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """How far somebody’s leaving is, client by client."""
    by = person_of(request)
    found = queries.last_leaving(_leaver(by, person_id))
    if found is None:
        raise NotFound
    return shown_leaving(found, by)


@handing.post("/leavings/{uuid:person_id}", response={201: LeavingOut})
def begin(request: HttpRequest, person_id: UUID, payload: LeavingBeginIn) -> Status[dict[str, Any]]:
    """Begin it, or set its last day."""
    by = person_of(request)
    begun = actions.begin(person=_leaver(by, person_id), last_on=payload.last_on, by=by, at=clock.now())
    return Status(201, shown_leaving(begun, by))


@handing.put("/leavings/{uuid:person_id}/clients/{uuid:client_id}", response=LeavingOut)
def plan(request: HttpRequest, person_id: UUID, client_id: UUID, payload: TermsIn) -> dict[str, Any]:
    """Write down who follows at one client and how it is told."""
    by = person_of(request)
    found, client = _open(by, person_id), client_seen(by, client_id)
    taker = one_or_none(User.objects, payload.taker)
    actions.plan(leaving=found, clients=[client], taker=taker, terms=payload.terms, by=by, at=clock.now())
    return shown_leaving(found, by)


@handing.post("/leavings/{uuid:person_id}/finish", response=LeavingOut)
def finish(request: HttpRequest, person_id: UUID, payload: FinishIn) -> dict[str, Any]:
    """Hand everything over in one act."""
    by = person_of(request)
    done = actions.finish(leaving=_open(by, person_id), let_go=payload.let_go, by=by, at=clock.now())
    return shown_leaving(done, by)


@handing.post("/leavings/{uuid:person_id}/undo", response=LeavingOut)
def undo(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """Take it back within a day; or, before it is done, stay after all."""
    by = person_of(request)
    found = queries.last_leaving(_leaver(by, person_id))
    if found is None:
        raise NotFound
    back = actions.undo if found.done_at is not None else actions.stop
    return shown_leaving(back(leaving=found, by=by, at=clock.now()), by)
