"""Where the record and the word disagree: what is proposed, and to whom (the system proposes, a person decides)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField

from mainstay.clients.models import Client
from mainstay.kit.prepared import Slot, prepared
from mainstay.trust.models.record import Record, Verdict
from mainstay.trust.models.word import KeptWord, TrustWord
from mainstay.trust.rules import word as rules
from mainstay.trust.rules.record.policy import OURS


@dataclass(frozen=True)
class Proposal:
    """The record says ``verdict`` since a day, the word says ``word``."""

    client: Client
    word: str
    verdict: str
    since: date | None


def asked(clients: QuerySet[Any]) -> QuerySet[Record]:
    """The records of these clients that say another word than was said before they changed; not those kept so."""
    word = TrustWord.objects.now().filter(client=OuterRef("client")).order_by()
    kept = KeptWord.objects.filter(client=OuterRef("client"), verdict=OuterRef("verdict"), since=OuterRef("since"))
    rows = Record.objects.filter(client__in=clients, direction=OURS, client__archived_at=None)
    rows = rows.annotate(word=Subquery(word.values("word")[:1]), said_on=Subquery(word.values("on")[:1]))
    prospect = Q(word=None, client__stage=Client.Stage.PROSPECT)
    better = Q(verdict=Verdict.TRUSTED) & (Q(word__in=(rules.NOT_TRUSTED, rules.INSUFFICIENT)) | prospect)
    worse = Q(verdict=Verdict.NOT_TRUSTED) & (Q(word__in=(rules.TRUSTED, rules.INSUFFICIENT)) | Q(word=None))
    since = Q(said_on=None) | Q(since__gt=F("said_on"))
    return rows.filter(better | worse, since).exclude(Exists(kept.order_by()))


def proposals(clients: QuerySet[Any]) -> Iterator[Proposal]:
    """What is proposed for these clients, the longest standing first: one query."""
    return _proposed(_in_order(clients))


def _in_order(clients: QuerySet[Any]) -> QuerySet[Record]:
    return asked(clients).select_related("client").order_by("since", "client__order_name", "client_id")


def _proposed(rows: Iterable[Record]) -> Iterator[Proposal]:
    for row in rows:
        word, on = (row.word or rules.implied(row.client.stage)), row.said_on  # type: ignore[attr-defined]
        if rules.disagrees(word, on, row.verdict, row.since):
            yield Proposal(row.client, word, row.verdict, row.since)


def proposal_of(client: Client) -> Proposal | None:
    """What is proposed for one client."""
    return next(_proposed(_of_client(client=client.pk)), None)


@prepared(client=UUIDField())
def _of_client(client: Slot) -> QuerySet[Record]:
    return _in_order(Client.objects.filter(pk=client).order_by().values("pk"))
