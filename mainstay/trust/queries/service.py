"""How the standards are kept: counts, exceptions with reason and approver, wishes that were met (R-C-6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import Client
from mainstay.clients.queries import presence
from mainstay.house.models import User
from mainstay.house.queries.people import alone, beside
from mainstay.kit.paging import Page, page_of
from mainstay.kit.plug import Move, TodayLine
from mainstay.promises.queries.words import Reader
from mainstay.trust.models.service import Occasion, OccasionQuerySet, ServiceStandard
from mainstay.trust.queries.record.words import day
from mainstay.trust.queries.usual.today import TO_DECIDE, Sort
from mainstay.trust.rules import service as rules

BACK = timedelta(days=90)
MOST = 100


@dataclass(frozen=True)
class Kept:
    """One standard and how it was kept."""

    id: UUID
    name: str
    words: str
    said: str
    told: rules.Compliance


@dataclass(frozen=True)
class Seen:
    """One occasion in words."""

    id: UUID
    client: str
    client_url: str
    standard: str
    when: str
    went: str
    tone: str
    more: str
    approved: str
    approves: bool
    alone: bool


def standing() -> list[ServiceStandard]:
    """The standards that are asked for, by name."""
    return list(ServiceStandard.objects.filter(ended_at=None)[:MOST])


def asked_for(standard: ServiceStandard) -> str:
    """“within 15 minutes”, or that it is done."""
    if standard.minutes is None:
        return _("done or not")
    sentence = ngettext("within %(n)d minute", "within %(n)d minutes", standard.minutes)
    return sentence % {"n": standard.minutes}


def report(person: User, today: date, client: Client | None = None) -> list[Kept]:
    """How each standard was kept in the last ninety days, at clients this person may see. Two queries."""
    rows = Occasion.objects.visible_to(person).counted().filter(on__gt=today - BACK).order_by()
    rows = rows.filter(client=client) if client is not None else rows
    times: dict[UUID, list[tuple[str, int]]] = {}
    for pk, went, many in rows.values_list("standard", "went").annotate(many=Count("pk")):
        times.setdefault(pk, []).append((went, many))
    return [_kept(one, rules.compliance(times.get(one.pk, []))) for one in standing()]


def _kept(one: ServiceStandard, told: rules.Compliance) -> Kept:
    said = (
        _("kept %(kept)d of %(of)d times") % {"kept": told.kept, "of": told.of} if told.of else _("did not come up yet")
    )
    if told.wishes:
        more = ngettext("%(n)d wish beyond it met", "%(n)d wishes beyond it met", told.wishes) % {"n": told.wishes}
        said = f"{said}, {more}"
    return Kept(one.pk, one.name, asked_for(one), said, told)


def deviations(person: User, *, client: Client | None = None, cursor: str = "", size: int = 50) -> Page[Occasion]:
    """What was more or less than the standard, the latest first; of one client everything that was noted."""
    rows = Occasion.objects.visible_to(person).counted().select_related("client", "standard", "approved_by")
    rows = rows.filter(client=client) if client is not None else rows.exclude(went=rules.KEPT)
    return page_of(rows, by=("on", "id"), cursor=cursor, size=size, descending=True)


def seen(rows: list[Occasion], person: User) -> list[Seen]:
    """Each in words; one query for which of them this person may approve."""
    ids = {row.client_id for row in rows if row.went == rules.DOWN and row.approved_at is None}
    led = set(presence.led_by(person).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    mine = any(row.by_id == person.pk and row.client_id in led for row in rows)
    by_itself = mine and alone(person)
    return [_seen(row, person, led, by_itself) for row in rows]


def _seen(row: Occasion, person: User, led: set[UUID], by_itself: bool) -> Seen:
    after = (
        ngettext("after %(n)d minute", "after %(n)d minutes", row.minutes) % {"n": row.minutes} if row.minutes else ""
    )
    waits = row.client_id in led and row.approved_at is None and row.went == rules.DOWN
    approved = ""
    if row.approved_by is not None:
        approved = _("approved by %(name)s") % {"name": row.approved_by.name}
    elif row.went == rules.DOWN:
        approved = _("not approved yet")
    return Seen(
        id=row.pk,
        client=row.client.name,
        client_url=reverse("trust:service_of", args=[row.client_id]),
        standard=row.standard.name,
        when=day(row.on),
        went=", ".join(part for part in (str(row.get_went_display()), after) if part),
        tone="care" if row.went == rules.DOWN and row.approved_at is None else "",
        more=row.reason or row.wish,
        approved=approved,
        approves=waits and (row.by_id != person.pk or by_itself),
        alone=waits and row.by_id == person.pk and by_itself,
    )


def to_approve(person: User) -> OccasionQuerySet:
    """Exceptions at clients this person heads that nobody has approved, noted by others; alone, their own (R-X-15)."""
    led = presence.led_by(person).filter(pk=OuterRef("client")).order_by()
    return Occasion.objects.to_approve().filter(Exists(led), ~Q(by=person) | ~Exists(beside(person)))


def sorts(person: User, reader: Reader) -> dict[str, Sort]:
    """What a head is to approve."""
    return {"service": (to_approve(person), _lines)} if person.is_head else {}


def _lines(rows: Any, reader: Reader) -> Iterator[TodayLine]:
    for row in rows.select_related("client", "standard").order_by("on", "id")[:MOST]:
        url = reverse("trust:service_of", args=[row.client_id])
        yield TodayLine(
            key=f"service-{row.pk}", order=TO_DECIDE, kind=_("To approve"), state="", client_id=row.client_id,
            client=row.client.name, who=row.client.name, url=url, when=reader.on(row.on),
            what=_("Less than the standard “%(name)s”: %(why)s") % {"name": row.standard.name, "why": row.reason},
            urgency=float((reader.today - row.on).days), tie=row.client.order_name, main=Move(_("Open it"), url, "e"),
            why=_("Less than the standard is an exception, with a reason and somebody who approves it."),
            rule="R-C-6", code="service_exception", about=row.standard.name, about_id=row.pk,
        )  # fmt: skip
