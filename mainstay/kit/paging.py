"""Keyset paging: a page costs the same at the millionth row as at the first."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
First = Callable[[], list[M]]


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of rows, with the cursor that leads on and the one that leads back (empty: no such page)."""

    rows: list[M]
    next: str
    back: str


def _pack(direction: str, values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date | datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([direction, *plain]).encode()).decode().rstrip("=")


def _unpack(cursor: str, width: int) -> tuple[str, list[str]] | None:
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(parts, list) or len(parts) != width + 1 or parts[0] not in ("n", "b"):
        return None
    if not all(isinstance(part, str) and "\x00" not in part for part in parts):  # PostgreSQL keeps no NUL
        return None
    return parts[0], parts[1:]


def _beyond(names: Sequence[str], values: Sequence[Any], *, descending: bool) -> Q:
    """Rows that come after ``values`` in the order of ``names`` (all in one direction)."""
    toward = "lt" if descending else "gt"
    condition = Q()
    for place, name in enumerate(names):
        same = {earlier: values[i] for i, earlier in enumerate(names[:place])}
        condition |= Q(**same, **{f"{name}__{toward}": values[place]})
    return Q(**{f"{names[0]}__{toward}e": values[0]}) & condition  # the bound an index can start from


def page_of(
    rows: QuerySet[M],
    *,
    by: Sequence[str],
    cursor: str = "",
    size: int = 50,
    descending: bool = False,
    first: First[M] | None = None,
) -> Page[M]:
    """Take the page that ``cursor`` points to.

    ``by`` names columns that are never null and together unique, all read in one direction; an index over them
    keeps every page as cheap as the first. A cursor that makes no sense gives the first page. ``first`` reads the
    first page, which is asked for most: by a statement that is written once, where there is one.
    """
    found = _unpack(cursor, len(by)) if cursor else None
    backwards = found is not None and found[0] == "b"
    down = descending != backwards
    order = [f"-{name}" if down else name for name in by]
    if found is not None:
        try:
            taken = list(rows.order_by(*order).filter(_beyond(by, found[1], descending=down))[: size + 1])
        except (ValueError, TypeError, ValidationError):  # a forged cursor
            return page_of(rows, by=by, size=size, descending=descending, first=first)
    else:
        taken = first() if first is not None else list(rows.order_by(*order)[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if backwards:
        taken.reverse()
    if not taken:
        return (
            Page([], "", "") if found is None else page_of(rows, by=by, size=size, descending=descending, first=first)
        )

    def key(row: M, direction: str) -> str:
        return _pack(direction, [getattr(row, name) for name in by])

    has_next = more if not backwards else True
    has_back = found is not None if not backwards else more
    return Page(taken, key(taken[-1], "n") if has_next else "", key(taken[0], "b") if has_back else "")
