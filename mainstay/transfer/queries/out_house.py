"""What of a house stands in its archive: every table of every capability, but for what is named here with its reason.

A new table enters by itself. What stays behind is told in the manifest.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model

CHUNK = 2000

# By label. English, whoever takes the archive out: the same house gives the same bytes.
LEFT_OUT: Mapping[str, str] = {
    "house.Token": "a key for the API is made anew; what opens a door does not travel",
    "house.SignIn": "everybody signs in anew; where from is nobody else’s matter",
    "house.Tries": "wrong words at the door, forgotten after a day",
    "house.Recovery": "a link opens one house for a day; a new one is made",
    "house.Shared": "what processes count together for a while",
    "finding.Slip": "the index of search is written anew from what it finds",
    "finding.State": "says how far the index of search was written",
    "transfer.Piece": "bytes of an uploaded file, thrown away when its run is done",
    "sessions.Session": "everybody signs in anew",
    "mfa.Authenticator": "second factors are secrets; everybody sets up a new one",
    "socialaccount.SocialAccount": "who is who at an identity provider is found anew at the next sign-in",
    "socialaccount.SocialApp": "not used: the provider stands in the settings",
    "socialaccount.SocialToken": "not used: no token of a provider is kept",
    "account.EmailAddress": "made anew at the first sign-in",
    "account.EmailConfirmation": "a key that was sent by mail; a new one is sent",
    "django_tasks_database.DBTaskResult": "work in the background belongs to the machine that does it",
    "contenttypes.ContentType": "made by Django in every database",
    "auth.Permission": "made by Django in every database, and not used",
    "auth.Group": "not used: roles are posts",
    "auth.Group_permissions": "not used: roles are posts",
}
DJANGOS = frozenset(
    ("account", "auth", "contenttypes", "django_tasks_database", "mfa", "sessions", "socialaccount"),
)
BLANK: Mapping[str, Mapping[str, str]] = {
    "house.User": {
        "password": "digests of passwords are secrets; an administrator gives new ones",
        "recovery_until": "links to sign in anew stay behind",
    },
}


def every_table() -> list[type[Model]]:
    """Every table this installation has, by label; those of many-to-many relations too."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted((model for model in models if not model._meta.proxy), key=lambda model: model._meta.label)


def tables() -> dict[str, type[Model]]:
    """The tables of the archive, by label."""
    return {model._meta.label: model for model in every_table() if model._meta.label not in LEFT_OUT}


def columns(model: type[Model]) -> dict[str, Field[Any, Any]]:
    """The columns of a table that stand in the archive, by the name they have there."""
    blank = BLANK.get(model._meta.label, {})
    kept = [field for field in model._meta.concrete_fields if field.name not in blank and not _computed(field)]
    return {field.attname: field for field in kept}


def _computed(field: Field[Any, Any]) -> bool:
    return bool(getattr(field, "generated", False))


def left_out() -> dict[str, str]:
    """What stays behind, and why: tables and columns that this installation has."""
    found = {model._meta.label: LEFT_OUT[model._meta.label] for model in every_table() if model._meta.label in LEFT_OUT}
    for label, model in tables().items():
        found |= {f"{label}.{name}": why for name, why in BLANK.get(label, {}).items()}
        found |= {
            f"{label}.{field.name}": "computed by the database"
            for field in model._meta.concrete_fields
            if _computed(field)
        }
    return dict(sorted(found.items()))


def lines(model: type[Model]) -> Iterator[bytes]:
    """The records of a table as JSON, one a line, in the order of their keys: flat in memory, the same everywhere."""
    names = list(columns(model))
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=CHUNK)
    for values in rows:
        record = dict(zip(names, values, strict=True))
        yield (
            json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain).encode()
            + b"\n"
        )


def plain(value: object) -> object:
    """What JSON does not know: days and times ISO, ids and amounts as text, bytes in base 64."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"no plain form for {type(value).__name__}")
