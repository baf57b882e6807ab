"""What changes how somebody proves who they are stands in the journal (R-X-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit import sealing

SEEDED = ("totp", "recovery_codes")  # kinds of second step whose seed has to be read again
SEEDS = ("secret", "seed")  # under what names allauth keeps it


@transaction.atomic
def note_second_step(*, person: User, what: str, at: datetime) -> None:
    """Somebody changed their own second step; ``what`` says how, in words. Done by the sign-in pages themselves."""
    journal.note("house.second_step_changed", about=person, by=person, at=at, text=what)


@transaction.atomic
def seal_second_steps(*, secrets: Sequence[str]) -> int:
    """Seal every seed of an app or of recovery codes under the first of the house's secrets; gives how many were not.

    What lay there in clear text from before, or was sealed under a former secret that is still told. What was sealed
    under one that nobody tells stays as it is. No journal line: nobody's second step changes (R-X-17).
    """
    from allauth.mfa.models import Authenticator

    sealed = 0
    for row in Authenticator.objects.select_for_update().filter(type__in=SEEDED):
        for name in SEEDS:
            kept = row.data.get(name)
            if not isinstance(kept, str) or sealing.is_fresh(kept, secrets):
                continue
            try:
                row.data[name] = sealing.seal(sealing.opened(kept, secrets), secrets)
            except sealing.Unreadable:
                continue
            row.save(update_fields=["data"])
            sealed += 1
    return sealed


@transaction.atomic
def forget_sso(*, person: User, provider: str, uid: str) -> None:
    """Before the word of the firm’s own sign-in opens somebody’s door: what was known under either name goes.

    The verified address alone says whose it is, so that one who has a new account there is not locked out; the
    joining itself is noted as a change of how they sign in.
    """
    from allauth.socialaccount.models import SocialAccount

    SocialAccount.objects.filter(Q(uid=uid) | Q(user=person), provider=provider).delete()
