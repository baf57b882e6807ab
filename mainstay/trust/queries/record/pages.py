"""What the pages of the record show beside its words: failures, excuses asked for, breaches, the fold's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from mainstay.clients.models import Client
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Promise
from mainstay.trust.models.record import Evidence, Outcome, Strand, VerdictChange
from mainstay.trust.models.weighing import Breach, Weighing
from mainstay.trust.queries.record.facts import INCIDENT_DAYS
from mainstay.trust.queries.record.reading import Look
from mainstay.trust.queries.record.replay import Explained
from mainstay.trust.queries.record.words import day, strand_words
from mainstay.trust.rules.record.policy import (
    BROKEN,
    EXCUSED,
    FRAYED,
    HOLDS,
    KEPT,
    LAPSED,
    MISS,
    OURS,
    SILENT,
    SLIP,
    UNPROVEN,
)

SHOWN = 50
_ANY = UUID(int=0)  # stands for the promise in an address that is worked out once for all rows
TONES = {"not_trusted": "gone", "not_enough_information": "care"}
_STANDS = {
    SILENT: pgettext_lazy("strand", "silent"),
    UNPROVEN: pgettext_lazy("strand", "unproven"),
    HOLDS: pgettext_lazy("strand", "holds"),
    FRAYED: pgettext_lazy("strand", "frayed"),
    BROKEN: pgettext_lazy("strand", "broken"),
    LAPSED: pgettext_lazy("strand", "lapsed"),
}


class Side(NamedTuple):
    """One direction on the page: the word with its tone, then the reasons."""

    word: str
    tone: str
    reasons: list[str]


def side(one: Look) -> Side:
    """A look as the page shows it; red is for what is ours alone."""
    head, *rest = one.why
    tone = TONES.get(one.verdict, "")
    return Side(head.words, tone if one.direction == OURS or not tone else "care", [line.words for line in rest])


class Failure(NamedTuple):
    """One piece of evidence against, or excused."""

    on: str
    what: str
    says: str
    url: str
    tone: str
    theirs: bool


def failures(client: Client) -> list[Failure]:
    """The latest failures of both sides: one query."""
    weighs = reverse("trust:weighs", args=[_ANY])
    says = cache(lambda strand, outcome: f"{strand_words(strand)}: {Outcome(outcome).label}")
    return [
        Failure(
            day(on),
            text,
            says(strand, outcome) + (" ½" if weight < 1 else ""),
            weighs.replace(str(_ANY), str(promise)),
            {MISS: "gone", SLIP: "care"}.get(outcome, "muted") if direction == OURS else "care",
            direction != OURS,
        )
        for on, text, strand, outcome, weight, promise, direction in _against(client=client.pk)
    ]


@prepared(client=UUIDField())
def _against(client: Slot) -> QuerySet[Evidence, Any]:
    rows = Evidence.objects.standing().filter(client=client, outcome__in=(SLIP, MISS, EXCUSED)).order_by("-on", "-id")
    told = rows.values_list("on", "promise__text", "strand", "outcome", "weight", "promise_id", "direction")
    return told[:SHOWN]


class Asked(NamedTuple):
    """An excuse that waits for a second person."""

    id: UUID
    promise_id: UUID
    what: str
    reason: str
    by_id: UUID
    by: str


def asked(client: Client) -> list[Asked]:
    """Excuses that wait for a second person: one query."""
    return [Asked(*row) for row in _waiting(client=client.pk)]


@prepared(client=UUIDField())
def _waiting(client: Slot) -> QuerySet[Weighing, Any]:
    rows = Weighing.objects.standing().filter(promise__client=client, what=EXCUSED, agreed_at=None)
    return rows.values_list("id", "promise_id", "promise__text", "reason", "by_id", "by__name")


def breaches(client: Client) -> list[Breach]:
    """All breaches, the oldest first: one query."""
    return _breaches(client=client.pk)


@prepared(client=UUIDField())
def _breaches(client: Slot) -> QuerySet[Breach]:
    return Breach.objects.filter(client=client).order_by("opened_on", "id")


def open_first(rows: Sequence[Breach]) -> list[Breach]:
    """Those not closed, then the latest closed first."""
    return sorted(rows, key=lambda row: (row.closed_on or date.max, row.opened_on), reverse=True)


class Changed(NamedTuple):
    """A change of the verdict, in words."""

    on: str
    was: str
    became: str
    policy: str
    digest: str
    replaced: bool


def changes(client: Client, way: str) -> list[Changed]:
    """Every change of the verdict, those that a correction replaced too: one query."""
    rows = VerdictChange.objects.filter(client=client, direction=way).order_by("-on", "-id")
    return [
        Changed(
            day(row.on),
            str(row.get_was_display()),
            str(row.get_became_display()),
            row.policy,
            row.digest,
            row.superseded_at is not None,
        )
        for row in rows[:SHOWN]
    ]


class Line(NamedTuple):
    """One row of the audit's table."""

    on: str
    strand: str
    outcome: str
    weight: str
    age: int
    before: str
    after: str
    state: str
    what: str
    url: str


