"""Whose manager was to change and whom nobody follows: on Today of who answers for it, and of the head (R-A-34)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.queries import presence
from mainstay.house.models import User
from mainstay.kit.plug import Move, TodayLine
from mainstay.promises.queries.words import Reader
from mainstay.trust.models import Reduction
from mainstay.trust.models.customs import ReductionQuerySet
from mainstay.trust.queries.usual.used import MANAGER

ORDER = 3  # of harm (design.md): the client was told of it
BEFORE = timedelta(days=3)  # R-A-12


def unfollowed(today: date) -> ReductionQuerySet:
    """They were told that their manager changes, the day is near or past, and nobody follows or could."""
    rows = Reduction.objects.under_way().filter(kind=MANAGER, client__archived_at=None, told_at__isnull=False)
    nobody = Q(successor=None) | Q(successor__is_active=False) | Q(ends_on__lt=today)
    return rows.filter(nobody, ends_on__lte=today + BEFORE)


def led(person: User, today: date) -> ReductionQuerySet:
    """Of them, those of clients this person heads."""
    # these few lead to their clients, never all the clients to them
    return unfollowed(today).filter(Exists(presence.led_by(person).filter(pk=OuterRef("client")).order_by()))


def lines(rows: Any, reader: Reader) -> Iterator[TodayLine]:
    """One for each, the longest past first."""
    for one in rows.select_related("client").order_by("ends_on", "id")[:100]:
        url, words = reverse("trust:reduction", args=[one.pk]), {"name": one.what, "day": reader.on(one.ends_on)}
        follow = f"{reverse('clients:hand_over')}?giver={one.key}"
        yield TodayLine(
            key=f"unfollowed-{one.pk}",
            order=ORDER,
            kind=_("Nobody follows"),
            state="frayed",
            client_id=one.client_id,
            client=one.client.name,
            who=one.client.name,
            what=_("They were told that %(name)s is there until %(day)s. Nobody follows yet.") % words,
            url=url,
            when=reader.on(one.ends_on),
            urgency=float((reader.today - one.ends_on).days),
            tie=one.client.order_name,
            main=Move(_("Say who follows"), follow, "e"),
            moves=[Move(_("What they were told"), url)],
            why=_("A client always has one manager who is there. Until somebody follows, %(name)s stays.") % words,
            rule="R-A-34",
            code="unfollowed",
            about=one.what,
            about_id=one.pk,
            due_on=one.ends_on,
        )
