"""Our own view over the API: my answers of the month; for heads what the team says, and what is done (R-B-2)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema, Status

from mainstay.clients.api.clients import one as client_of
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.finding import one
from mainstay.kit.times import local_day
from mainstay.trust.actions import ours as verbs
from mainstay.trust.api.router import router
from mainstay.trust.models.ours import OurView
from mainstay.trust.queries import ours as queries
from mainstay.trust.rules import ours as rules


class OurMonthOut(Schema):
    """What you said of one client this month; empty words where you have not."""

    client: str
    client_id: UUID
    word: str
    words: str
    abuse: str
    named: bool


class OurViewIn(Schema):
    """glad, fine or wearing; what makes it so; what happened that must not; whether your head may see your name."""

    client: UUID
    word: str = ""
    words: str = ""
    abuse: str = ""
    named: bool = False


class OurViewOut(Schema):
    """One answer as a head sees it; ``name`` is empty unless it was allowed."""

    id: UUID
    client: str
    client_id: UUID
    month: str
    word: str
    words: str
    abuse: str
    name: str
    done: str
    done_on: date | None


class OurTeamOut(Schema):
    """A month of the clients you head: how often each word was said, and one page of the answers."""

    month: str
    glad: int
    fine: int
    wearing: int
    items: list[OurViewOut]
    next: str


class OurViewActIn(Schema):
    """What is done about it."""

    text: str = ""


def shown(row: OurView) -> dict[str, Any]:
    """One answer, as API and terminal give it to a head."""
    plain = ("id", "client_id", "word", "words", "abuse", "done", "done_on")
    told = {"client": row.client.name, "month": f"{row.month:%Y-%m}", "name": row.named.name if row.named else ""}
    return {name: getattr(row, name) for name in plain} | told


@router.get("/for-us", response=list[OurMonthOut])
def mine(request: HttpRequest) -> list[dict[str, Any]]:
    """The clients you serve, each with what you said of it this month."""
    by = person_of(request)
    month = rules.month_of(local_day(clock.now(), by.zone))
    clients = list(queries.asked_about(by)[: queries.MOST])
    said = queries.said_by(by, clients, month)
    empty = OurView()
    return [
        {
            "client": client.name,
            "client_id": client.pk,
            "named": said.get(client.pk, empty).named_id is not None,
            **{name: getattr(said.get(client.pk, empty), name) for name in ("word", "words", "abuse")},
        }
        for client in clients
    ]


@router.post("/for-us", response={204: None})
def say_ours(request: HttpRequest, payload: OurViewIn) -> Status[None]:
    """Say how it is to work for a client this month; nothing is given back, not even a number."""
    by = person_of(request)
    client, told = client_of(by, payload.client), payload.dict(exclude={"client"})
    verbs.say(client=client, by=by, at=clock.now(), **told)
    return Status(204, None)


@router.post("/for-us/that-is-all", response={204: None})
def that_is_all(request: HttpRequest) -> Status[None]:
    """Not to be asked again this month."""
    verbs.answered(by=person_of(request), at=clock.now())
    return Status(204, None)


@router.get("/for-us/team", response=OurTeamOut)
def team(request: HttpRequest, month: date | None = None, cursor: str = "") -> dict[str, Any]:
    """What was said in a month of the clients you head; ``month`` is any day of it, default today."""
    by = person_of(request)
    if refused := verbs.heads_nobody(by):
        raise refused
    first = rules.month_of(month or local_day(clock.now(), by.zone))
    found = queries.page(by, first, cursor=cursor)
    told = {"month": f"{first:%Y-%m}", "items": [shown(row) for row in found.rows], "next": found.next}
    return queries.counted(by, first) | told


@router.post("/for-us/team/{uuid:view_id}/act", response=OurViewOut)
def act_on_view(request: HttpRequest, view_id: UUID, payload: OurViewActIn) -> dict[str, Any]:
    """Write down what is done about abuse."""
    by = person_of(request)
    verbs.act(view=one(queries.abuse_of(by), view_id), text=payload.text, by=by, at=clock.now())
    return shown(one(queries.abuse_of(by), view_id))
