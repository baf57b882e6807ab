"""What this house asks of somebody who comes in."""

from __future__ import annotations

from mainstay.house.models import House, User, house
from mainstay.house.rules import entering


def lacks_second_step(person: User) -> bool:
    """Whether the house asks a second step of this person, who has set up none. At most three queries."""
    from allauth.mfa.models import Authenticator

    try:
        asked_of = house().second_step_for
    except House.DoesNotExist:
        return False
    if not asked_of or not entering.wants_second_step(asked_of, person.roles):
        return False
    steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return not Authenticator.objects.filter(user_id=person.pk, type__in=steps).exists()


def has_rested(seconds: float) -> bool:
    """Whether a sign-in that asked nothing for so long has to prove anew who is there; in a demo house nobody has."""
    if not entering.may_have_rested(seconds):
        return False
    try:
        here = house()
    except House.DoesNotExist:
        return False
    return here.kind != House.Kind.DEMO and entering.has_rested(seconds, here.rests_after)
