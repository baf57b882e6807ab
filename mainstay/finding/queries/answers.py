"""Which slips answer, of those somebody may see; bounded, and quick on either database (R-X-13).

Who sees few clients has their slips read and compared here: a few thousand, whatever the index holds. For whoever sees
many the index of the database is asked, and each hit for its client; the first hits that may be seen are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from mainstay.finding import rules
from mainstay.finding.models import Slip, SlipQuerySet
from mainstay.finding.queries import gin
from mainstay.finding.rules import Part, Question, Term
from mainstay.finding.rules.asking import Asked

AFAR = 3
QUESTION = "the question"  # this very object stands for it
COMMON = 1000
FEW = 2000  # slips that are read rather than asked for
MOST = 100  # hits of one sort that are put in order; of more, the newest (SQLite) or any (PostgreSQL)

Place = tuple[UUID, UUID]  # a thing, at a client
_Key = TypeVar("_Key")
Row = tuple[UUID, UUID, str]  # the same, and the words of its slip


class Hit(NamedTuple):
    """One thing that answers, and how near: 0 begins so, 1 holds the words, 2 begins of words, 3 from afar."""

    about_id: UUID
    client_id: UUID
    nearness: int


@dataclass(frozen=True)
class Within:
    """Where somebody may look: ``few`` are all the slips there, where read; else ``sql`` asks for some of them.

    ``sql`` is compiled once for the dozen questions of one search; on SQLite ``QUESTION`` stands in its parameters.
    """

    few: tuple[tuple[int, str], ...] | None
    sql: str = ""
    params: tuple[Any, ...] = ()


def within(clients: QuerySet[Any] | None) -> Within:
    """The slips of these clients (None: of all), counted so far as they are few, and then read: up to three queries."""
    if clients is None:
        return Within(None, *_compiled(Slip.objects.all()))
    ids = clients.order_by().values_list("pk", flat=True)
    if not ids[FEW : FEW + 1]:
        few = tuple(Slip.objects.filter(client_id__among=list(ids[:FEW])).values_list("pk", "words")[: FEW + 1])
        if len(few) <= FEW:
            return Within(few)
    return Within(None, *_compiled(Slip.objects.visible_to(clients)))


def hits(asked: Mapping[str, Asked], where: Within, *, wanted: int) -> dict[str, list[Hit]]:
    """At most ``MOST`` things of each sort that answer what is asked of it, the nearest first.

    The farther ways only where too few did.
    """
    if where.few is not None:
        return _of_few(asked, where.few, wanted)
    if connection.vendor == "postgresql":
        return _at_once(asked, where, wanted)
    return {sort: _way_by_way(each, partial(_of_fts, where), wanted) for sort, each in asked.items()}


def _of_few(asked: Mapping[str, Asked], few: Sequence[tuple[int, str]], wanted: int) -> dict[str, list[Hit]]:
    """Slips that were read, compared here; the things of those that answer are one query."""
    near = {
        sort: _nearest([(pk, words) for pk, words in few if words.startswith(sort)], each, wanted)
        for sort, each in asked.items()
    }
    those = [pk for each in near.values() for pk, _nearness in each]
    rows = Slip.objects.filter(pk__in=those).values_list("pk", "about_id", "client_id") if those else ()
    there = {pk: (about, client) for pk, about, client in rows}
    return {sort: [Hit(*there[pk], nearness) for pk, nearness in each if pk in there] for sort, each in near.items()}


def _way_by_way(asked: Asked, ask: Callable[[int, Question], Iterable[Place]], wanted: int) -> list[Hit]:
    found: dict[Place, Hit] = {}
    for nearness, question in enumerate(rules.ways(asked)):
        enough = wanted if nearness == AFAR else MOST
        if question and len(found) < enough:
            for about, client in ask(nearness, question):
                found.setdefault((about, client), Hit(about, client, nearness))
    return list(found.values())[:MOST]


def _at_once(asked: Mapping[str, Asked], where: Within, wanted: int) -> dict[str, list[Hit]]:
    """All ways in one question: that is all there is, unless more answer than are put in order; then way by way."""
    questions = {sort: rules.together(each) for sort, each in asked.items()}
    common = gin.common(questions.values())
    found: dict[str, list[Hit]] = {}
    for sort, question in questions.items():
        rows = gin.answers(question, common, where.sql, where.params, MOST + 1) if question else ()
        near = _nearest([((about, client), words) for about, client, words in rows], asked[sort], wanted)
        if len(rows) <= MOST or _none_nearer(near, asked[sort]):
            found[sort] = [Hit(*place, nearness) for place, nearness in near]
        else:
            found[sort] = _way_by_way(asked[sort], partial(_of_gin, {question: rows}, common, where), wanted)
    return found


def _none_nearer(near: Sequence[tuple[Place, int]], asked: Asked) -> bool:
    """Whether as many as are put in order answer in the nearest way there is."""
    nearest = next((n for n, way in enumerate(rules.ways(asked)) if way), None)
    return len(near) == MOST and near[-1][1] == nearest


def _of_gin(
    known: Mapping[Question, Sequence[Row]], common: frozenset[Part], where: Within, _nearness: int, question: Question
) -> Iterator[Place]:
    rows = known.get(question) or gin.answers(question, common, where.sql, where.params, MOST)
    return ((about, client) for about, client, words in rows if rules.matches(words, question))


def _nearest(rows: Iterable[tuple[_Key, str]], asked: Asked, wanted: int) -> list[tuple[_Key, int]]:
    """Of some slips those that answer, the nearest first; an index left behind never shows what is not so."""
    near = [(key, rules.nearness(words, asked)) for key, words in rows]
    there = sorted(((key, n) for key, n in near if n is not None), key=itemgetter(1))
    nearer = [one for one in there if one[1] < AFAR]
    return (nearer if len(nearer) >= wanted else there)[:MOST]


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


def _of_fts(where: Within, nearness: int, question: Question) -> Iterator[Place]:
    if nearness > 1:
        question = narrowed(question)
    asked = rules.in_fts(question)
    with connection.cursor() as cursor:
        cursor.execute(where.sql, [asked if each is QUESTION else each for each in where.params])
        rows = cursor.fetchall()
    for about, client, words in rows:
        if rules.matches(words, question):  # an index left behind never shows what is not so
            yield _id(about), _id(client)


def _id(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _compiled(rows: SlipQuerySet) -> tuple[str, tuple[Any, ...]]:
    if connection.vendor == "postgresql":
        return gin.compiled(rows)
    asked = rows.extra(
        tables=["finding_words"],
        where=["finding_words.rowid = finding_slip.id", "finding_words MATCH %s"],
        params=[QUESTION],
    ).extra(order_by=["-finding_words.rowid"])
    sql, params = asked.values_list("about_id", "client_id", "words")[:MOST].query.sql_with_params()
    return sql, tuple(params)
