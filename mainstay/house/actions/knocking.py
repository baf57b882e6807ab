"""Wrong words at the door are counted, in one place for all processes (R-X-17)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house import queries
from mainstay.house.models import Tries, User
from mainstay.house.rules import browsers, throttling
from mainstay.house.rules.throttling import ACCOUNT, HERE, PLACE, Limit
from mainstay.journal import actions as journal
from mainstay.kit.refusals import TooOften


def _key(kind: str, *told: str) -> str:
    return f"{kind}:{hashlib.sha256(' '.join(told).casefold().encode()).hexdigest()}"


def _limits(account: str, address: str, real: datetime) -> dict[str, Limit]:
    """What is counted. A place where the owner signed in before is not held up by strangers elsewhere."""
    place = browsers.network_of(address)
    found = {_key("place", place): PLACE}
    if account:
        found[_key("here", account, place)] = HERE
        if not queries.known_from(account, place, real):
            found[_key("account", account)] = ACCOUNT
    return found


@transaction.atomic
def knock(*, account: str, address: str, at: datetime, real: datetime) -> None:
    """Count a try before it is looked at; ``let_in`` takes it back where it was right.

    ``account`` is the mail address that was told, of somebody or of nobody; empty for a token. Raises TooOften,
    the same for both, with how long to wait. Where an account is held up for the first time, the journal says so.
    """
    limits = _limits(account, address, real)
    rows = {key: _row(key, real) for key in sorted(limits)}
    left = max(throttling.wait(limits[key], row.failed, row.last_at, real) for key, row in rows.items())
    if left:
        raise too_often(throttling.minutes(left))
    for key, row in rows.items():
        row.failed = throttling.counted(limits[key], row.failed, row.last_at, real)
        row.last_at = real
        row.save(update_fields=["failed", "last_at"])
        if row.failed == limits[key].free and limits[key] is not PLACE:
            _tell(account, at)


@transaction.atomic
def let_in(*, account: str, address: str) -> None:
    """It was right: the account's count begins anew, the place is given this one try back."""
    place = browsers.network_of(address)
    Tries.objects.filter(key__in=[_key("here", account, place), _key("account", account)]).delete()
    Tries.objects.filter(key=_key("place", place), failed__gt=0).update(failed=F("failed") - 1)


@transaction.atomic
def forget_tries(*, account: str) -> None:
    """Inside an act of an administrator who lets somebody in: strangers' tries count no more, from anywhere."""
    Tries.objects.filter(key=_key("account", account)).delete()


def too_often(minutes: int) -> TooOften:
    """What somebody who tried too often is told."""
    sentence = ngettext(
        "That was tried too often. You can try again in %(n)d minute.",
        "That was tried too often. You can try again in %(n)d minutes.",
        minutes,
    )
    who = _("an administrator, by making a link for you")
    return TooOften(sentence % {"n": minutes}, seconds=minutes * 60, lifted_by=who)


def _row(key: str, real: datetime) -> Tries:
    return Tries.objects.select_for_update().get_or_create(key=key, defaults={"last_at": real})[0]


def _tell(account: str, at: datetime) -> None:
    person = User.objects.filter(email__iexact=account).first()
    if person is not None:
        journal.note("house.door_held", about=person, by=None, at=at, text=person.name)
