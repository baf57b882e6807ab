"""What the ledger gives to Today: who must do what, in order of harm (R-A-1, R-A-12, R-B-5)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from mainstay.house.models import User
from mainstay.kit.plug import Lines
from mainstay.promises.queries.today import whose
from mainstay.promises.queries.today.saying import Teller

MOST = 50  # lines that are read and shown; the rest is counted

__all__ = ["MOST", "exceptions", "exceptions_count", "lines"]


def lines(person: User, at: datetime) -> Lines:
    """What this person must do about promises: at most 50 lines, the rest counted. At most four queries.

    One's own word; that of others while they are away or no longer serve the client; a deputy's from the day
    before it is due on (R-A-12).
    """
    return _told(whose.of_person(person, at), person, at)


def exceptions(person: User, at: datetime) -> Lines:
    """What is past its day or still to be told at the clients of the teams this person heads (R-A-12)."""
    return _told(whose.of_head(person, at), person, at)


def exceptions_count(person: User, at: datetime) -> int:
    """How many exceptions there are; 0 for whoever heads nobody. One query at most."""
    return whose.count_of_head(person, at)


def _told(found: whose.Found, person: User, at: datetime) -> Lines:
    shown, left = found.keys[:MOST], found.keys[MOST:]
    told = Teller(person, at).lines(shown)
    return Lines(told, more=Counter(key.order for key in left), beyond=found.beyond)
