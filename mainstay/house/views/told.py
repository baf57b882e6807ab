"""Rows in words: what the templates show of absences, tokens and holidays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.house.models import Absence, Token, User
from mainstay.kit import times


@dataclass(frozen=True)
class Line:
    """One row of a list: what it is, what more there is to know, and its id."""

    pk: UUID
    name: str
    more: str


def absence_lines(rows: Iterable[Absence], reader: User, today: date) -> list[Line]:
    """“Friday 6 March to Monday 9 March · at the sea”."""

    def words(day: date) -> str:
        return times.date_words(day, reader.language, year=day.year != today.year)

    lines = []
    for row in rows:
        days = words(row.from_on)
        if row.to_on != row.from_on:
            days = _("%(from)s to %(to)s") % {"from": days, "to": words(row.to_on)}
        lines.append(Line(row.pk, days, row.note))
    return lines


def token_lines(rows: Iterable[Token], reader: User, at: datetime) -> list[Line]:
    """“3f9a0c… · only reads · used yesterday · until 31 March”."""
    today = times.local_day(at, reader.zone)
    return [Line(row.pk, row.name, " · ".join(_facts(row, reader, at, today))) for row in rows]


def _facts(row: Token, reader: User, at: datetime, today: date) -> list[str]:
    def words(moment: datetime) -> str:
        return times.day_words(times.local_day(moment, reader.zone), today, reader.language)

    facts = [row.handle]
    if row.read_only:
        facts.append(_("only reads"))
    if row.scopes:
        facts.append(_("for %(parts)s") % {"parts": ", ".join(row.scopes)})
    facts.append(_("used %(when)s") % {"when": words(row.used_at)} if row.used_at else _("never used"))
    if row.ends_at is not None:
        until = {"when": words(row.ends_at - timedelta(seconds=1))}
        facts.append(_("until %(when)s") % until if row.holds(at) else _("ended %(when)s") % until)
    return facts
