"""What every request passes: who it is, in which language and zone, and which house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from mainstay.house.models import house_kept


class PersonMiddleware:
    """Speaks the signed-in person's language, shows their zone, reads the house once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wrap one request."""
        with house_kept():
            user = request.user
            if user.is_authenticated:
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
                timezone.activate(ZoneInfo(user.zone))
            response = self.get_response(request)
        timezone.deactivate()
        return response


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by an administrator; nobody signs up from outside."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """The mail address is the name to sign in with."""
