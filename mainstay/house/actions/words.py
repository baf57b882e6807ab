"""What people typed, checked once for page, API and terminal."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from mainstay.house.models import LANGUAGES, NO_ZONE, zones
from mainstay.house.rules import entering, rights
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean

RULE = "R-X-11"


def name(told: str, *, limit: int = 120, field: str = "name") -> str:
    """A name on one line. Raises Refused for none, for a long one, for signs that cannot be kept (R-X-11)."""
    return clean(told, field=field, limit=limit, required=_("A name is needed here."))


def mail_address(told: str | None, *, field: str = "email") -> str | None:
    """A mail address in small letters, or None for none. Raises Refused (R-X-11)."""
    address = clean(told or "", field=field, limit=254).lower()
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError:
        sentence = _("“%(value)s” is no mail address; write for example name@example.org.")
        raise Refused(sentence % {"value": address}, rule=RULE, field=field) from None
    return address


def one_of(told: str, known: Sequence[str], *, field: str, rule: str = RULE) -> str:
    """One of the words there are. Raises Refused naming them (R-X-11)."""
    if told in known:
        return told
    sentence = _("“%(value)s” is none of these: %(known)s.")
    raise Refused(sentence % {"value": told[:60], "known": ", ".join(known)}, rule=rule, field=field)


def language(code: str) -> str:
    """A language the house speaks. Raises Refused naming those there are (R-X-4)."""
    return one_of(code, [known for known, _name in LANGUAGES], field="language", rule="R-X-4")


def asked_of(told: Sequence[str], *, field: str = "second_step_for") -> list[str]:
    """Of which roles a second step is asked, in the order of the roles, or of everybody. Raises Refused (R-X-17)."""
    known = (entering.EVERYBODY, *rights.ROLES)
    wanted = {one_of(each, known, field=field, rule="R-X-17") for each in told}
    return [entering.EVERYBODY] if entering.EVERYBODY in wanted else [each for each in rights.ROLES if each in wanted]


def rest(minutes: int, *, field: str = "rests_after") -> int:
    """How many minutes a sign-in may rest. Raises Refused for fewer than five or more than a day (R-X-17)."""
    if entering.SHORTEST_REST <= minutes <= entering.LONGEST_REST:
        return minutes
    sentence = _("A sign-in may rest for %(least)d to %(most)d minutes.")
    words = {"least": entering.SHORTEST_REST, "most": entering.LONGEST_REST}
    raise Refused(sentence % words, rule="R-X-17", field=field)


def zone(told: str) -> str:
    """An IANA time zone. Raises Refused (R-X-5)."""
    if told in zones():
        return told
    raise Refused(str(NO_ZONE) % {"zone": told[:64]}, rule="R-X-5", field="zone")


def currency(code: str) -> str:
    """A currency by its three letters. Raises Refused (R-X-11)."""
    from babel.numbers import list_currencies

    if code.upper() in list_currencies():
        return code.upper()
    sentence = _("“%(currency)s” is no currency; write its three letters, for example EUR.")
    raise Refused(sentence % {"currency": code[:20]}, rule=RULE, field="currency")