def table(told: Explained, first: int) -> tuple[list[Line], bool]:
    """The newest rows of the fold, from a place on; whether there are older ones."""
    newest = list(reversed(told.steps))
    weighs = reverse("trust:weighs", args=[_ANY])
    rows = [
        Line(
            step.row.on.isoformat(),
            strand_words(step.row.strand),
            str(Outcome(step.row.outcome).label),
            "½" if step.row.weight < 1 else "1",
            step.age,
            f"{step.before:.6f}",
            f"{step.after:.6f}",
            str(_STANDS[step.state]),
            text,
            weighs.replace(str(_ANY), str(pk)),
        )
        for step, text, pk in newest[first : first + SHOWN]
    ]
    return rows, first + SHOWN < len(newest)


@dataclass(frozen=True)
class Weighed:
    """How one promise weighs: its evidence, what was said of it, what may be said."""

    rows: Sequence[Evidence]
    said: Sequence[Weighing]
    failing: Sequence[str]
    others: Sequence[Promise]
    earlier: Sequence[Promise]


def weighed(promise: Promise) -> Weighed:
    """One promise: four queries."""
    every = list(Evidence.objects.filter(client=promise.client_id, promise=promise).order_by("-recorded_at", "-id"))
    failed = [row for row in every if row.annulled_at is None and row.outcome in (SLIP, MISS)]
    said = Weighing.objects.standing().filter(promise=promise).select_related("other", "by", "agreed_by")
    others = Promise.objects.counted().filter(client=promise.client_id, side=promise.side).exclude(pk=promise.pk)
    known = {row.strand for row in failed}
    on = max((row.on for row in failed), default=None)
    return Weighed(
        every,
        list(said),
        [strand for strand in Strand.values if strand in known],
        list(others.order_by("-due_on", "id")[:SHOWN]) if failed else [],
        _earlier(promise, on) if on is not None else [],
    )


def _earlier(promise: Promise, on: date) -> list[Promise]:
    """Failures of the thirty days before, of the same side."""
    rows = Evidence.objects.standing().filter(
        client=promise.client_id, on__lte=on, on__gte=on - timedelta(days=INCIDENT_DAYS), outcome__in=(SLIP, MISS)
    )
    found = rows.filter(promise__side=promise.side).exclude(promise=promise).select_related("promise")
    return list({row.promise_id: row.promise for row in found.order_by("-on", "id")[:SHOWN]}.values())


def outcome_words(row: Evidence) -> str:
    """What a piece of evidence says."""
    tail = " ½" if row.weight < 1 and row.outcome != KEPT else ""
    return f"{strand_words(row.strand)}: {Outcome(row.outcome).label}{tail}"
