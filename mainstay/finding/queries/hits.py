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
from mainstay.finding.rules import Question
from mainstay.finding.rules.asking import Asked

FEW = 3000  # slips that are read rather than asked for
MOST = 100  # hits of one sort that are put in order; of more, the newest (SQLite) or any (PostgreSQL)


class Hit(NamedTuple):
    """One thing that answers, and how near: 0 begins so, 1 holds the words, 2 begins of words, 3 from afar."""

    about_id: UUID
    client_id: UUID
    nearness: int


@dataclass(frozen=True)
class Within:
    """Where somebody may look: ``clients`` is None for everywhere; ``few`` are all the slips there, where read."""

    clients: QuerySet[Any] | None
    few: tuple[tuple[UUID, UUID, str], ...] | None = None


def within(clients: QuerySet[Any] | None) -> Within:
    """The slips of these clients, read if they are few: one query."""
    if clients is None:
        return Within(None)
    there = Slip.objects.filter(client_id__in=clients.values("pk")).values_list("about_id", "client_id", "words")
    read = list(there[: FEW + 1])
    return Within(clients, None if len(read) > FEW else tuple(read))


def hits(sort: str, asked: Asked, where: Within, *, wanted: int) -> list[Hit]:
    """At most ``MOST`` things of one sort that answer, the nearest first; the farther ways only where too few did."""
    found: dict[tuple[UUID, UUID], Hit] = {}
    for nearness, question in enumerate((asked.begins, asked.whole, asked.parts, asked.afar)):
        enough = wanted if nearness == 3 else MOST
        if question and len(found) < enough:
            for about, client in _answers(sort, question, where):
                found.setdefault((about, client), Hit(about, client, nearness))
    return list(found.values())[:MOST]


def _answers(sort: str, question: Question, where: Within) -> Iterator[tuple[UUID, UUID]]:
    if where.few is not None:
        few = (one for one in where.few if one[2].startswith(sort))
        yield from ((about, client) for about, client, words in few if rules.matches(words, question))
        return
    rows = Slip.objects.all() if where.clients is None else Slip.objects.visible_to(where.clients)
    for about, client, words in _asked(rows, question).values_list("about_id", "client_id", "words")[:MOST]:
        if rules.matches(words, question):  # an index left behind never shows what is not so
            yield about, client


def _asked(rows: SlipQuerySet, question: Question) -> SlipQuerySet:
    if connection.vendor == "sqlite":
        asked = rows.extra(
            tables=["finding_words"],
            where=["finding_words.rowid = finding_slip.id", "finding_words MATCH %s"],
            params=[rules.in_fts(question)],
        )
        return asked.extra(order_by=["-finding_words.rowid"])
    return rows.extra(
        where=["array_to_tsvector(string_to_array(finding_slip.words, ' ')) @@ %s::tsquery"],
        params=[rules.in_tsquery(question)],
    )
