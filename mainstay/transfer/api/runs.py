"""Runs and kept maps over the API: brought in, mapped, checked, carried out in the background, undone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.api import person_of
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.paging import page_of
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.tables import Asks, Unreadable
from mainstay.transfer import actions, queries
from mainstay.transfer.models import KeptMap, Run
from mainstay.transfer.rules.kinds import SORTS, Step

router = Router(tags=["transfer"])
MOST = 500
What = Literal["", "made", "changed", "left", "refused", "stayed"]


class FieldOut(Schema):
    """What a row of a kind may tell."""

    name: str
    label: str
    sort: str
    required: bool
    many: bool
    choices: list[str]


class RunKindOut(Schema):
    """A kind of list."""

    name: str
    label: str
    fields: list[FieldOut]


class RunOut(Schema):
    """A run and where it stands."""

    id: UUID
    kind: str
    file: str
    format: str
    state: str = Field(description="mapping, checking, checked, running, done, undoing, undone or failed")
    percent: int
    rows: int
    made: int
    changed: int
    left: int
    refused: int
    stayed: int = Field(description="what an undo could not take back")
    message: str = Field(description="why it failed, or what the file asks")
    by: str
    started_at: datetime
    ended_at: datetime | None


class RunWhole(RunOut):
    """A run with its map and what the file said: counts, problems, how it is written."""

    map: str
    report: dict[str, Any]


class RunPage(Schema):
    """Runs, the latest first; ``next`` and ``back`` are cursors, empty where nothing is."""

    items: list[RunOut]
    next: str
    back: str


class RunStepOut(Schema):
    """What becomes of a record: ``changes`` are field: [old, new]."""

    rows: list[int]
    what: str
    name: str
    client: str
    id: str
    changes: dict[str, list[Any]]
    why: str
    alike: list[str]


class StepsOut(Schema):
    """A page of steps."""

    items: list[RunStepOut]
    next: str
    back: str


class RunChoiceOut(Schema):
    """An answer, and the words by which a person chooses it."""

    value: str
    label: str


class RunQuestionOut(Schema):
    """What a map must answer; ``about`` and ``field`` say where the answer belongs."""

    sentence: str
    about: str
    field: str
    choices: list[RunChoiceOut]


class RunPreviewOut(Schema):
    """What the first rows would become."""

    headers: list[str]
    sheets: list[str]
    steps: list[RunStepOut]
    questions: list[RunQuestionOut]
    problems: list[dict[str, Any]]
    problem_count: int
    wrong: str


class MapIn(Schema):
    """A map, written as MAP.toml."""

    map: str


class StartIn(Schema):
    """Whether rows that cannot be read are left out."""

    skip_bad: bool = False


class KeptIn(Schema):
    """A map to keep by name."""

    name: str
    kind: str
    map: str


class KeptOut(KeptIn):
    """A map that is kept."""

    id: UUID
    by: str
    at: datetime


def shown(run: Run) -> dict[str, Any]:
    """A run as the list has it."""
    same = ("kind", "format", "state", "percent", "rows", "made", "changed", "left", "refused", "stayed", "message")
    told = {name: getattr(run, name) for name in same}
    times = {"started_at": run.started_at, "ended_at": run.ended_at}
    return {"id": run.pk, "file": run.file_name, "by": run.by.name, **told, **times}


def whole(run: Run) -> dict[str, Any]:
    """A run with its map and report."""
    report = {name: value for name, value in run.report.items() if name != "undone_by"}
    return {**shown(run), "map": run.map_text, "report": report}


def shown_step(step: Step) -> dict[str, Any]:
    """A step as it is told."""
    names = ("what", "name", "client", "id", "changes", "why", "alike")
    return {"rows": list(step.rows), **{name: getattr(step, name) for name in names}}


def shown_map(kept: KeptMap) -> dict[str, Any]:
    """A kept map."""
    return {
        "id": kept.pk,
        "name": kept.name,
        "kind": kept.kind,
        "map": kept.text,
        "by": kept.by.name,
        "at": kept.at,
    }


def _unreadable(error: Unreadable, field: str) -> Refused:
    """A file or map that cannot be read is refused with its sentence."""
    return Refused(str(error), rule="R-X-10", field=field)


def _taker(request: HttpRequest) -> User:
    person = person_of(request)
    gate.needs_right(person, rights.TAKE_IN)
    return person


@router.get("/kinds", response=list[RunKindOut])
def kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """The kinds of lists, and what their rows may tell."""
    return [
        {
            "name": sort.name,
            "label": str(sort.label),
            "fields": [
                {
                    "name": field.name,
                    "label": str(field.label),
                    "sort": field.sort,
                    "required": field.required,
                    "many": field.many,
                    "choices": [value for value, _label in field.choices],
                }
                for field in sort.fields
            ],
        }
        for sort in SORTS.values()
    ]


@router.get("/runs", response=RunPage)
def runs(request: HttpRequest, cursor: str = "", size: int = 50) -> dict[str, Any]:
    """Runs you may see, by cursor, the latest first."""
    size = max(1, min(size, MOST))
    rows = queries.runs(_taker(request))
    page = page_of(rows, by=("started_at", "id"), cursor=cursor, size=size, descending=True)
    return {"items": [shown(run) for run in page.rows], "next": page.next, "back": page.back}


@router.post("/runs", response={201: RunWhole})
def receive(
    request: HttpRequest,
    file: Annotated[UploadedFile, File()],
    kind: Form[str],
    map: Form[str] = "",  # noqa: A002
) -> Status[dict[str, Any]]:
    """Bring a file in; without a map its headers suggest one. Nothing is written before you start it."""
    person = _taker(request)
    try:
        run = actions.receive(
            kind=kind,
            file_name=file.name or "",
            file=file.file,  # type: ignore[arg-type]
            by=person,
            at=clock.now(),
            map_text=map,
        )
    except Unreadable as error:
        raise _unreadable(error, "file") from None
    return Status(201, whole(run))


@router.get("/runs/{uuid:run_id}", response=RunWhole)
def run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """A run: where it stands, its map, its report."""
    return whole(queries.one(_taker(request), run_id))


@router.delete("/runs/{uuid:run_id}", response={204: None})
def discard(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Throw away a run that never began, with its file."""
    person = person_of(request)
    actions.discard(run=queries.one(person, run_id), by=person, at=clock.now())
    return Status(204, None)


