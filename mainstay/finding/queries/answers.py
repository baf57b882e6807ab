"""Which slips answer, of those somebody may see; bounded, and quick on either database (R-X-13).

Who sees few clients has their slips read and compared here: a few thousand, whatever the index holds. For whoever sees
many the index of the database is asked, and each hit for its client; the first hits that may be seen are enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from mainstay.finding import rules
from mainstay.finding.models import Slip, SlipQuerySet
from mainstay.finding.rules import Question, Term
from mainstay.finding.rules.asking import Asked

AFAR = 3
QUESTION = "the question"  # this very object stands for it
COMMON = 1000
FEW = 2000  # slips that are read rather than asked for
MOST = 100  # hits of one sort that are put in order; of more, the newest (SQLite) or any (PostgreSQL)


class Hit(NamedTuple):
    """One thing that answers, and how near: 0 begins so, 1 holds the words, 2 begins of words, 3 from afar."""

    about_id: UUID
    client_id: UUID
    nearness: int


@dataclass(frozen=True)
class Within:
    """Where somebody may look: ``few`` are all the slips there, where read; else ``sql`` asks for some of them.

    ``sql`` is compiled once for the dozen questions of one search; ``QUESTION`` stands in its parameters.
    """

    few: tuple[tuple[int, str], ...] | None
    sql: str = ""
    params: tuple[Any, ...] = ()


def within(clients: QuerySet[Any] | None) -> Within:
    """The slips of these clients (None: of all), counted so far as they are few, and then read: two queries."""
    if clients is None:
        return Within(None, *_compiled(Slip.objects.all()))
    ids = list(clients.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        few = tuple(Slip.objects.filter(client_id__among=ids).values_list("pk", "words")[: FEW + 1])
        if len(few) <= FEW:
            return Within(few)
    return Within(None, *_compiled(Slip.objects.visible_to(clients)))


def hits(sort: str, asked: Asked, where: Within, *, wanted: int) -> list[Hit]:
    """At most ``MOST`` things of one sort that answer, the nearest first; the farther ways only where too few did."""
    found: dict[tuple[UUID, UUID], Hit] = {}
    for nearness, question in enumerate((asked.begins, asked.whole, asked.parts, asked.afar)):
        enough = wanted if nearness == AFAR else MOST
        if question and len(found) < enough:
            if nearness > 1 and where.few is None and connection.vendor == "sqlite":
                question = narrowed(question)
            for about, client in _answers(sort, question, where):
                found.setdefault((about, client), Hit(about, client, nearness))
    return list(found.values())[:MOST]


def narrowed(question: Question) -> Question:
    """Of several words, those that stand in the index a thousand times as they are, whole.

    FTS5 gathers everything that begins so before it gives the first: a second, for a word that every mail address has.
    """
    if not any(len(every) > 1 for every in question):
        return question
    common = {term for every in question for part in every for term in part if term.begins and _common(Term(term.word))}
    return tuple(
        tuple(tuple(Term(term.word) if term in common else term for term in part) for part in every)
        for every in question
    )


def _common(whole: Term) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM finding_words WHERE finding_words MATCH %s LIMIT 1 OFFSET %s",
            [rules.in_fts((((whole,),),)), COMMON],
        )
        return cursor.fetchone() is not None


def _answers(sort: str, question: Question, where: Within) -> Iterator[tuple[UUID, UUID]]:
    if where.few is not None:
        found = [pk for pk, words in where.few if words.startswith(sort) and rules.matches(words, question)][:MOST]
        yield from Slip.objects.filter(pk__in=found).values_list("about_id", "client_id") if found else ()
        return
    asked = rules.in_fts(question) if connection.vendor == "sqlite" else rules.in_tsquery(question)
    with connection.cursor() as cursor:
        cursor.execute(where.sql, [asked if each is QUESTION else each for each in where.params])
        rows = cursor.fetchall()
    for about, client, words in rows:
        if rules.matches(words, question):  # an index left behind never shows what is not so
            yield _id(about), _id(client)


def _id(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _compiled(rows: SlipQuerySet) -> tuple[str, tuple[Any, ...]]:
    if connection.vendor == "sqlite":
        asked = rows.extra(
            tables=["finding_words"],
            where=["finding_words.rowid = finding_slip.id", "finding_words MATCH %s"],
            params=[QUESTION],
        ).extra(order_by=["-finding_words.rowid"])
    else:
        asked = rows.extra(
            where=["array_to_tsvector(string_to_array(finding_slip.words, ' ')) @@ %s::tsquery"], params=[QUESTION]
        )
    sql, params = asked.values_list("about_id", "client_id", "words")[:MOST].query.sql_with_params()
    return sql, tuple(params)
