"""What changes how somebody proves who they are stands in the journal (R-X-17)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mainstay.house.models import User
from mainstay.journal import actions as journal


@transaction.atomic
def note_second_step(*, person: User, what: str, at: datetime) -> None:
    """Somebody changed their own second step; ``what`` says how, in words. Done by the sign-in pages themselves."""
    journal.note("house.second_step_changed", about=person, by=person, at=at, text=what)


@transaction.atomic
def forget_sso(*, person: User, provider: str, uid: str) -> None:
    """Before the word of the firm’s own sign-in opens somebody’s door: what was known under either name goes.

    The verified address alone says whose it is, so that one who has a new account there is not locked out; the
    joining itself is noted as a change of how they sign in.
    """
    from allauth.socialaccount.models import SocialAccount

    SocialAccount.objects.filter(Q(uid=uid) | Q(user=person), provider=provider).delete()
