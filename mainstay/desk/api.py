"""What the desk gathers, as JSON: Today, search, the report."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mainstay.desk.queries import advice as advising
from mainstay.desk.queries import cracks as falling
from mainstay.desk.queries import report as reports
from mainstay.desk.queries import search as finding
from mainstay.desk.queries import today as gathering
from mainstay.desk.queries.report import Wanted
from mainstay.desk.queries.search import Found
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.kit.plug import TodayLine

router = Router(tags=["desk"])


class TodayLineOut(Schema):
    """One thing to do for a client."""

    kind: str = Field(description="late, to_tell, in_danger, deadline, early, theirs_late, third_late, remark …")
    order: int = Field(description="The place of its kind in the order of harm if left; 1 first.")
    client: str
    client_id: UUID | None
    promise: UUID | None
    text: str
    due: date | None
    days_late: int
    owner: str
    who: str
    sentence: str
    why: str
    rule: str


class TodayOut(Schema):
    """What one person must do today; ``more`` further lines are not shown."""

    heading: str
    lines: list[TodayLineOut]
    more: int


def line_out(line: TodayLine) -> dict[str, Any]:
    """One line for programs; the sentence names the client too."""
    return {
        "kind": line.code,
        "order": line.order,
        "client": line.client,
        "client_id": line.client_id,
        "promise": line.about_id,
        "text": line.about,
        "due": line.due_on,
        "days_late": line.days_late,
        "owner": line.owner,
        "who": line.who,
        "sentence": f"{line.client or line.who}: {line.what}",
        "why": str(line.why),
        "rule": line.rule,
    }


@router.get("/today", response=TodayOut)
def today(request: HttpRequest, view: str = "") -> dict[str, Any]:
    """Your lines, the most harmful if left first; with ``view=house`` the exceptions of whomever you head."""
    found = gathering.gather(person_of(request), clock.now(), house=view == "house")
    return {"heading": found.heading, "lines": [line_out(line) for line in found.lines], "more": found.more}


class CracksOut(Schema):
    """What fell between two people; ``more`` further lines are not shown."""

    heading: str
    lines: list[TodayLineOut]
    more: int


@router.get("/cracks", response=CracksOut)
def cracks(request: HttpRequest) -> dict[str, Any]:
    """Open without owner, hand-overs not accepted, remarks and proposals not answered, one guard alone."""
    found = falling.gather(person_of(request), clock.now())
    return {"heading": found.heading, "lines": [line_out(line) for line in found.lines], "more": found.more}


class ClientFound(Schema):
    """A client."""

    id: UUID
    name: str
    town: str


class PersonFound(Schema):
    """Somebody at a client."""

    id: UUID
    name: str
    client: UUID
    client_name: str


class EngagementFound(Schema):
    """What we do for a client."""

    id: UUID
    name: str
    client: UUID
    client_name: str
    state: str


class PromiseFound(Schema):
    """A promise."""

    id: UUID
    text: str
    reference: str
    client: UUID
    client_name: str
    due_on: date
    outcome: str


class SearchOut(Schema):
    """At most 20 of each kind; ``cut`` says that there is more."""

    clients: list[ClientFound]
    people: list[PersonFound]
    engagements: list[EngagementFound]
    promises: list[PromiseFound]
    cut: bool


@router.get("/search", response=SearchOut)
def search(request: HttpRequest, q: str = "") -> dict[str, Any]:
    """What you may see that answers these words: names, mail addresses, phone numbers, references, words of texts.

    In any of the four languages' writings, words by their beginning.
    """
    return found_out(finding.search(person_of(request), q))


def found_out(found: Found) -> dict[str, Any]:
    """What was found, for programs."""
    return {
        "clients": [{"id": client.pk, "name": client.name, "town": client.town} for client in found.clients],
        "people": [
            {
                "id": place.contact_id,
                "name": place.contact.address,
                "client": place.client_id,
                "client_name": place.client.name,
            }
            for place in found.people
        ],
        "engagements": [
            {
                "id": one.pk,
                "name": one.name,
                "client": one.client_id,
                "client_name": one.client.name,
                "state": one.state,
            }
            for one in found.engagements
        ],
        "promises": [
            {
                "id": promise.pk,
                "text": promise.text,
                "reference": promise.reference,
                "client": promise.client_id,
                "client_name": promise.client.name,
                "due_on": promise.due_on,
                "outcome": promise.outcome,
            }
            for promise in found.promises
        ],
        "cut": found.cut,
    }


class ReportRow(Schema):
    """One client: our promises by outcome, and how many were kept since the last miss."""

    client: str
    id: UUID
    made: int
    kept: int
    kept_late: int
    moved: int
    withdrawn: int
    released: int
    broken: int
    open: int
    over_budget: int
    not_accepted: int
    run_since_last_miss: int
    work: list[str] = Field(description="running engagements: “Soap: delivered 5/5, outcome not yet confirmed”")


class ReportOut(Schema):
    """One page of the report; ``next`` is the cursor that leads on, empty at the end."""

    items: list[ReportRow]
    next: str


@router.get("/report", response=ReportOut)
def report(
    request: HttpRequest,
    cursor: str = "",
    mine: bool = False,
    unit: UUID | None = None,
    manager: UUID | None = None,
) -> dict[str, Any]:
    """The clients you may see with their counts, by name."""
    found, rows = reports.page(person_of(request), Wanted(mine, unit, manager), clock.now(), cursor=cursor)
    return {"items": [row.as_dict() for row in rows], "next": found.next}


class AdviceLives(Schema):
    """A page where advice lives; ``address`` is empty where you may not open it."""

    name: str
    address: str


class PieceOfAdvice(Schema):
    """One piece of advice in our own words."""

    number: str
    says: str
    built: Literal["whole", "part", "not_yet"]
    part: str = Field(description="Which part, where it is built in part.")
    comes_with: str = Field(description="What will bring it, where it is not built yet.")
    lives: list[AdviceLives]


@router.get("/advice", response=list[PieceOfAdvice])
def advice(
    request: HttpRequest, q: str = "", built: Literal["", "whole", "part", "not_yet"] = "", on: str = ""
) -> list[dict[str, Any]]:
    """All advice this house goes by, or that of one page by its name: ``on=desk:today``."""
    return [row.as_dict() for row in advising.find(person_of(request), advising.Wanted(q, built, on))]


@router.get("/advice/{number}", response=PieceOfAdvice)
def advice_one(request: HttpRequest, number: str) -> dict[str, Any]:
    """One piece of advice, by its number: R-A-12."""
    return advising.called(number, person_of(request)).as_dict()
