"""Whether a password will do: one answer for page, API and terminal."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _

from mainstay.house.models import House, User
from mainstay.house.queries.leaked import is_leaked
from mainstay.house.rules import passwords
from mainstay.kit.refusals import Refused


@cache
def _listed() -> frozenset[str]:
    """The twenty thousand passwords that everybody uses, as Django carries them: nothing is asked of a network."""
    return frozenset(CommonPasswordValidator().passwords)


def refuse_weak(password: str, person: User | None) -> None:
    """Raise Refused, with what would do, for a password that is too easy to guess (R-X-17)."""
    here = House.objects.first()
    known = ["Mainstay", here.name if here else ""]
    if person is not None:
        known += [person.name, person.email or ""]
    fault = passwords.weakness(password, known=known, listed=_listed().__contains__)
    if fault or _is_leaked(password):
        raise Refused(_sentence(fault or "leaked"), rule="R-X-17", field="password")


def _is_leaked(password: str) -> bool:
    try:
        return is_leaked(password, settings.LEAKED_PASSWORDS)
    except OSError:
        sentence = _("The list of leaked passwords cannot be read, so no password can be chosen now.")
        raise Refused(
            sentence,
            rule="R-X-17",
            field="password",
            lifted_by=_("whoever runs the machine; mainstay doctor says more"),
        ) from None


def _sentence(fault: str) -> str:
    if fault == "short":
        sentence = _("This password is too short: it needs at least %(n)d characters. Four words in a row will do.")
        return sentence % {"n": passwords.SHORTEST}
    if fault == "long":
        return _("This password is too long: it may have up to %(n)d characters.") % {"n": passwords.LONGEST}
    if fault == "few":
        return _("This password repeats itself or follows the keyboard. Four words in a row will do.")
    if fault == "leaked":
        return _("This password was stolen somewhere and stands in lists that thieves try. Four other words will do.")
    if fault == "names":
        return _("This password is little more than a name of yours or of the house. Four other words will do.")
    return _("This password stands in the list of those that everybody uses. Four words in a row will do.")
