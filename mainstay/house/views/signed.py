"""Which sign-in a request belongs to, since when, and when somebody last proved who they are."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest

from mainstay.house import actions, clock, queries
from mainstay.house.models import SignIn
from mainstay.house.queries import in_demo_house

log = logging.getLogger("mainstay.security")
KEPT = "mainstay_sign_in"  # in the session: which sign-in, under which key, since, last noted, last proved
NOTED_EVERY = 60  # seconds
SURE_FOR = 15 * 60  # seconds after a proof in which dangerous acts are done without another


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from; behind a trusted proxy the one the proxy names."""
    return get_client_ip(request) or ""


def is_noted(request: HttpRequest) -> bool:
    """Whether this session knows its sign-in."""
    kept = request.session.get(KEPT)
    return isinstance(kept, dict) and kept.get("person") == str(request.user.pk)


def has_just_come(request: HttpRequest) -> bool:
    """Whether somebody signed in by this very request; a program with a token is in no session."""
    by_session = request.user.is_authenticated and getattr(request, "token", None) is None
    return bool(by_session and request.session.session_key and not is_noted(request))


def note(request: HttpRequest, *, how: str = "") -> None:
    """Note that somebody has signed in here, with what."""
    real = clock.real_now()
    how = how or _how(request)
    row = actions.note_sign_in(
        person=request.user,  # type: ignore[arg-type]
        session_key=str(request.session.session_key),
        address=address_of(request),
        browser=request.headers.get("User-Agent", ""),
        how=how,
        real=real,
    )
    log.info("signed in: person %s, %s", request.user.pk, how)
    told = real.timestamp()
    request.session[KEPT] = {
        "id": str(row.pk),
        "person": str(request.user.pk),
        "key": request.session.session_key,
        "since": told,
        "noted": told,
        "sure": told,
        "lacks": not _proved_elsewhere(how) and queries.lacks_second_step(request.user),  # type: ignore[arg-type]
    }


def still_in(request: HttpRequest) -> bool:
    """Whether this sign-in still holds; once a minute it is noted that somebody is there."""
    if not is_noted(request):
        note(request)
        return True
    kept, real = request.session[KEPT], clock.real_now()
    told = real.timestamp()
    if told - kept["since"] >= settings.SESSION_COOKIE_AGE:
        actions.sign_out(sign_in_id=UUID(kept["id"]), real=real)
        return False
    if not kept.get("rests") and queries.has_rested(told - kept["noted"]):
        kept = request.session[KEPT] = {**kept, "rests": True}
    if abs(told - kept["noted"]) < NOTED_EVERY and kept["key"] == request.session.session_key:
        return True
    key = str(request.session.session_key)
    request.session[KEPT] = {**kept, "noted": told, "key": key}
    return actions.note_seen(sign_in_id=UUID(kept["id"]), session_key=key, address=address_of(request), real=real)


def here(request: HttpRequest) -> UUID | None:
    """The sign-in this request belongs to; None for a program with a token."""
    kept: Any = request.session.get(KEPT) if hasattr(request, "session") else None
    return UUID(kept["id"]) if isinstance(kept, dict) else None


def is_sure(request: HttpRequest) -> bool:
    """Whether somebody proved lately that it is them: by signing in or once more. In a demo house nobody need."""
    kept: Any = request.session.get(KEPT)
    if isinstance(kept, dict) and abs(clock.real_now().timestamp() - kept.get("sure", 0)) < SURE_FOR:
        return True
    return in_demo_house()


def note_proof(request: HttpRequest) -> None:
    """Somebody has proved once more that it is them."""
    if is_noted(request):
        kept = {**request.session[KEPT], "sure": clock.real_now().timestamp(), "rests": False}
        request.session[KEPT] = kept


def rests(request: HttpRequest) -> bool:
    """Whether this sign-in asked nothing for so long that somebody has to prove anew who is there."""
    return bool(_kept(request).get("rests"))


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether whoever signed in here had to set up a second step and has not yet. Asks only those who had to."""
    kept = _kept(request)
    if not kept.get("lacks"):
        return False
    if queries.lacks_second_step(request.user):  # type: ignore[arg-type]
        return True
    request.session[KEPT] = {**kept, "lacks": False}
    return False


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What the session knows of this sign-in; nothing for a program with a token or a passer-by."""
    if getattr(request, "token", None) is not None or not request.user.is_authenticated or not is_noted(request):
        return {}
    kept: dict[str, Any] = request.session[KEPT]
    return kept


def _proved_elsewhere(how: str) -> bool:
    """Whether the firm's own sign-in vouches for a proof as strong as the house wants."""
    return how == SignIn.How.SSO and bool(settings.SSO_STRENGTHS)


def _how(request: HttpRequest) -> str:
    """With what they proved who they are, as allauth remembers it."""
    for record in reversed(get_authentication_records(request, request.user)):
        if record.get("method") == "socialaccount":
            return SignIn.How.SSO
        if record.get("passwordless"):
            return SignIn.How.PASSKEY
    return SignIn.How.PASSWORD
