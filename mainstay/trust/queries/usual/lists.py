"""Who is below custom; what stands with one client; what was once (R-A-13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import presence
from mainstay.kit.paging import Page, page_of
from mainstay.kit.plug import Panel
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.queries.words import Reader
from mainstay.trust.models import Notice, Usual
from mainstay.trust.models.usual import NoticeQuerySet
from mainstay.trust.queries.usual import words

if TYPE_CHECKING:
    from mainstay.house.models import User

WHOSE = ("led", "mine", "all")
ORDER = ("answers", "contact", "earliness", "punctuality", "rating", "price", "person", "customs")


@dataclass(frozen=True)
class Row:
    """One notice in a list."""

    client: str
    client_url: str
    url: str
    text: str
    since: str
    manager: str
    reaction: str
    below: bool


def below(person: User, *, whose: str = "all") -> NoticeQuerySet:
    """The standing notices that say that a client gets less, of those this person heads, serves or may see."""
    rows = Notice.objects.standing().below().filter(client__archived_at=None)
    if whose == "mine":
        return rows.visible_to(person).filter(client__in=Client.objects.served_by(person))
    if whose == "led":
        led = presence.led_by(person).filter(pk=OuterRef("client")).order_by()
        return rows.filter(Exists(led))  # the few notices lead to their clients, not all clients to notices
    return rows.visible_to(person)


def page(person: User, *, whose: str, cursor: str = "", size: int = 50) -> Page[Notice]:
    """One page of the list, the longest standing first."""
    return page_of(
        below(person, whose=whose).select_related("client"), by=("opened_at", "id"), cursor=cursor, size=size
    )


def rows(notices: Iterable[Notice], reader: Reader) -> list[Row]:
    """What the list says of each: two queries, however many there are."""
    found = list(notices)
    named = Assignment.objects.now().filter(
        client__in={notice.client_id for notice in found}, role=Assignment.Role.MANAGER
    )
    managers = dict(named.values_list("client_id", "user__name"))
    return [
        Row(
            client=notice.client.name,
            client_url=reverse("trust:usual", args=[notice.client_id]),
            url=page_url(notice),
            text=words.short(notice),
            since=reader.at_day(notice.since_at),
            manager=managers.get(notice.client_id, ""),
            reaction=words.reaction(notice) if notice.reaction else "",
            below=notice.is_below,
        )
        for notice in found
    ]


def page_url(notice: Notice) -> str:
    """Where a notice is."""
    return reverse("trust:notice", args=[notice.pk])


def streams(client: Client) -> list[Usual]:
    """How the streams of a client stand, in a fixed order; those of which nothing is known are left out."""
    return sorted(_streams(client=client.pk), key=lambda row: (ORDER.index(row.stream), row.series))


@prepared(client=UUIDField())
def _streams(client: Slot) -> QuerySet[Usual]:
    return Usual.objects.filter(client=client)


def standing(client: Client) -> list[Notice]:
    """What stands with one client, what is less first."""
    return sorted(_standing(client=client.pk), key=lambda notice: (not notice.is_below, notice.opened_at))


@prepared(client=UUIDField())
def _standing(client: Slot) -> QuerySet[Notice]:
    return Notice.objects.standing().filter(client=client).select_related("client")


def over(client: Client, reader: Reader, *, most: int = 50) -> list[words.Ended]:
    """What was, the latest first."""
    past = Notice.objects.filter(client=client, closed_at__isnull=False).select_related("client", "answered_by")
    return [
        words.Ended(
            reader.at_day(notice.since_at), words.short(notice), words.how_it_ended(notice, reader), page_url(notice)
        )
        for notice in past.order_by("-opened_at")[:most]
    ]


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """What the client’s page says of it: what stands, what they are used to; two queries. Quiet where nothing is."""
    reader = Reader.of(person, at)
    notices = rows_of(standing(client), reader)
    known = [row for row in streams(client) if row.habit or row.usual is not None]
    if not notices and not known:
        return
    context = {
        "notices": notices,
        "known": [(words.heading(row.stream, row.name), words.stands(row)) for row in known],
        "usual_url": reverse("trust:usual", args=[client.pk]),
    }
    state = "frayed" if any(notice.below for notice in notices) else ""
    yield Panel(gettext_lazy("Used to"), "trust/usual/_panel.html", context, order=45, state=state)


def rows_of(notices: Iterable[Notice], reader: Reader) -> list[Row]:
    """The rows of one client’s notices: nobody is looked up."""
    return [
        Row(
            notice.client.name, "", page_url(notice), words.short(notice), reader.at_day(notice.since_at), "",
            words.reaction(notice) if notice.reaction else "", notice.is_below,
        )
        for notice in notices
    ]  # fmt: skip
