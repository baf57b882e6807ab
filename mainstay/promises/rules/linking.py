"""How a link stands by which the client answers: pure (R-B-50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

OPEN, ANSWERED, ENDED, EXPIRED, OVERTAKEN = "open", "answered", "ended", "expired", "overtaken"
LONGEST = 90  # days that a link may live


@dataclass(frozen=True)
class Link:
    """What the standing of a link depends on; ``asked`` says whether its question is still a question."""

    answered: bool
    ended: bool
    expires_at: datetime
    asked: bool


def standing(link: Link, at: datetime) -> str:
    """How it stands: ended by us first, then answered, then over; overtaken where we and they agreed otherwise."""
    if link.ended:
        return ENDED
    if link.answered:
        return ANSWERED
    if link.expires_at <= at:
        return EXPIRED
    return OPEN if link.asked else OVERTAKEN
