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
from mainstay.house.models import User
from mainstay.kit.refusals import Refused

NOTED_EVERY = timedelta(minutes=1)
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionOrToken(AuthBase):
    """``Authorization: Bearer mst_…``, else the session cookie with its CSRF token.

    Gives the person, sets ``request.user``, and speaks their language and zone from here on (R-X-4).
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from the page about yourself: mst_<handle>_<secret>."

    def __call__(self, request: HttpRequest) -> User | None:
        """The person, or None (401). Raises Refused when a token that only reads would write (R-X-3)."""
        told = request.headers.get("Authorization", "")
        return self._by_token(request, told) if told else self._by_session(request)

    @staticmethod
    def _by_session(request: HttpRequest) -> User | None:
        user: Any = request.user
        if not isinstance(user, User) or not user.is_active:
            return None
        if check_csrf(request):
            raise HttpError(403, _("This came without the page’s own key. Load the page again, then repeat it."))
        return user

    @staticmethod
    def _by_token(request: HttpRequest, told: str) -> User | None:
        scheme, _space, key = told.partition(" ")
        if scheme.lower() != "bearer":
            return None
        at = clock.now()
        token = queries.token_of(key.strip(), at)
        if token is None:
            return None
        if token.used_at is None or abs(at - token.used_at) >= NOTED_EVERY:
            actions.note_used(token=token, at=at)
        user = token.user
        translation.activate(user.language)
        timezone.activate(ZoneInfo(user.zone))
        if token.read_only and request.method not in READS:
            raise Refused(
                _("This token only reads. Make one that also writes, on the page about yourself."),
                rule="R-X-3",
                lifted_by=user.name,
            )
        request.user = user
        return user


def person_of(request: HttpRequest) -> User:
    """Whoever the door let in: every endpoint asks here (R-X-3)."""
    person: Any = request.user
    assert isinstance(person, User)  # noqa: S101 (the door, SessionOrToken, lets nobody else in)
    return person
