"""How long somebody waits at the door after wrong words. Pure; times are real ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Limit:
    """So many tries for nothing; then a wait that doubles with each further one, up to ``longest``.

    After ``forgets`` without a try all is forgotten.
    """

    free: int
    first: timedelta = MINUTE
    longest: timedelta = 15 * MINUTE
    forgets: timedelta = 60 * MINUTE


# R-X-17; after OWASP's advice on counting per account, per place, and on browsers already known.
HERE = Limit(free=5)  # one account from one place
PLACE = Limit(free=30)  # one place, whatever the account: an office shares one address
ACCOUNT = Limit(free=20)  # one account from places where its owner never signed in


def wait(limit: Limit, failed: int, last_at: datetime, at: datetime) -> timedelta:
    """How long until the next try may be made; zero where it may be made now (R-X-17)."""
    since = max(at - last_at, timedelta(0))
    if failed < limit.free or since >= limit.forgets:
        return timedelta(0)
    doubled = min(failed - limit.free, 16)  # 65,536 minutes are longer than any limit
    whole: timedelta = min(limit.first * (1 << doubled), limit.longest)
    return max(whole - since, timedelta(0))


def counted(limit: Limit, failed: int, last_at: datetime, at: datetime) -> int:
    """How many have failed with the one that is made now (R-X-17)."""
    return 1 if at - last_at >= limit.forgets else failed + 1


def minutes(left: timedelta) -> int:
    """Whole minutes to tell somebody who waits: never fewer than it takes, at least one. (R-X-17)"""
    return max(1, -(-left // MINUTE))
