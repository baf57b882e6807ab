"""Which clients answer, for a list that is filtered, ordered and paged by its own table (R-X-13).

Words that few things hold are asked of the index, and lead to their clients. Words that very many hold lead nowhere:
the list is walked in its own order then, and each client's few slips are looked at; one row in a hundred answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat

from mainstay.finding import rules
from mainstay.finding.models import Slip
from mainstay.finding.queries.answers import narrowed
from mainstay.finding.rules import Question, Term
from mainstay.finding.rules.asking import Asked

MANY = 10_000  # slips to which a word leads; one in a hundred of a house of a million clients


def of_clients(typed: str, sorts: str) -> Q:
    """What clients must be (by ``pk``) so that each of these words is held by one of their slips of these sorts.

    From afar, other writings and forms, only for a word that none holds as it is. One or two looks into the index for
    each word; nothing answers where there is nothing to ask.
    """
    words = rules.words_asked(typed)
    if not words:
        return Q(pk__in=())
    few: set[UUID] | None = None
    common: list[Question] = []
    for word in words:
        question, found = _found([rules.asked(word, sort, named=True) for sort in sorts])
        if found is None:
            common.append(question)
        else:
            few = found if few is None else few & found
    answer = Q() if few is None else Q(pk__among=few)
    return reduce(and_, (Q(_held(question)) for question in common), answer)


def _found(asked: list[Asked]) -> tuple[Question, set[UUID] | None]:
    """The question a word asks, and the clients that answer; None where they are too many to be told."""
    near = _all(asked, lambda one: one.begins + one.parts)
    if _clients(_all(asked, lambda one: one.whole)) is None:
        return near, None  # FTS5 gathers all that begins so before it gives the first: ask the whole word before
    found = _clients(near)
    if found is None or found:
        return near, found
    afar = _all(asked, lambda one: one.afar)
    return afar, _clients(afar) if afar else set()


def _all(asked: list[Asked], way: Callable[[Asked], Question]) -> Question:
    return tuple(every for one in asked for every in way(one))


def _clients(question: Question) -> set[UUID] | None:
    sqlite = connection.vendor == "sqlite"
    asked = rules.in_fts(narrowed(question)) if sqlite else rules.in_tsquery(question)
    with connection.cursor() as cursor:
        cursor.execute(_FTS if sqlite else _GIN, [asked, MANY + 1])
        rows = cursor.fetchall()
    if len(rows) > MANY:
        return None
    return {pk if isinstance(pk, UUID) else UUID(pk) for (pk,) in rows}


_FTS = (
    "SELECT slip.client_id FROM finding_words CROSS JOIN finding_slip AS slip ON slip.id = finding_words.rowid "
    "WHERE finding_words MATCH %s LIMIT %s"
)
_GIN = "SELECT client_id FROM finding_slip WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery LIMIT %s"


def _held(question: Question) -> Exists:
    """Whether a slip of the client at hand answers: found by the client, read word by word."""
    held = Concat(Value(" "), F("words"), Value(" "), output_field=TextField())
    slips = Slip.objects.filter(client_id=OuterRef("pk")).alias(held=held)
    every = [reduce(and_, map(_one_of, parts)) for parts in question]
    return Exists(slips.filter(reduce(or_, every)))


def _one_of(terms: tuple[Term, ...]) -> Q:
    return reduce(or_, (Q(held__contains=f" {term.word}" + ("" if term.begins else " ")) for term in terms))
