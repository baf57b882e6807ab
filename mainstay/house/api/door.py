"""Who may use the API: someone signed in on the page, or the holder of a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from mainstay.house import actions, clock, queries
from mainstay.house.models import Token, User
from mainstay.house.rules import scopes
from mainstay.house.views import held, pace, signed
from mainstay.kit.refusals import Refused

NOTED_EVERY = timedelta(minutes=1)


class SessionOrToken(AuthBase):
    """``Authorization: Bearer mst_…``, else the session cookie with its CSRF token.

    Gives the person, sets ``request.user``, and speaks their language and zone from here on (R-X-4).
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from the page about yourself: mst_<handle>_<secret>."

    def __init__(self, part: str = "") -> None:
        """``part`` is the capability behind this door, for tokens that are for some parts only."""
        super().__init__()
        self.part = part

    def __call__(self, request: HttpRequest) -> User | None:
        """The person, or None (401). Raises Refused when a token is not for what is asked (R-X-3), TooOften."""
        told = request.headers.get("Authorization", "")
        person = self._by_token(request, told) if told else self._by_session(request)
        if person is not None:
            pace.count(request.token.pk if told else person.pk)  # type: ignore[attr-defined]
        return person

    @staticmethod
    def _by_session(request: HttpRequest) -> User | None:
        user: Any = request.user
        if not isinstance(user, User) or not user.is_active:
            return None
        if refused := held.refused(request):
            raise refused
        if check_csrf(request):
            raise HttpError(403, _("This came without the page’s own key. Load the page again, then repeat it."))
        return user

    def _by_token(self, request: HttpRequest, told: str) -> User | None:
        scheme, _space, key = told.partition(" ")
        at = clock.now()
        token = queries.token_of(key.strip(), at) if scheme.lower() == "bearer" else None
        if token is None:
            actions.knock(account="", address=signed.address_of(request), at=at, real=clock.real_now())
            return None
        if token.used_at is None or abs(at - token.used_at) >= NOTED_EVERY:
            actions.note_used(token=token, at=at)
        user = token.user
        translation.activate(user.language)
        timezone.activate(ZoneInfo(user.zone))
        if refused := lacking(token, self.part, str(request.method)):
            raise refused
        request.user = user
        request.token = token  # type: ignore[attr-defined]
        return user


def lacking(token: Token, part: str, method: str) -> Refused | None:
    """What a token is refused with that is not for this; None where it is (R-X-3, R-X-14)."""
    why = scopes.allows(token.scopes, read_only=token.read_only, part=part, method=method)
    if why == "reads":
        sentence = _("This token only reads. Make one that also writes, on the page about yourself.")
        return Refused(sentence, rule="R-X-3", lifted_by=token.user.name)
    if why == "part":
        sentence = _(
            "This token is for %(parts)s only, and this is %(part)s. Make one for it on the page about yourself."
        )
        words = {"parts": ", ".join(token.scopes), "part": part}
        return Refused(sentence % words, rule="R-X-3", lifted_by=token.user.name)
    return None


def needs_proof(request: HttpRequest) -> None:
    """Raise Refused where a dangerous act comes from a page whose reader proved long ago who they are (R-X-17).

    A program with a token has none to ask; what it may do is said by the token.
    """
    if getattr(request, "token", None) is None and not signed.is_sure(request):
        raise Refused(
            _("This act reaches far, and you signed in some while ago. Do it on its page: it asks who you are."),
            rule="R-X-17",
            lifted_by=person_of(request).name,
        )


def person_of(request: HttpRequest) -> User:
    """Whoever the door let in: every endpoint asks here (R-X-3)."""
    person: Any = request.user
    assert isinstance(person, User)  # noqa: S101 (the door, SessionOrToken, lets nobody else in)
    return person
