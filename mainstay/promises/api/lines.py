"""One line over the API: read as it would be understood, and kept if nothing is left to ask."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema, Status

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions
from mainstay.promises.api import before
from mainstay.promises.api.reading import router
from mainstay.promises.api.shapes import PromiseMade, PromiseNamed, WarningOut, named
from mainstay.promises.queries import asking, capture
from mainstay.promises.queries.words import Reader
from mainstay.promises.rules.capture import written


class LineIn(Schema):
    """One line in English, German, Malay or Russian: what, to whom, by when."""

    line: str = Field(max_length=2000)
    client: UUID | None = Field(None, description="Whom it concerns where the line names nobody.")
    answers: dict[str, str] = Field(default_factory=dict, description="To questions asked before: about → value.")


class LineChoiceOut(Schema):
    """One answer to a question."""

    value: str
    label: str
    hint: str


class LineQuestionOut(Schema):
    """What has to be asked, and its choices; ``value`` answers it."""

    about: str
    kind: str
    sentence: str
    choices: list[LineChoiceOut]


class LineKeptIn(LineIn):
    """The line, and the price that was agreed with it."""

    budget: Decimal | None = None


class UnderstoodOut(Schema):
    """How a line is understood; ``words`` are those each part was read from."""

    line: str
    whole: bool
    side: str
    client: PromiseNamed | None
    contact: PromiseNamed | None
    text: str
    due_on: date | None
    due_time: time | None
    due_zone: str
    owner: PromiseNamed | None
    owner_name: str
    engagement: PromiseNamed | None = Field(description="What it serves: the only work that is running for them.")
    words: dict[str, str]
    written: str = Field(description="The same as a line that is understood the same; empty while something is asked.")
    questions: list[LineQuestionOut]
    warnings: list[WarningOut] = Field(description="What stands against it, once it is wholly understood.")
    first_realistic_on: date | None


class NotUnderstood(Schema):
    """Refused because something has to be asked first."""

    detail: str
    field: str
    rule: str
    lifted_by: str = ""
    advice: str = ""
    understood: UnderstoodOut | None = None


def read(person: User, told: LineIn) -> tuple[capture.Line, Reader]:
    """The line as this person means it. Raises NotFound for a client they may not see."""
    reader = Reader.of(person, clock.now())
    here = None
    if told.client is not None:
        here = Client.objects.visible_to(person).filter(pk=told.client).first()
        if here is None:
            raise NotFound
    return capture.understood(told.line, user=person, at=reader.at, here=here, answers=told.answers), reader


def shown(line: capture.Line, reader: Reader) -> dict[str, Any]:
    """What was understood, as API and terminal give it."""
    told = line.understood
    words = {part: told.words(part) for part in told.spans}
    asked = [
        {"about": said.about, "kind": question.kind, "sentence": said.sentence, "choices": [*map(vars, said.choices)]}
        for question, said in zip(told.questions, asking.questions(line, reader), strict=True)
    ]
    return {
        "line": told.line,
        "whole": told.whole,
        "side": told.side,
        "client": named(line.client),
        "contact": named(line.contact),
        "text": told.text,
        "due_on": told.due_on,
        "due_time": told.due_time,
        "due_zone": told.zone,
        "owner": named(line.owner),
        "owner_name": told.owner_name,
        "engagement": named(line.engagement),
        "words": words,
        "written": written(told) if told.whole else "",
        "questions": asked,
        **_foreseen(line, reader),
    }


def _foreseen(line: capture.Line, reader: Reader) -> dict[str, Any]:
    seen = line.foreseen(reader.at) if line.understood.whole else None
    return {
        "warnings": before.warned(seen, reader) if seen else [],
        "first_realistic_on": seen.realistic_on if seen else None,
    }


def not_understood(line: capture.Line, reader: Reader) -> dict[str, Any]:
    """The refusal of a line of which something has to be asked, with the questions."""
    first = asking.questions(line, reader)[0]
    refused = Refused(first.sentence, rule="R-B-38", field=first.about)
    return refused.as_dict() | {"understood": shown(line, reader)}


@router.post("/understand", response=UnderstoodOut)
def understand(request: HttpRequest, payload: LineIn) -> dict[str, Any]:
    """How a line would be understood. Nothing is kept."""
    return shown(*read(person_of(request), payload))


@router.post("/from-line", response={201: PromiseMade, 422: NotUnderstood})
def from_line(request: HttpRequest, payload: LineKeptIn) -> Status[dict[str, Any]]:
    """Write down a word given in one line, if nothing is left to ask."""
    person = person_of(request)
    line, reader = read(person, payload)
    if not line.understood.whole:
        return Status(422, not_understood(line, reader))
    seen = line.foreseen(reader.at)
    made = actions.make(by=person, at=reader.at, **line.word, budget=payload.budget)
    return Status(201, before.made(made, person, seen, reader))
