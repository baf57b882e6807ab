"""Taking back what a list of promises did: annulled, set back, laid aside; what somebody acted on stays."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from mainstay.clients.actions import intake as client_intake
from mainstay.clients.actions.intake import Taken
from mainstay.clients.models import Affiliation, Contact
from mainstay.engagements import actions as engagement_actions
from mainstay.engagements.models import Engagement
from mainstay.journal.models import Line
from mainstay.promises.actions import intake as ledger
from mainstay.promises.models import Promise
from mainstay.transfer.actions.kinds import unused
from mainstay.transfer.actions.kinds.promise_values import PLAIN, RELATIONS, columns_of, of_promise
from mainstay.transfer.rules.kinds import Around, Step

SHOWN = frozenset({*PLAIN.values(), "due", "delivered"})


def take_back(steps: Sequence[Step], around: Around) -> list[Step]:
    """Take the steps back; gives those that stay, as “left” with why."""
    ids = [UUID(step.id) for step in steps]
    held = ledger.hold_many(ids=ids)
    stays: list[Step] = []
    gone: list[Promise] = []
    back: list[tuple[Promise, dict[str, Any]]] = []
    for pk, step in zip(ids, steps, strict=True):
        promise = held[pk]
        if why := _acted(promise) or (_corrected(promise, step) if step.what == "made" else ""):
            stays.append(_left(step, why))
        elif step.what == "made":
            gone.append(promise)
        else:
            values, others = _before(promise, step)
            back.append((promise, values))
            if others:
                why = _("A list that came later has changed it: %(fields)s.") % {"fields": ", ".join(others)}
                stays.append(_left(step, why))
    reason = unused.why_undone(around)
    ledger.annul_many(promises=gone, by=around.by, at=around.at, reason=reason)
    ledger.correct_many(told=back, by=around.by, at=around.at, kind="promises.taken_back", text=reason)
    _end_engagements(_beside(steps, "engagements"), around, reason)
    _take_back_people(_beside(steps, "contacts"), around, reason)
    stays += unused.take_back_beside(steps, around)
    _serve_no_more(steps, around, reason)
    return stays


def _beside(steps: Sequence[Step], what: str) -> list[UUID]:
    return [UUID(pk) for step in steps for pk in step.beside.get(what, ())]


def _end_engagements(ids: Sequence[UUID], around: Around, why: str) -> None:
    """Engagements that were begun for the list, hold nothing else and stand as they were begun, are ended."""
    if not ids:
        return
    rows = Engagement.objects.filter(pk__in=ids, state=Engagement.State.TALKED)
    free = rows.exclude(pk__in=Promise.objects.counted().filter(engagement__in=ids).values("engagement"))
    told = [(one, {"state": Engagement.State.ENDED}) for one in free.select_related("client").order_by("id")]
    engagement_actions.change_many(told=told, by=around.by, at=around.at, why=why)


def _take_back_people(ids: Sequence[UUID], around: Around, why: str) -> None:
    """People at clients who were written down for the list alone, and of whom nobody has told more, go."""
    if not ids:
        return
    told_more = Line.objects.filter(about_id__in=ids).exclude(kind="clients.contact_added").values("about_id")
    rows = Contact.objects.filter(pk__in=ids, run_id=around.run_id).exclude(pk__in=told_more)
    free = ledger.forget_people(contacts=set(rows.values_list("pk", flat=True)), by=around.by, at=around.at, reason=why)
    places = Affiliation.objects.filter(contact__in=free).values_list("pk", flat=True)
    with suppress(ProtectedError), transaction.atomic():
        client_intake.take_back_people(places=set(places), contacts=free, why=why, by=around.by, at=around.at)


def _left(step: Step, why: str) -> Step:
    return Step(step.rows, "left", step.name, step.client, step.id, why=why)


def _acted_on() -> str:
    return _("Somebody has acted on it since. It can be marked as entered in error on its own page.")


def _acted(promise: Promise) -> str:
    if promise.annulled_at is not None:
        return _("It was marked as entered in error already.")
    return _acted_on() if promise.acts else ""


def _corrected(promise: Promise, step: Step) -> str:
    """Why a promise that the run made stays: a list that came later changed it."""
    expected = {field: new for field, (_old, new) in step.changes.items() if field in SHOWN}
    held = of_promise(promise)
    theirs = promise.owner_contact_id or promise.made_to_id
    if theirs is not None:
        expected.pop("contact", None)
    if held == expected:
        return ""
    return _("A list that came later has changed it. Undo that list first.")


def _before(promise: Promise, step: Step) -> tuple[dict[str, Any], list[str]]:
    """The columns to set back, and the fields that no longer hold what the run wrote."""
    held = of_promise(promise)
    values: dict[str, Any] = {}
    others: list[str] = []
    related = {RELATIONS[name] for name in step.beside if name in RELATIONS}
    for field, (old, new) in step.changes.items():
        if field in related:
            continue
        if held.get(field, "") != new:
            others.append(field)
        else:
            values |= columns_of(field, old, promise)
    for name, (was, became) in ((name, step.beside[name]) for name in (*RELATIONS, "run_key") if name in step.beside):
        if str(getattr(promise, name) or "") != became:
            others.append(RELATIONS.get(name, "key"))
        else:
            values[name] = was if name == "run_key" else _id(name, was)
    return values, others


def _id(name: str, text: str) -> Any:
    return Promise._meta.get_field(name.removesuffix("_id")).target_field.to_python(text) if text else None  # type: ignore[union-attr]


def _serve_no_more(steps: Sequence[Step], around: Around, why: str) -> None:
    """Who was said to serve a client that was there before serves it no longer; where that changed since, it stays."""
    there = [step for step in steps if not step.beside.get("clients")]
    if taken := [Taken(pk, None) for pk in _beside(there, "served")]:
        client_intake.take_back_assignments(taken=taken, why=why, by=around.by, at=around.at)
