"""Which word holds for whom, and what was kept since one was lost."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField

from mainstay.clients.models import Client, ClientQuerySet
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Promise
from mainstay.trust.models.word import Ground, TrustWord
from mainstay.trust.rules import word as rules

KEPT = (Promise.Outcome.KEPT, Promise.Outcome.MOVED)


def word_of(client: Client) -> TrustWord | None:
    """The row that holds now; None where the word follows from the stage (R-A-5). One query."""
    return _word_of.first(client=client.pk)


@prepared(client=UUIDField())
def _word_of(client: Slot) -> QuerySet[TrustWord]:
    return TrustWord.objects.now().filter(client=client).select_related("by", "said_by")[:1]


def named(client: Client, row: TrustWord | None) -> str:
    """One of the three words."""
    return row.word if row is not None else rules.implied(client.stage)


def words_of(clients: Iterable[Client]) -> dict[UUID, str]:
    """The word of each of these clients: one query, however many (R-A-6: three words, no more)."""
    every = list(clients)
    rows = TrustWord.objects.now().filter(client__pk__among=[client.pk for client in every])
    said = dict(rows.values_list("client_id", "word"))
    return {client.pk: said.get(client.pk, rules.implied(client.stage)) for client in every}


def with_word(clients: ClientQuerySet, word: str) -> ClientQuerySet:
    """Of some clients those with this word: said by a row, or following from the stage."""
    rows = TrustWord.objects.now().filter(client=OuterRef("pk")).order_by()
    silent = Q(~Exists(rows))
    prospect = Q(stage=Client.Stage.PROSPECT)
    if word == rules.INSUFFICIENT:
        silent &= prospect
    elif word == rules.TRUSTED:
        silent &= ~prospect
    else:
        return clients.filter(Exists(rows.filter(word=word)))
    return clients.filter(Exists(rows.filter(word=word)) | silent)


def kept_since(client: Client, lost: TrustWord) -> QuerySet[Promise]:
    """Our promises to this client that were delivered in time after trust was lost (R-A-3)."""
    after = Q(delivered_at__gt=lost.at) | Q(delivered_at=None, delivered_on__gt=lost.on)
    ours = Promise.objects.filter(client=client, side=Promise.Side.OURS, outcome__in=KEPT, annulled_at=None)
    return ours.filter(after, delivered_on__isnull=False)


def loose(client: Client) -> QuerySet[Ground]:
    """What was noticed and is no ground of a word yet."""
    return Ground.objects.filter(client=client, word=None).select_related("contact", "by")
