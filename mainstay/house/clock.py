"""The one clock of the house (R-X-1): read by views, api, cli and tick, passed in to everything else.

In a demo or test house it may be set; from then on it runs at the pace of the real one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.models import House, User, house

SILENCE = timedelta(minutes=5)  # R-X-6: reminders that did not run for longer are a red line on every page
STARTED = datetime.now(UTC)  # of this process


def real_now() -> datetime:
    """What the clock of the world shows, in UTC: for what happens outside the house."""
    return datetime.now(UTC)


def now() -> datetime:
    """What the clock of the house shows, in UTC. Before the house is opened: the real time."""
    real = real_now()
    try:
        here = house()
    except House.DoesNotExist:
        return real
    return shown(here, real)


def shown(here: House, real: datetime) -> datetime:
    """What the clock of this house shows at a real moment."""
    if here.clock_shows is None or here.clock_set_at is None:
        return real
    return here.clock_shows + (real - here.clock_set_at)


def real_at(here: House, at: datetime) -> datetime:
    """The real moment at which the clock of this house shows ``at``."""
    if here.clock_shows is None or here.clock_set_at is None:
        return at
    return here.clock_set_at + (at - here.clock_shows)


def zone_of(person: User) -> ZoneInfo:
    """Where this person's day begins and ends."""
    return ZoneInfo(person.zone)


def silent_since(here: House, real: datetime) -> datetime | None:
    """Since when no reminder has run, where that is too long ago; None while all is well (R-X-6).

    A house that was never served counts from its opening, a server from its start.
    """
    last = here.ticked_at or max(here.opened_at, STARTED)
    return last if real - last > SILENCE else None


def last_ran(here: House, real: datetime) -> str:
    """“Reminders ran 2 minutes ago.”, for the foot of Today and for the doctor (R-X-6)."""
    if here.ticked_at is None:
        return _("Reminders have not run yet.")
    minutes = max(0, (real - here.ticked_at) // timedelta(minutes=1))
    if minutes < 1:
        return _("Reminders ran just now.")
    if minutes < 60:
        sentence = ngettext("Reminders ran %(n)d minute ago.", "Reminders ran %(n)d minutes ago.", minutes)
        return sentence % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("Reminders ran %(n)d hour ago.", "Reminders ran %(n)d hours ago.", hours) % {"n": hours}
    days = hours // 24
    return ngettext("Reminders ran %(n)d day ago.", "Reminders ran %(n)d days ago.", days) % {"n": days}
