"""Taking back what a list of promises did: annulled, set back, laid aside; what somebody acted on stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.actions import intake as client_intake
from mainstay.clients.actions.intake import Taken
from mainstay.promises.actions import intake as ledger
from mainstay.promises.models import Promise
from mainstay.transfer.actions.kinds import unused
from mainstay.transfer.actions.kinds.promise_values import PLAIN, RELATIONS, columns_of, of_promise
from mainstay.transfer.rules.kinds import Around, Step

SHOWN = frozenset({*PLAIN.values(), "due", "delivered"})


def take_back(steps: Sequence[Step], around: Around) -> list[Step]:
    """Take the steps back; gives those that stay, as “left” with why."""
    held = ledger.hold_many(ids=[UUID(step.id) for step in steps])
    stays: list[Step] = []
    gone: list[Promise] = []
    back: list[tuple[Promise, dict[str, Any]]] = []
    for step in steps:
        promise = held[UUID(step.id)]
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
    stays += unused.take_back_beside(steps, around)
    _serve_no_more(steps, around)
    return stays


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


def _serve_no_more(steps: Sequence[Step], around: Around) -> None:
    """Who was said to serve a client that was there before serves it no longer; where that changed since, it stays."""
    beside = {pk for step in steps for pk in step.beside.get("clients", ())}
    told = [UUID(pk) for step in steps for pk in step.beside.get("served", ()) if not beside & set(_clients(step))]
    if told:
        why = unused.why_undone(around)
        client_intake.take_back_assignments(taken=[Taken(pk, None) for pk in told], why=why, by=around.by, at=around.at)


def _clients(step: Step) -> list[str]:
    return step.beside.get("clients", [])
