"""Which value stays where two records that are merged differ; kept so that it can be set back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _

from mainstay.clients.rules import merging as rules
from mainstay.kit.countries import country_words
from mainstay.kit.refusals import Refused

CLIENT = ("name", "kind", "stage", "unit", "zone", "country", "town", "language", "since_on", "note", "reference")
PERSON = ("name", "title", "addressed_as", "salutation", "language", "channel", "hours", "reference")


@dataclass(frozen=True)
class Differing:
    """One field in which two records differ: its label, both values in words, and which stays where nobody says."""

    field: str
    label: str
    keep: str
    gone: str
    stays: str


def differing(keep: Model, gone: Model, fields: Sequence[str]) -> list[Differing]:
    """The fields in which the two differ, in order."""
    found: list[Differing] = []
    for name in fields:
        one, other = getattr(keep, name), getattr(gone, name)
        if one != other:
            label = str(_field(keep, name).verbose_name)
            stays = rules.default(one, other)
            found.append(Differing(name, label, _words(keep, name), _words(gone, name), stays))
    return found


def _field(record: Model, name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", record._meta.get_field(name))


def _words(record: Model, name: str) -> str:
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown is not None else getattr(record, name)
    if name == "country":
        return country_words(value)
    return "" if value is None else str(value)


def settle(keep: Model, gone: Model, fields: Sequence[str], stays: Mapping[str, str]) -> dict[str, list[Any]]:
    """Let the chosen values stand at the keeper, which is not saved; those that changed as {field: [old, new]}.

    ``stays`` says keep or gone for a field. Raises Refused for another word or another field (R-X-11).
    """
    for name, which in stays.items():
        if which not in (rules.KEEP, rules.GONE) or name not in fields:
            raise Refused(
                _("“%(told)s” cannot be chosen: for each of these say keep or gone: %(fields)s.")
                % {"told": f"{name}={which}", "fields": ", ".join(fields)},
                rule="R-X-11",
                field=name if name in fields else "",
            )
    values: dict[str, list[Any]] = {}
    for one in differing(keep, gone, fields):
        if stays.get(one.field, one.stays) == rules.GONE:
            attname = _field(keep, one.field).attname
            old, new = getattr(keep, attname), getattr(gone, attname)
            values[one.field] = [_plain(old), _plain(new)]
            setattr(keep, attname, new)
    return values


def set_back(keep: Model, values: Mapping[str, Sequence[Any]]) -> tuple[dict[str, tuple[Any, Any]], list[str]]:
    """Let the keeper's own values stand again where nobody corrected them since; what changed, and what stayed."""
    changes: dict[str, tuple[Any, Any]] = {}
    told: list[str] = []
    for name, (old, new) in values.items():
        field = _field(keep, name)
        if _plain(getattr(keep, field.attname)) == new:
            changes[name] = (new, old)
            setattr(keep, field.attname, _read(field, old))
        else:
            told.append(_("%(label)s was corrected since and stays.") % {"label": _capital(str(field.verbose_name))})
    return changes, told


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(field: Field[Any, Any], value: Any) -> Any:
    return field.target_field.to_python(value) if isinstance(field, ForeignKey) else field.to_python(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
