"""What engagements are found by, kept in step with what is told of them (R-X-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from mainstay.clients.queries import spoken
from mainstay.engagements.models import Engagement
from mainstay.finding import actions as finding
from mainstay.finding.actions import Told
from mainstay.finding.rules import slip_words
from mainstay.journal.actions import Told as Said

SORT = "e"
_WORDS = ("name", "outcome", "noticed_by")


def hear(kind: str, said: Sequence[Said]) -> None:
    """Keep the slips in step with lines of one kind, in the transaction of the act (R-X-13)."""
    begun = kind == "engagements.begun"
    touched = [each.about for each in said if begun or not {*_WORDS}.isdisjoint(each.changes)]
    finding.renew(told=_told([one for one in touched if isinstance(one, Engagement)]))


def slips(clients: Sequence[UUID]) -> Iterator[Told]:
    """All slips of what we do for these clients (R-X-13)."""
    yield from _told(list(Engagement.objects.filter(client__in=clients)))


def _told(engagements: Sequence[Engagement]) -> list[Told]:
    languages = spoken({one.client_id for one in engagements})
    return [
        Told(
            SORT,
            one.pk,
            one.client_id,
            slip_words(SORT, texts=[getattr(one, name) for name in _WORDS], language=languages[one.client_id]),
        )
        for one in engagements
    ]
