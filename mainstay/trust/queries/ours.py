"""Our own view: what I am asked this month, what a head sees of it, what asks the head to act (R-B-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mainstay.clients.models import Assignment, Client, ClientQuerySet
from mainstay.clients.queries import presence
from mainstay.house.models import User
from mainstay.kit.paging import Page, page_of
from mainstay.kit.plug import Move, TodayLine
from mainstay.promises.queries.words import Reader
from mainstay.trust.models.ours import MonthAnswered, OurView
from mainstay.trust.queries.record.words import day
from mainstay.trust.queries.usual.today import Sort
from mainstay.trust.rules import ours as rules

TO_PROTECT, TO_ASK = 3, 10  # the order of harm (design.md)
MOST = 100  # clients one person is asked about at once


@dataclass(frozen=True)
class Seen:
    """One answer as a head sees it: without a name unless it was allowed."""

    id: UUID
    client: str
    client_url: str
    word: str
    tone: str
    words: str
    abuse: str
    who: str
    done: str
    url: str


def month_words(month: date) -> str:
    """“March 2026”."""
    return format_date(month, "LLLL y", locale=get_language() or "en")


def asked_about(person: User) -> ClientQuerySet:
    """The clients whom this person serves now, by name."""
    mine = Assignment.objects.now().filter(user=person).values("client_id")
    return Client.objects.kept().filter(pk__in=mine).order_by("order_name", "pk")


def said_by(person: User, clients: Iterable[Client], month: date) -> dict[UUID, OurView]:
    """What this person has said in this month, by client; one query."""
    marks = [OurView.mark_of(person, client.pk, month) for client in clients]
    return {row.client_id: row for row in OurView.objects.filter(mark__in=marks)} if marks else {}


# --- what a head sees ---


def of_month(person: User, month: date) -> QuerySet[OurView]:
    """What was said in a month of clients this person heads."""
    led = presence.led_by(person).filter(pk=OuterRef("client")).order_by()
    return OurView.objects.filter(Exists(led), month=month)


def abuse_of(person: User) -> QuerySet[OurView]:
    """All abuse that was told of clients this person heads."""
    rows = OurView.objects.filter(client__in=presence.led_by(person)).exclude(abuse="")
    return rows.select_related("client", "named", "done_by")


def page(person: User, month: date, *, cursor: str = "", size: int = 50) -> Page[OurView]:
    """One page of it, client by client."""
    rows = of_month(person, month).select_related("client", "named", "done_by")
    return page_of(rows, by=("client_id", "id"), cursor=cursor, size=size)


def seen(row: OurView) -> Seen:
    """One answer in words."""
    done = ""
    if row.done and row.done_by is not None and row.done_on is not None:
        words = {"what": row.done, "name": row.done_by.name, "day": day(row.done_on)}
        done = _("%(what)s (%(name)s, %(day)s)") % words
    return Seen(
        id=row.pk,
        client=row.client.name,
        client_url=reverse("clients:page", args=[row.client_id]),
        word=str(row.get_word_display()),
        tone="care" if row.word == rules.WEARING else "",
        words=row.words,
        abuse=row.abuse,
        who=row.named.name if row.named is not None else "",
        done=done,
        url=reverse("trust:act_on_view", args=[row.pk]),
    )


def counted(person: User, month: date) -> dict[str, int]:
    """How often each word was said; one query."""
    found = dict.fromkeys(rules.WORDS, 0)
    rows = of_month(person, month).order_by().values_list("word").annotate(many=Count("pk"))
    return {**found, **dict(rows)}


def count_words(times: dict[str, int]) -> list[str]:
    """“2 say it is wearing.”, each word that was said."""
    told = {
        rules.WEARING: ngettext("%(n)d says it is wearing.", "%(n)d say it is wearing.", times[rules.WEARING]),
        rules.FINE: ngettext("%(n)d says it is all right.", "%(n)d say it is all right.", times[rules.FINE]),
        rules.GLAD: ngettext("%(n)d says it is a pleasure.", "%(n)d say it is a pleasure.", times[rules.GLAD]),
    }
    return [sentence % {"n": times[word]} for word, sentence in told.items() if times[word]]


# --- Today ---


def to_act_on(person: User) -> QuerySet[OurView]:
    """Abuse that was told of clients this person heads, and of which nothing is done yet."""
    led = presence.led_by(person).filter(pk=OuterRef("client")).order_by()
    return OurView.objects.filter(~Q(abuse=""), Exists(led), done="")


def sorts(person: User, reader: Reader) -> dict[str, Sort]:
    """What stands on this person’s Today: what a head must act on; late in the month the question, once."""
    found: dict[str, Sort] = {}
    if person.is_head:
        found["abuse"] = (to_act_on(person), _abuse)
    if rules.asked_on(reader.today):
        month = rules.month_of(reader.today)
        asked = MonthAnswered.objects.filter(person=person, month=month)
        serves = Assignment.objects.now().filter(user=person, client__archived_at=None)
        me = User.objects.filter(~Exists(asked), Exists(serves), pk=person.pk)
        found["ours"] = (me, lambda _rows, reader: [_question(reader)])
    return found


def _abuse(rows: Any, reader: Reader) -> Iterator[TodayLine]:
    for row in rows.select_related("client", "named").order_by("month", "id")[:MOST]:
        url = reverse("trust:act_on_view", args=[row.pk])
        yield TodayLine(
            key=f"our-view-{row.pk}", order=TO_PROTECT, kind=_("To protect"), state="frayed", client_id=row.client_id,
            client=row.client.name, who=row.client.name, url=url,
            what=_("One of us was treated badly: “%(what)s”. Write what is done about it.") % {"what": row.abuse},
            urgency=float((reader.today - row.month).days), tie=row.client.order_name,
            main=Move(_("Open it"), url, "e"), why=_("Whoever works for a client is protected; the head acts."),
            rule="R-B-2", code="to_protect", about=str(row), about_id=row.pk,
        )  # fmt: skip


def _question(reader: Reader) -> TodayLine:
    url = reverse("trust:ours")
    return TodayLine(
        key="ours", order=TO_ASK, kind=_("Once a month"), state="", client_id=None, client="", who=_("You"), url=url,
        what=_("How is it to work for your clients? Only your head sees the answer, and your name only if you want."),
        main=Move(_("Answer it"), url, "e"), why=_("You should be glad of the work you do for them."), rule="R-B-2",
        code="our_view",
    )  # fmt: skip
