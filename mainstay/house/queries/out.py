"""The people of the house as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mainstay.house.models import Absence, User
from mainstay.house.queries.people import Told, told_of
from mainstay.house.rules import rights
from mainstay.kit import times
from mainstay.kit.lists import Column, Outgoing, listed

PEOPLE: tuple[Column[Told], ...] = (
    Column("name", _("Name"), lambda told: told.name),
    Column("posts", _("Posts"), lambda told: ", ".join(told.posts)),
    Column("team", _("Team"), lambda told: told.team),
    Column("away", _("Away today"), lambda told: "yes" if told.away else "no"),
)
FOR_ADMINISTRATORS: tuple[Column[Told], ...] = (
    Column("email", _("Mail"), lambda told: told.email),
    Column("active", _("May sign in"), lambda told: "yes" if told.active else "no"),
)


def seen_by(by: User) -> QuerySet[User]:
    """Everybody; those who were let go only for whoever runs the house (R-X-3)."""
    rows = User.objects.select_related("unit", "calendar")
    return rows if by.may(rights.RUN_HOUSE) else rows.filter(is_active=True)


def people(by: User, at: datetime, *, codes: bool = False) -> Outgoing:
    """Everybody by name, as the page tells them to this reader."""
    rows, runs = seen_by(by), by.may(rights.RUN_HOUSE)

    def told() -> Iterator[Told]:
        away = Absence.away_on(times.local_day(at, by.zone))
        ordered = rows.prefetch_related("posts__unit").order_by("name", "id")
        return (told_of(row, runs=runs, away=row.pk in away) for row in ordered.iterator(chunk_size=500))

    return listed("people", PEOPLE + (FOR_ADMINISTRATORS if runs else ()), told, count=rows.count, codes=codes)
