"""Asking PostgreSQL’s index: what is found at once is enough, what nearly everything holds is not gathered first.

GIN gathers every slip that holds a word before it gives the first, and every slip that holds a beginning once more. So
a small index over one slip in 61 is asked before the large one: for a common word it gives enough. And of several words
those that very many hold are not asked of the index at all: they are looked for in the slips that hold the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from mainstay.finding import rules
from mainstay.finding.models import SlipQuerySet
from mainstay.finding.rules import Part, Question

COMMON = 100  # slips of the small index; sixty times as many of all
_VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
_SOME = "mod(id / 64, 61)"  # as the small index has it: runs of slips that lie side by side
_WITH = (
    "WITH part AS MATERIALIZED (SELECT about_id, client_id, words FROM finding_slip WHERE {some} = 0 AND {vector} @@ "
    "%s::tsquery), rest AS MATERIALIZED (SELECT about_id, client_id, words FROM finding_slip WHERE {some} <> 0 AND "
    "{vector} @@ %s::tsquery), finding_slip AS (SELECT * FROM part{held} UNION ALL SELECT * FROM rest{held}) "
)


def compiled(rows: SlipQuerySet) -> tuple[str, tuple[Any, ...]]:
    """The part of the statement that says of whom, for ``answers``: it reads what was found under the table’s name."""
    sql, params = rows.values_list("about_id", "client_id", "words").query.sql_with_params()
    return sql, tuple(params)


def answers(
    question: Question, common: frozenset[Part], sql: str, params: tuple[Any, ...], most: int
) -> Sequence[tuple[UUID, UUID, str]]:
    """Any of the slips that answer, at most so many: thing, client, words."""
    lean, whole = rules.in_tsquery(rules.lean(question, common)), rules.in_tsquery(question)
    held = "" if lean == whole else f" WHERE {_VECTOR} @@ %s::tsquery"
    asked = [lean, lean, *([whole, whole] if held else ())]
    with connection.cursor() as cursor:
        begin = _WITH.format(some=_SOME, vector=_VECTOR, held=held)
        cursor.execute(f"{begin}{sql} LIMIT {most}", [*asked, *params])
        return list(cursor.fetchall())


def common(questions: Iterable[Question]) -> frozenset[Part]:
    """Which parts of them very many slips hold, as the small index tells; asked only where there are several words."""
    several = (every for question in questions for every in question if len(every) > 1)
    parts = [*dict.fromkeys(part for every in several for part in every)]
    if not parts:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT told.n FROM unnest(%s::text[]) WITH ORDINALITY AS told (asked, n) WHERE EXISTS (SELECT 1 FROM "  # noqa: S608 (of ours)
            f"finding_slip WHERE {_SOME} = 0 AND {_VECTOR} @@ told.asked::tsquery OFFSET {COMMON})",
            [[rules.in_tsquery(((part,),)) for part in parts]],
        )
        return frozenset(parts[n - 1] for (n,) in cursor.fetchall())
