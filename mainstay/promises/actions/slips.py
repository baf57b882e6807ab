"""What promises are found by, kept in step with what is told of them (R-X-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from mainstay.clients.queries import spoken_of
from mainstay.finding import actions as finding
from mainstay.finding.actions import Told
from mainstay.finding.rules import slip_words
from mainstay.journal.actions import Told as Said
from mainstay.promises.models import Promise

SORT = "w"  # a word that was given
_FRESH = ("promises.made", "promises.taken_in")
_WORDS = ("text", "reference", "outcome_wanted", "owner_name")
_TELLING = frozenset({*_WORDS, "annulled_at"})


def hear(kind: str, said: Sequence[Said]) -> None:
    """Keep the slips in step with lines of one kind, in the transaction of the act (R-X-13)."""
    if kind in _FRESH:
        finding.put(told=_told([each.about for each in said]))
        return
    changed = [each.about for each in said if not _TELLING.isdisjoint(each.changes)]
    touched = [one for one in changed if isinstance(one, Promise)]
    if touched:
        gone = {(one.client_id, one.pk) for one in touched}
        annulled = {each.line.about_id for each in said if each.changes.get("annulled_at", [None, None])[1]}
        finding.renew(told=_told([one for one in touched if one.pk not in annulled]), places=gone)


def slips(clients: Sequence[UUID]) -> Iterator[Told]:
    """All slips of what these clients were promised, or promised; what was entered in error has none (R-X-13)."""
    rows = Promise.objects.counted().filter(client__in=clients).only("client_id", *_WORDS)
    some: list[Promise] = []
    for promise in rows.iterator(chunk_size=2000):
        some.append(promise)
        if len(some) == 500:
            yield from _told(some)
            some = []
    yield from _told(some)


def _told(promises: Sequence[Promise]) -> list[Told]:
    languages = spoken_of(promises)
    return [
        Told(
            SORT,
            promise.id,
            promise.client_id,
            slip_words(SORT, texts=[getattr(promise, name) for name in _WORDS], language=languages[promise.client_id]),
        )
        for promise in promises
    ]
