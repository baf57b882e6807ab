"""Where somebody is signed in: noted, and ended by themselves or by an administrator (R-X-17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house import clock, queries
from mainstay.house.actions import gate
from mainstay.house.models import Recovery, Shared, SignIn, Tries, User, house
from mainstay.house.queries.sign_ins import KNOWN_FOR
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused


@transaction.atomic
def note_sign_in(*, person: User, session_key: str, address: str, browser: str, how: str, real: datetime) -> SignIn:
    """Somebody has signed in in a browser. ``real`` is the time of the world; no journal line, the row tells it."""
    return SignIn.objects.create(
        user=person,
        session_key=session_key,
        how=how,
        address=address[:45],
        browser=browser[:200],
        began_at=real,
        seen_at=real,
    )


@transaction.atomic
def note_seen(*, sign_in_id: UUID, session_key: str, address: str, real: datetime) -> bool:
    """They are still there; False where that sign-in was ended."""
    rows = SignIn.objects.filter(pk=sign_in_id, ended_at=None)
    return rows.update(seen_at=real, session_key=session_key, address=address[:45]) == 1


@transaction.atomic
def sign_out(*, sign_in_id: UUID, real: datetime) -> None:
    """Somebody leaves by themselves, or has been in long enough: no journal line."""
    SignIn.objects.filter(pk=sign_in_id, ended_at=None).update(ended_at=real)


@transaction.atomic
def end_sign_in(*, sign_in: SignIn, by: User, at: datetime) -> SignIn:
    """Sign somebody out in one browser. One's own, or anybody's as administrator (R-X-3)."""
    gate.needs_own(by, sign_in.user)
    if sign_in.ended_at is not None:
        raise Refused(_("This sign-in has ended already."), rule="R-X-17", field="sign_in")
    _end([sign_in], clock.real_at(house(), at))
    where = queries.browser_words(sign_in.browser)
    journal.note("house.signed_out", about=sign_in.user, by=by, at=at, text=where)
    return sign_in


@transaction.atomic
def end_sign_ins(*, person: User, by: User, at: datetime, but: UUID | None = None) -> int:
    """Sign somebody out everywhere, but for one browser if it is named; gives in how many it was (R-X-17).

    One's own, or anybody's as administrator (R-X-3).
    """
    gate.needs_own(by, person)
    ended = close_all(person, at=at, but=but)
    if ended:
        told = ngettext("%(n)d browser", "%(n)d browsers", ended) % {"n": ended}
        journal.note("house.signed_out", about=person, by=by, at=at, text=told)
    return ended


def close_all(person: User, *, at: datetime, but: UUID | None = None) -> int:
    """Inside an act that closes the door for somebody: every browser but one; gives how many."""
    rows = SignIn.objects.filter(user=person, ended_at=None)
    if but is not None:
        rows = rows.exclude(pk=but)
    return _end(list(rows), clock.real_at(house(), at))


@transaction.atomic
def tidy_doors(*, real: datetime) -> None:
    """Forget what is known of sign-ins, tries, links and sessions that ended long ago."""
    SignIn.objects.filter(seen_at__lt=real - KNOWN_FOR).delete()
    Tries.objects.filter(last_at__lt=real - timedelta(days=1)).delete()
    Recovery.objects.filter(ends_at__lt=real - KNOWN_FOR).delete()
    Shared.objects.filter(expires__lt=real).delete()
    Session.objects.filter(expire_date__lt=real).delete()


def _end(rows: Iterable[SignIn], real: datetime) -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for row in rows:
        alive = store().exists(row.session_key)
        store().delete(row.session_key)
        row.ended_at = real
        row.save(update_fields=["ended_at"])
        ended += alive
    return ended
