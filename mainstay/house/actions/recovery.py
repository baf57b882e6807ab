"""An administrator lets somebody in again who cannot sign in: by a link that works once and soon ends (R-X-17)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house import clock
from mainstay.house.actions import gate, knocking, sign_ins
from mainstay.house.models import Recovery, User, house
from mainstay.house.queries.passwords import refuse_weak
from mainstay.house.rules import keys
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused

LASTS = timedelta(hours=24)


@transaction.atomic
def make_recovery(*, person: User, by: User, at: datetime, second_step_too: bool = False) -> tuple[Recovery, str]:
    """Make a link with which somebody chooses a new password; gives it and its word, which nobody can read again.

    It works once and for 24 hours; an older one of the same person ends. With ``second_step_too`` the authenticator
    app, passkeys and codes are forgotten when it is used. The person is told on every page for as long as it holds,
    and the journal tells it. Needs the right to run the house (R-X-3).
    """
    gate.needs_right(by)
    if not person.is_active or person.email is None:
        sentence = _("%(name)s cannot sign in: let them in again, or give them a mail address, then make the link.")
        raise Refused(sentence % {"name": person.name}, rule="R-X-17", field="person")
    real = clock.real_at(house(), at)
    Recovery.objects.filter(user=person, used_at=None, ended_at=None).update(ended_at=real)
    word = secrets.token_urlsafe(32)
    made = Recovery.objects.create(
        user=person,
        made_by=by,
        digest=keys.digest_of(word),
        second_step_too=second_step_too,
        made_at=real,
        ends_at=real + LASTS,
    )
    _tell_until(person, made.ends_at)
    journal.note("house.recovery_made", about=person, by=by, at=at, text=person.name)
    return made, word


@transaction.atomic
def end_recovery(*, recovery: Recovery, by: User, at: datetime) -> Recovery:
    """The link opens nothing any more. By an administrator, or by whom it was made for."""
    gate.needs_own(by, recovery.user)
    real = clock.real_at(house(), at)
    if not recovery.holds(real):
        raise Refused(_("This link has ended already."), rule="R-X-17", field="recovery")
    recovery.ended_at = real
    recovery.save(update_fields=["ended_at"])
    _tell_until(recovery.user, None)
    journal.note("house.recovery_ended", about=recovery.user, by=by, at=at, text=recovery.user.name)
    return recovery


@transaction.atomic
def recover(*, recovery: Recovery, password: str, at: datetime) -> User:
    """Choose a new password by the link; every browser signs in anew. Refused for a weak one or a used link."""
    held = Recovery.objects.select_for_update().get(pk=recovery.pk)
    person, real = recovery.user, clock.real_at(house(), at)
    if not held.holds(real) or not person.is_active:
        raise Refused(_("This link does not work any more. Ask for a new one."), rule="R-X-17")
    refuse_weak(password, person)
    person.set_password(password)
    held.used_at = real
    held.save(update_fields=["used_at"])
    person.recovery_until = None
    person.save(update_fields=["password", "recovery_until"])
    if held.second_step_too:
        _forget_second_step(person)
    sign_ins.close_all(person, at=at)
    knocking.forget_tries(account=person.email or "")
    journal.note("house.recovered", about=person, by=person, at=at, text=recovery.made_by.name)
    return person


def _tell_until(person: User, until: datetime | None) -> None:
    person.recovery_until = until
    person.save(update_fields=["recovery_until"])


def _forget_second_step(person: User) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=person).delete()
