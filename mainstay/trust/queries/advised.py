"""Advice in words: how many pieces were taken, each with its answer and what came of it (R-B-2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mainstay.clients.models import Client
from mainstay.kit.paging import Page, page_of
from mainstay.kit.plug import Panel
from mainstay.kit.prepared import Slot, prepared
from mainstay.trust.models.advised import Advice
from mainstay.trust.queries.record.words import day
from mainstay.trust.rules import advised as rules

if TYPE_CHECKING:
    from mainstay.house.models import User

AT_A_TIME = 30


@dataclass(frozen=True)
class Said:
    """One piece of advice for a page."""

    id: UUID
    text: str
    whom: str
    when: str
    answer: str
    came_of: str
    url: str


def listened(client: Client) -> rules.Listened:
    """How many were taken; one query."""
    return rules.listened(_answers(client=client.pk))


@prepared(client=UUIDField())
def _answers(client: Slot) -> QuerySet[Advice, Any]:
    return Advice.objects.counted().filter(client=client).order_by().values_list("answer").annotate(Count("pk"))


def in_words(told: rules.Listened) -> str:
    """“They took 2 of 3 pieces of advice.” Empty where we never advised anything."""
    parts = []
    if told.of:
        sentence = ngettext(
            "They took %(taken)d of %(n)d piece of advice.", "They took %(taken)d of %(n)d pieces of advice.", told.of
        )
        parts.append(sentence % {"taken": told.taken, "n": told.of})
    if told.waiting:
        sentence = ngettext("%(n)d is not answered yet.", "%(n)d are not answered yet.", told.waiting)
        parts.append(sentence % {"n": told.waiting})
    return " ".join(parts)


def page(client: Client, *, cursor: str = "", size: int = AT_A_TIME) -> Page[Advice]:
    """What we advised, the latest first."""
    rows = Advice.objects.counted().filter(client=client).select_related("contact", "by")
    return page_of(rows, by=("on", "id"), cursor=cursor, size=size, descending=True)


def said(rows: Iterable[Advice]) -> list[Said]:
    """Each in words."""
    return [one(row) for row in rows]


def one(row: Advice) -> Said:
    """One of them in words."""
    answer = str(row.get_answer_display())
    if row.answered_on is not None:
        answer = _("%(answer)s, %(day)s") % {"answer": answer, "day": day(row.answered_on)}
    return Said(
        id=row.pk,
        text=row.text,
        whom=row.contact.address if row.contact is not None else "",
        when=day(row.on),
        answer=f"{answer}: {row.said}" if row.said else answer,
        came_of=row.came_of,
        url=reverse("trust:advice_one", args=[row.pk]),
    )


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """On the client’s page: whether they listen; nothing where we never advised anything. One query."""
    told = listened(client)
    if told.of or told.waiting:
        context = {"told": in_words(told), "url": reverse("trust:advice", args=[client.pk])}
        yield Panel(gettext_lazy("Our advice"), "trust/advised/_panel.html", context, order=12)
