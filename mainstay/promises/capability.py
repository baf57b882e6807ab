"""The plug of the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Capability, Lines, MenuEntry
from mainstay.promises.rules import POLICY

if TYPE_CHECKING:
    from mainstay.house.models import User


def today(person: User, at: datetime) -> Lines:
    """What this person must do about promises."""
    from mainstay.promises.queries import today as read

    return read.lines(person, at)


def exceptions(person: User, at: datetime) -> Lines:
    """What is amiss with the clients this person heads."""
    from mainstay.promises.queries import today as read

    return read.exceptions(person, at)


def exceptions_count(person: User, at: datetime) -> int:
    """How much of it there is."""
    from mainstay.promises.queries import today as read

    return read.exceptions_count(person, at)


capability = Capability(
    name="promises",
    menu=(MenuEntry(_("Promises"), "promises:list", "promise", order=30, key="p"),),
    today=today,
    exceptions=exceptions,
    exceptions_count=exceptions_count,
    api="mainstay.promises.api:router",
    api_prefix="/promises",
    urls="mainstay.promises.urls",
    url_prefix="promises/",
    commands="mainstay.promises.cli:commands",
    policy=POLICY,
    tells=(
        "promises.made",
        "promises.handed_over",
        "promises.moved",
        "promises.move_asked",
        "promises.move_declined",
        "promises.withdrawn",
        "promises.released",
        "promises.delivered",
        "promises.told",
        "promises.settled",
        "promises.remark_answered",
        "promises.remark_promised",
        "promises.broken",
        "promises.annulled",
        "promises.taken_back",
        "promises.taken_in",
    ),
)
