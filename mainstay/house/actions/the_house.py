"""Opening the house, changing what it is, setting its clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mainstay.house import clock, queries
from mainstay.house.actions import gate, people, words
from mainstay.house.models import THE_ONE, House, User, WorkCalendar, forget_kept
from mainstay.house.rules import hours
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused

YEARS = gettext_noop("The clock can show the years 1900 to 2200.")


@transaction.atomic
def open_house(
    *,
    name: str,
    kind: str,
    country: str,
    zone: str,
    language: str,
    currency: str,
    admin_name: str,
    admin_email: str,
    password: str | None,
    at: datetime,
) -> tuple[House, User]:
    """Open the one house of this database, with its calendar and its first person, who holds every post.

    So a house of one person meets no dead end (R-X-15). Without a country: Monday to Friday, no holidays
    (R-X-5).
    Raises Refused for a second house, and for what cannot be used of the rest.
    """
    queries.refuse_second_house()
    country = country.upper()
    opened = House.objects.create(
        name=words.name(name, limit=200),
        kind=words.one_of(kind, House.Kind.values, field="kind"),
        country=country,
        zone=words.zone(zone),
        language=words.language(language),
        currency=words.currency(currency),
        opened_at=clock.real_now(),
        calendar=WorkCalendar.objects.create(
            name=_("Office hours"),
            zone=words.zone(zone),
            country=country,
            hours=hours.office(queries.weekend_of(country, "", at.date())),
        ),
    )
    forget_kept()
    journal.note("house.opened", about=opened, at=at, text=opened.name)
    first = people.first_person(opened, name=admin_name, email=admin_email, password=password, at=at)
    return opened, first


class HouseChanges(TypedDict, total=False):
    """What may be changed of a house."""

    name: str
    country: str
    zone: str
    language: str
    currency: str
    calendar: WorkCalendar
    second_step_for: list[str]
    rests_after: int


@transaction.atomic
def change_house(*, by: User, at: datetime, **changes: Unpack[HouseChanges]) -> House:
    """Change what is named. Needs the right to run the house (R-X-3); Refused for what cannot be used."""
    gate.needs_right(by)
    here = gate.lock_house()
    wanted: dict[str, object] = dict(changes)
    if "name" in changes:
        wanted["name"] = words.name(changes["name"], limit=200)
    if "country" in changes:
        wanted["country"] = changes["country"].upper()
        queries.weekend_of(str(wanted["country"]), "", at.date())
    if "zone" in changes:
        wanted["zone"] = words.zone(changes["zone"])
    if "language" in changes:
        wanted["language"] = words.language(changes["language"])
    if "currency" in changes:
        wanted["currency"] = words.currency(changes["currency"])
    if "second_step_for" in changes:
        wanted["second_step_for"] = words.asked_of(changes["second_step_for"])
    if "rests_after" in changes:
        wanted["rests_after"] = words.rest(changes["rests_after"])
    altered = gate.alter(here, wanted)
    if altered:
        here.save(update_fields=list(altered))
        forget_kept()
        journal.note("house.changed", about=here, by=by, at=at, changes=altered)
    return here


@transaction.atomic
def set_clock(*, shows: datetime, by: User, at: datetime) -> House:
    """From now on the clock of a demo or test house shows this, and runs on from there (R-X-1)."""
    if shows.tzinfo is None:
        raise Refused(_("A time for the clock needs its zone."), rule="R-X-1", field="shows")
    return _turn(shows, by=by, at=at)


@transaction.atomic
def advance_clock(*, delta: timedelta, by: User, at: datetime) -> House:
    """Move the clock of a demo or test house by this much; back is allowed too (R-X-1)."""
    try:
        shows = at + delta
    except OverflowError:
        raise Refused(_(YEARS), rule="R-X-1", field="shows") from None
    return _turn(shows, by=by, at=at)


@transaction.atomic
def reset_clock(*, by: User, at: datetime) -> House:
    """Let the clock of a demo or test house show the real time again (R-X-1)."""
    return _turn(None, by=by, at=at)


def _turn(shows: datetime | None, *, by: User, at: datetime) -> House:
    gate.needs_right(by)
    here = gate.lock_house()
    if here.kind == House.Kind.REAL:
        raise Refused(
            _("The clock of a firm’s house runs by itself; only in a demo or test house may it be set."),
            rule="R-X-1",
            field="shows",
        )
    if shows is not None and not 1900 <= shows.year <= 2200:
        raise Refused(_(YEARS), rule="R-X-1", field="shows")
    real = clock.real_at(here, at)
    here.clock_shows, here.clock_set_at = (shows, real) if shows is not None else (None, None)
    here.save(update_fields=["clock_shows", "clock_set_at"])
    forget_kept()
    journal.note("house.clock_set", about=here, by=by, at=at, changes={"shows": [at, shows or real]})
    return here


@transaction.atomic
def note_ticked(*, at: datetime) -> None:
    """The worker's pulse, in real time (R-X-6). No journal line: nobody did anything."""
    House.objects.filter(pk=THE_ONE).update(ticked_at=at)
    forget_kept()
