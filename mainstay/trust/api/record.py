"""The record over the API: a word, its reasons, what would change it. Balances stand in the audit alone (TV-2)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema

from mainstay.clients.api.clients import one as client_of
from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.kit.refusals import Refused
from mainstay.trust.actions.record import choosing
from mainstay.trust.api.router import router
from mainstay.trust.queries.record import replay
from mainstay.trust.queries.record.asked import policy_told
from mainstay.trust.queries.record.preview import preview
from mainstay.trust.queries.record.reading import Both, Look, record_of
from mainstay.trust.queries.record.standard import in_force
from mainstay.trust.queries.word import now
from mainstay.trust.rules.record.policy import OURS, THEIRS


class RecordLineOut(Schema):
    """One line of the reasons: its code for programs, its words for people."""

    code: str
    words: str
    strand: str = ""
    state: str = ""


class RecordOut(Schema):
    """What the record says of one side: one of three words, never a number."""

    verdict: str
    since: date | None
    reasons: list[RecordLineOut]
    would_earn: list[str]
    would_end: list[str]
    policy: str


class BothOut(Schema):
    """Ours, and theirs: may we rely on their word? Theirs is internal."""

    client: str
    client_id: UUID
    trust: str
    record: RecordOut
    theirs: RecordOut


def shown(one: Look) -> dict[str, Any]:
    """One side, as API and terminal tell it."""
    return {
        "verdict": one.verdict,
        "since": one.since,
        "reasons": [
            {"code": line.code, "words": line.words, "strand": line.strand, "state": line.state} for line in one.why
        ],
        "would_earn": [line.words for line in one.would_earn],
        "would_end": [line.words for line in one.would_end],
        "policy": one.policy.label,
    }


def shown_both(client: Client, both: Both, trust: str) -> dict[str, Any]:
    """Both sides of a client, and beside them ``trust``: what the client believes, which is another thing."""
    return {
        "client": client.name,
        "client_id": client.pk,
        "trust": trust,
        "record": shown(both.ours),
        "theirs": shown(both.theirs),
    }


@router.get("/clients/{uuid:client_id}/record", response=BothOut)
def record(
    request: HttpRequest, client_id: UUID, as_of: date | None = None, policy: str = "", quorum: int | None = None
) -> dict[str, Any]:
    """What the record says; with a day, a policy or a quorum: what it would say then."""
    client, at = client_of(person_of(request), client_id), clock.now()
    other, trust = policy_told(policy, quorum), now.words_of([client])[client.pk]
    if as_of is None and other is None:
        return shown_both(client, record_of(client, at=at), trust)
    return shown_both(client, replay.records_at([client], at=at, as_of=as_of, ours=other)[client.pk], trust)


class FoldStepOut(Schema):
    """One line of the fold."""

    on: date
    strand: str
    outcome: str
    weight: float
    age: int
    before: float
    after: float
    state: str
    promise_id: UUID
    promise: str


class AuditOut(Schema):
    """The fold line by line, with its hash: the audit view, and the only place in which balances stand."""

    client_id: UUID
    direction: str
    as_of: date
    policy: str
    engine: str
    digest: str
    verdict: str
    steps: list[FoldStepOut]
    lines: list[str]


def shown_audit(client: Client, told: replay.Explained) -> dict[str, Any]:
    """The audit of one side."""
    return {
        "client_id": client.pk,
        "direction": told.way,
        "as_of": told.as_of,
        "policy": told.policy.label,
        "engine": told.engine,
        "digest": told.digest,
        "verdict": told.verdict,
        "steps": [
            {
                **step.row._asdict(),
                "age": step.age,
                "before": round(step.before, 6),
                "after": round(step.after, 6),
                "state": step.state,
                "promise_id": pk,
                "promise": text,
            }
            for step, text, pk in told.steps
        ],
        "lines": list(told.lines),
    }


@router.get("/clients/{uuid:client_id}/audit", response=AuditOut)
def audit(
    request: HttpRequest,
    client_id: UUID,
    direction: str = OURS,
    as_of: date | None = None,
    policy: str = "",
    quorum: int | None = None,
) -> dict[str, Any]:
    """How the verdict came about, line by line."""
    if direction not in (OURS, THEIRS):
        raise Refused(_("A record is ours or theirs."), rule="R-A-11", field="direction")
    client = client_of(person_of(request), client_id)
    other = policy_told(policy, quorum) if direction == OURS else None
    return shown_audit(client, replay.explain(client, direction, at=clock.now(), as_of=as_of, policy=other))


# --- what the house goes by -----------------------------------------------------------------------------------


class ChoiceIn(Schema):
    """Another choice of the house."""

    policy: str
    core: list[str]
    quorum: int
    word: bool = True


class StandardConfirmIn(ChoiceIn):
    """It, with its reason and what the preview called its list."""

    why: str
    seen: str
    small_within: int = 2


class StandardOut(Schema):
    """What the house goes by. Number 0 is what ships."""

    number: int
    policy: str
    core: list[str]
    required: list[str]
    quorum: int
    word: bool
    small_within: int


class StandardPreviewOut(Schema):
    """What another choice would change: how many would go from which word to which."""

    policy: str
    looked: int
    every: int
    turns: list[dict[str, Any]]
    seen: str


@router.get("/standard", response=StandardOut)
def standard(request: HttpRequest) -> dict[str, Any]:
    """What the house goes by."""
    person_of(request)
    used = in_force()
    return {
        "number": used.number,
        "policy": used.ours.name,
        "core": list(used.ours.core),
        "required": list(used.ours.required),
        "quorum": used.ours.quorum,
        "word": "word" in used.ours.deciding,
        "small_within": used.small_within,
    }


@router.post("/standard/preview", response=StandardPreviewOut)
def see(request: HttpRequest, payload: ChoiceIn) -> dict[str, Any]:
    """See what another choice would change, before anybody confirms it."""
    person = person_of(request)
    found = preview(choosing.wanted(**payload.model_dump()), person=person, at=clock.now())
    turns = [{"was": was, "becomes": becomes, "clients": many} for was, becomes, many in found.counts]
    told = {"policy": found.policy.label, "looked": found.looked, "every": found.every}
    return told | {"turns": turns, "seen": found.seen}


@router.post("/standard", response=StandardOut)
def confirm(request: HttpRequest, payload: StandardConfirmIn) -> dict[str, Any]:
    """Go by another choice from today on."""
    choosing.confirm(by=person_of(request), at=clock.now(), **payload.model_dump())
    return standard(request)
