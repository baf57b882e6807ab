"""The one clock of the house (R-X-1): read by views, api, cli and tick, passed in to everything else.

In a demo or test house it may be set; from then on it runs at the pace of the real one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mainstay.house.models import House, User, house


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
