"""Places in an order that no column holds, written as the database wrote them into an index.

A number that Django passes beside a statement is unknown to the database when it looks for an index, so whatever
decides the place stands in the expression itself: the same one in the index and in the query. What is more, no other
query is led to such an index, as SQLite, which counts no rows, would be by one over the bare column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, DateField, Func, IntegerField, TextField


class Placed(Func):
    """A number for each of some codes, by a column: 0 for the first; 9 for what is none of them."""

    output_field = IntegerField()

    def __init__(self, column: Any, codes: Sequence[str] = (), **extra: Any) -> None:
        if not all(code.isidentifier() for code in codes):
            raise ValueError("a code is one plain word")
        places = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(codes))
        super().__init__(column, template=f"CASE %(expressions)s {places} ELSE 9 END", **extra)


class LastWithout(Func):
    """A day, and the last there is where none is known."""

    output_field = DateField()
    template = "COALESCE(%(expressions)s, '9999-12-31')"


class Plainly(Func):
    """A text that is never null, for an index that only who names it so is led to."""

    output_field = TextField()
    template = "COALESCE(%(expressions)s, '')"


def written(word: str) -> Func:
    """A word in the statement itself: so the condition of a partial index is known to hold, and no row is read for it.

    Of a parameter SQLite learns it too late, and reads the row of each of fifty thousand clients.
    """
    if not word.isidentifier():
        raise ValueError("a code is one plain word")
    return Func(template=f"'{word}'", output_field=CharField())