@router.put("/runs/{uuid:run_id}/map", response=RunWhole)
def set_map(request: HttpRequest, run_id: UUID, payload: MapIn) -> dict[str, Any]:
    """Say what the columns are."""
    person = person_of(request)
    found = queries.one(person, run_id)
    try:
        return whole(actions.set_map(run=found, map_text=payload.map, by=person, at=clock.now()))
    except Unreadable as error:
        raise _unreadable(error, "map") from None


@router.get("/runs/{uuid:run_id}/preview", response=RunPreviewOut)
def preview(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """What the first rows would become by the map of the run."""
    person = _taker(request)
    found = queries.one(person, run_id)
    seen = queries.preview(found, found.map_text, person, at=clock.now())
    return {
        "headers": list(seen.headers),
        "sheets": list(seen.sheets),
        "steps": [shown_step(step) for step in seen.steps],
        "questions": [_question(one) for one in seen.questions],
        "problems": [problem.as_dict() for problem in seen.problems],
        "problem_count": seen.problem_count,
        "wrong": seen.wrong,
    }


def _question(question: Unreadable) -> dict[str, Any]:
    if not isinstance(question, Asks):
        return {"sentence": str(question), "about": "", "field": "", "choices": []}
    choices = [{"value": value, "label": str(label)} for value, label in question.choices]
    return {"sentence": str(question), "about": question.about, "field": question.field, "choices": choices}


@router.post("/runs/{uuid:run_id}/check", response={202: RunWhole})
def check(request: HttpRequest, run_id: UUID) -> Status[dict[str, Any]]:
    """Go through the file in the background and keep what each row would become; nothing else is written."""
    person = person_of(request)
    found = queries.one(person, run_id)
    try:
        return Status(202, whole(actions.check(run=found, by=person, at=clock.now())))
    except Unreadable as error:
        raise _unreadable(error, "map") from None


@router.post("/runs/{uuid:run_id}/start", response={202: RunWhole})
def start(request: HttpRequest, run_id: UUID, payload: StartIn) -> Status[dict[str, Any]]:
    """Take the file in, in the background; a run that failed goes on where it stopped."""
    person = person_of(request)
    found = queries.one(person, run_id)
    try:
        return Status(202, whole(actions.start(run=found, skip_bad=payload.skip_bad, by=person, at=clock.now())))
    except Unreadable as error:
        raise _unreadable(error, "map") from None


@router.post("/runs/{uuid:run_id}/undo", response={202: RunWhole})
def undo(request: HttpRequest, run_id: UUID) -> Status[dict[str, Any]]:
    """Take back what the run did, in the background; what somebody acted on since stays, and is told."""
    person = person_of(request)
    return Status(202, whole(actions.undo(run=queries.one(person, run_id), by=person, at=clock.now())))


class StepFilters(Schema):
    """Which steps: those of one outcome, or all."""

    what: What = ""
    cursor: str = ""
    size: int = 50


@router.get("/runs/{uuid:run_id}/steps", response=StepsOut)
def steps(request: HttpRequest, run_id: UUID, filters: Query[StepFilters]) -> dict[str, Any]:
    """What became, or would become, of each record, by cursor."""
    found = queries.one(_taker(request), run_id)
    page = queries.steps(found, filters.what, filters.cursor, max(1, min(filters.size, MOST)))
    return {"items": [shown_step(step) for step in page.steps], "next": page.next, "back": page.back}


@router.get("/maps", response=list[KeptOut])
def maps(request: HttpRequest, kind: str = "") -> list[dict[str, Any]]:
    """The maps that are kept, by kind and name."""
    person = _taker(request)
    return [shown_map(kept) for kept in queries.maps(person, kind)]


@router.post("/maps", response={201: KeptOut})
def keep_map(request: HttpRequest, payload: KeptIn) -> Status[dict[str, Any]]:
    """Keep a map by name; one of that name and kind is replaced."""
    try:
        kept = actions.keep_map(
            name=payload.name, kind=payload.kind, text=payload.map, by=person_of(request), at=clock.now()
        )
    except Unreadable as error:
        raise _unreadable(error, "map") from None
    return Status(201, shown_map(kept))


@router.delete("/maps/{uuid:map_id}", response={204: None})
def forget_map(request: HttpRequest, map_id: UUID) -> Status[None]:
    """Throw a kept map away."""
    person = _taker(request)
    kept = KeptMap.objects.filter(pk=map_id).first()
    if kept is None:
        raise NotFound
    actions.forget_map(kept=kept, by=person, at=clock.now())
    return Status(204, None)
