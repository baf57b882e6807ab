"""Columns as COPY of PostgreSQL reads them in its text format: what the driver would write value by value, at once.

Only what columns of ours hold is known here; ``lines_of`` gives None for anything else, and the driver writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import repeat
from operator import is_
from typing import Any
from uuid import UUID

_NONE = "\\N"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def lines_of(columns: Sequence[Sequence[Any]]) -> bytes | None:
    """The rows of these columns as COPY reads them, one row at least; None where a value is of no sort known here."""
    texts = []
    for column in columns:
        if (ready := _texts(column)) is None:
            return None
        texts.append(ready)
    return ("\n".join(map("\t".join, zip(*texts, strict=True))) + "\n").encode()


def _texts(values: Sequence[Any]) -> Sequence[str] | None:
    if values[0] is values[-1] and all(map(is_, values, repeat(values[0]))):
        one = _texts_of(type(values[0]), values[:1])
        return None if one is None else [one[0]] * len(values)
    kinds = set(map(type, values)) - {type(None)}
    return _texts_of(kinds.pop(), values) if len(kinds) == 1 else None


def _texts_of(kind: type, values: Sequence[Any]) -> Sequence[str] | None:
    """Values of one sort, or None."""
    if kind is type(None):
        return [_NONE] * len(values)
    if (write := _WRITE.get(kind, int.__repr__ if issubclass(kind, int) else None)) is not None:
        return [_NONE if value is None else write(value) for value in values]
    if kind is not str and kind.__name__ != "Jsonb":
        return None
    plain = values if kind is str else [value and value.dumps(value.obj) for value in values]
    if None in plain:
        return [_NONE if value is None else value.translate(_ESCAPED) for value in plain]
    return [text.translate(_ESCAPED) for text in plain] if any(map(_SPECIAL.search, plain)) else plain


def _bool(value: bool) -> str:
    return "t" if value else "f"


def _uuid(value: UUID) -> str:
    return f"{value.int:032x}"


_WRITE: dict[type, Callable[[Any], str]] = {
    bool: _bool,
    int: str,
    Decimal: "{:f}".format,
    UUID: _uuid,
    date: date.isoformat,
    datetime: datetime.isoformat,
    time: time.isoformat,
}
