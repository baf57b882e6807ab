"""Where somebody is signed in, and who is known from where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mainstay.house.models import House, SignIn, User, house
from mainstay.house.rules import browsers, rights
from mainstay.kit import times

KNOWN_FOR = timedelta(days=90)  # from where somebody signed in, stays known as theirs


def in_demo_house() -> bool:
    """Whether this house is for looking around. Before it is opened: no."""
    try:
        return house().kind == House.Kind.DEMO
    except House.DoesNotExist:
        return False


def sign_ins_seen_by(by: User) -> QuerySet[SignIn]:
    """One's own sign-ins; everybody's for whoever runs the house (R-X-3)."""
    rows = SignIn.objects.select_related("user")
    return rows if by.may(rights.RUN_HOUSE) else rows.filter(user=by)


def open_sign_ins(person: User, real: datetime, *, by: User | None = None) -> list[SignIn]:
    """Where this person is signed in at this real moment, the last seen first, as ``by`` may see it. Two queries."""
    began = real - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    seen = sign_ins_seen_by(by or person)
    rows = list(seen.filter(user=person, ended_at=None, began_at__gt=began)[:200])
    there = set(Session.objects.filter(pk__in=[row.session_key for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.session_key in there]


def known_from(account: str, network: str, real: datetime) -> bool:
    """Whether whoever has this mail address signed in from this network lately."""
    rows = SignIn.objects.filter(user__email__iexact=account, began_at__gte=real - KNOWN_FOR)
    return any(browsers.network_of(told) == network for told in rows.values_list("address", flat=True).distinct())


def browser_words(user_agent: str) -> str:
    """“Firefox on Linux”, in the reader's language."""
    browser, system = browsers.named(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("another program")


@dataclass(frozen=True)
class Shown:
    """One sign-in as a reader is told of it."""

    pk: UUID
    browser: str
    how: str
    address: str
    began: str
    seen: str
    here: bool


def shown(rows: Iterable[SignIn], reader: User, real: datetime, here: UUID | None) -> list[Shown]:
    """Sign-ins in words; ``here`` is the one in which the reader reads."""
    today = times.local_day(real, reader.zone)

    def words(at: datetime) -> str:
        return times.time_words(at, reader.zone, None, reader.language, today)

    return [
        Shown(
            row.pk,
            browser_words(row.browser),
            str(row.get_how_display()),
            row.address,
            words(row.began_at),
            words(row.seen_at),
            row.pk == here,
        )
        for row in rows
    ]


def sign_in_told(row: SignIn) -> dict[str, Any]:
    """A sign-in as API and terminal give it: never what opens the door."""
    fields = {name: getattr(row, name) for name in ("id", "how", "address", "began_at", "seen_at")}
    return {**fields, "person": row.user.name, "browser": browser_words(row.browser)}
