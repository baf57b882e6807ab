"""The chronicle of trust: out of promises, the record and the words; nothing in it was typed twice (R-A-2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, Q, QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mainstay.clients.models import Client
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.times import local_day
from mainstay.promises.models import Promise
from mainstay.trust.models.record import FOLDED, VerdictChange
from mainstay.trust.models.word import TrustWord
from mainstay.trust.queries.record.words import day
from mainstay.trust.queries.word.said import headline, why
from mainstay.trust.rules.record.policy import OURS, TRUSTED
from mainstay.trust.rules.word import chronicle as rules

SHOWN = 100
LATE, BROKEN = Promise.Outcome.KEPT_LATE, Promise.Outcome.BROKEN


@dataclass(frozen=True)
class Entry:
    """One line: the day, what it did for trust (a code and a word), a sentence, and where its evidence is."""

    on: date
    when: str
    code: str
    what: str
    sentence: str
    url: str
    exact: str = ""

    @property
    def text(self) -> str:
        """The line as the page shows it."""
        return f"{self.what}: {self.sentence}" if self.what else self.sentence


def entries(client: Client, at: datetime, *, first: int = 0, size: int = SHOWN) -> tuple[list[Entry], bool]:
    """A page of the chronicle, newest first, and whether there is more: three queries."""
    facts = [*_promises(client, local_day(at, client.zone)), *_changes(client), *_words(client)]
    every = list(rules.told(facts))[::-1]
    page = reverse("promises:page", args=[_ANY])  # once for all lines
    return [_entry(client.pk, one, page) for one in every[first : first + size]], len(every) > first + size


def _promises(client: Client, today: date) -> Iterator[rules.Fact]:
    """Ours: kept in time, missed, put right after that. What was taken back with notice is neither."""
    for pk, text, outcome, judged, delivered in _judged(client=client.pk, today=today):
        about = (pk, text)
        if delivered is not None and outcome not in (LATE, BROKEN):
            yield rules.Fact(delivered, rules.KEPT, about=about)
            continue
        yield rules.Fact(judged, rules.MISSED, about=about)
        if delivered is not None:
            yield rules.Fact(delivered, rules.MENDED, about=about)


@prepared(client=UUIDField(), today=DateField())
def _judged(client: Slot, today: Slot) -> QuerySet[Promise, Any]:
    ours = Promise.objects.filter(client=client, side=Promise.Side.OURS, annulled_at=None)
    late = Q(is_owed=True, judged_on__lt=today) | Q(outcome__in=(LATE, BROKEN))
    rows = ours.filter(Q(delivered_on__isnull=False) | late).order_by("judged_on", "id")
    return rows.values_list("pk", "text", "outcome", "judged_on", "delivered_on")


def _changes(client: Client) -> Iterator[rules.Fact]:
    for on, became in _changed(client=client.pk):
        yield rules.Fact(on, rules.RECORD, became)


@prepared(client=UUIDField())
def _changed(client: Slot) -> QuerySet[VerdictChange, Any]:
    rows = VerdictChange.objects.standing().filter(client=client, direction=OURS)
    return rows.order_by("on", "id").values_list("on", "became")


def _words(client: Client) -> Iterator[rules.Fact]:
    for row in _said(client=client.pk):
        yield rules.Fact(row.on, rules.SAID, row.word, row)


@prepared(client=UUIDField())
def _said(client: Slot) -> QuerySet[TrustWord]:
    return TrustWord.objects.standing().filter(client=client).order_by("at", "id")


def _entry(client: UUID, one: rules.Told, page: str) -> Entry:
    fact = one.fact
    sentence, url = _sentence(client, fact, page)
    return Entry(fact.on, day(fact.on), one.what, label(one.what), sentence, url)


_LABELS = {
    rules.EARNED: pgettext_lazy("trust was", "Earned"),
    rules.MAINTAINED: pgettext_lazy("trust was", "Maintained"),
    rules.ENDANGERED: pgettext_lazy("trust was", "Put in danger"),
    rules.PRESERVED: pgettext_lazy("trust was", "Preserved"),
    "": "",
}
_BECAME = {
    rules.KEPT: gettext_lazy("“%(what)s” was kept."),
    rules.MISSED: gettext_lazy("“%(what)s” was missed."),
    rules.MENDED: gettext_lazy("“%(what)s” was put right."),
}
_ANY = UUID(int=0)


def label(code: str) -> str:
    """What something did for trust, as a word."""
    return str(_LABELS[code])


def _sentence(client: UUID, fact: rules.Fact, page: str) -> tuple[str, str]:
    if fact.kind == rules.SAID:
        return f"{headline(fact.word)} {why(fact.about)}", reverse("trust:word", args=[client])
    if fact.kind == rules.RECORD:
        return _record(fact.word), f"{reverse('trust:audit', args=[client])}?as-of={fact.on.isoformat()}"
    pk, text = fact.about
    return str(_BECAME[fact.kind]) % {"what": text}, page.replace(str(_ANY), str(pk))


def _record(became: str) -> str:
    if FOLDED[became] == TRUSTED:
        return _("The record speaks for trust.")
    return _("The record speaks against trust.") if became == "not_trusted" else _("Not enough information.")
