"""Keys for the API: shown once, kept as a digest."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house import queries
from mainstay.house.actions import gate, words
from mainstay.house.models import Token, User
from mainstay.house.rules import keys
from mainstay.house.rules import scopes as rules
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused


@transaction.atomic
def make_token(
    *,
    person: User,
    name: str,
    by: User,
    at: datetime,
    read_only: bool = False,
    ends_at: datetime | None = None,
    scopes: Sequence[str] = (),
) -> tuple[Token, str]:
    """Make a key with which programs act as this person; gives it and its words, which nobody can read again.

    ``scopes`` are the parts of the house it is for, as their folders are called; none means all.
    One's own, or anybody's as administrator (R-X-3). Refused for an end that is past and for a part that is not there.
    """
    gate.needs_own(by, person)
    if ends_at is not None and ends_at <= at:
        raise Refused(_("A token ends at a time that is still to come."), rule="R-X-3", field="ends_at")
    handle, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=person,
        name=words.name(name),
        handle=handle,
        digest=keys.digest_of(secret),
        read_only=read_only,
        scopes=_parts(scopes),
        made_at=at,
        ends_at=ends_at,
    )
    journal.note("house.token_made", about=token, by=by, at=at, text=person.name)
    return token, keys.written(handle, secret)


def _parts(told: Sequence[str]) -> list[str]:
    there = queries.parts()
    try:
        return rules.tidy(told, there)
    except KeyError as strange:
        sentence = _("“%(value)s” is no part of this house; there are %(known)s.")
        words_told = {"value": str(strange.args[0])[:40], "known": ", ".join(there)}
        raise Refused(sentence % words_told, rule="R-X-3", field="scopes") from None


@transaction.atomic
def revoke_token(*, token: Token, by: User, at: datetime) -> Token:
    """The key opens nothing any more. One's own, or anybody's as administrator (R-X-3)."""
    gate.needs_own(by, token.user)
    if token.revoked_at is not None:
        raise Refused(_("This token was revoked already."), rule="R-X-3", field="token")
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    journal.note("house.token_revoked", about=token, by=by, at=at, text=token.user.name)
    return token


@transaction.atomic
def note_used(*, token: Token, at: datetime) -> None:
    """When a key last opened the door: for its owner's eyes, so no journal line."""
    Token.objects.filter(pk=token.pk).update(used_at=at)
