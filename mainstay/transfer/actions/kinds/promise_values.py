"""The values of a promise as a step shows and keeps them: texts by the names of the fields of the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from mainstay.kit.wall import instant, zone_named
from mainstay.promises.models import Promise
from mainstay.promises.rules.intake import Delivery
from mainstay.transfer.actions.kinds.promise_names import Names

RELATIONS = {
    "owner_id": "owner",
    "engagement_id": "engagement",
    "kind_id": "kind",
    "owner_contact_id": "contact",
    "made_to_id": "contact",
}
PLAIN = {
    "text": "title",
    "outcome_wanted": "outcome",
    "reference": "reference",
    "owner_name": "contact",
    "made_on": "made",
    "budget": "budget",
    "cost": "cost",
    "currency": "currency",
    "satisfaction": "accepted",
}
COLUMNS = (*PLAIN, "due_on", "due_time", "delivered_on", "delivered_at")


def shown(values: Mapping[str, Any], zone: str) -> dict[str, str]:
    """Columns as texts by field; those that are empty are left out."""
    told = {}
    for name, field in PLAIN.items():
        if (value := values.get(name)) or value == 0:
            told[field] = value if type(value) is str else _text(value)
    told["due"] = _moment(values["due_on"], values["due_time"])
    if values["delivered_on"] is not None:
        at = values["delivered_at"]
        told["delivered"] = _moment(values["delivered_on"], at.astimezone(zone_named(zone)).time() if at else None)
    return told


def of_promise(promise: Promise) -> dict[str, str]:
    """What a promise holds, as ``shown``."""
    return shown(promise.__dict__, promise.due_zone)


def told_values(record: Delivery, columns: Mapping[str, Any], names: Names) -> dict[str, list[Any]]:
    """What a new promise would hold: field: [None, text]."""
    told = shown(columns, columns["due_zone"])
    if record.side != "ours":
        told["side"] = record.side
    if record.owner:
        told["owner"] = names.spoken(columns["owner_id"])
    for name in ("engagement_id", "kind_id", "owner_contact_id", "made_to_id"):
        if columns[name] is not None:
            told[RELATIONS[name]] = names.spoken(columns[name])
    return {field: [None, text] for field, text in told.items()}


def values_of(promise: Promise, differ: Mapping[str, Any], names: Names) -> dict[str, list[Any]]:
    """What a list changes of a promise: field: [old, new] as texts."""
    before = of_promise(promise)
    after = shown({**promise.__dict__, **differ}, promise.due_zone)
    changes: dict[str, list[Any]] = {
        field: [before.get(field, ""), after.get(field, "")]
        for field in (*before, *(field for field in after if field not in before))
        if before.get(field) != after.get(field)
    }
    for name, field in RELATIONS.items():
        if name in differ:
            changes[field] = [names.spoken(getattr(promise, name)), names.spoken(differ[name])]
    return changes


def columns_of(field: str, text: str, promise: Promise) -> dict[str, Any]:
    """A text of ``shown`` as columns again; "" is nothing."""
    if field == "due":
        day, clock = _parted(text)
        return {"due_on": day, "due_time": clock}
    if field == "delivered":
        if not text:
            return {"delivered_on": None, "delivered_at": None}
        day, clock = _parted(text)
        at = None if clock is None else instant(day, clock.hour * 60 + clock.minute, zone_named(promise.due_zone))
        return {"delivered_on": day, "delivered_at": at}
    name = next(name for name, shown_as in PLAIN.items() if shown_as == field)
    if name == "made_on":
        return {name: date.fromisoformat(text) if text else None}
    if name in ("budget", "cost"):
        return {name: Decimal(text) if text else None}
    return {name: text}


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def _moment(day: date, clock: time | None) -> str:
    return day.isoformat() if clock is None else f"{day.isoformat()} {clock.isoformat()}"


def _parted(text: str) -> tuple[date, time | None]:
    day, _blank, clock = text.partition(" ")
    return date.fromisoformat(day), time.fromisoformat(clock) if clock else None
