"""Django's own, of the sign-in through a provider."""

from __future__ import annotations

from allauth.socialaccount.apps import SocialAccountConfig
from django.conf import settings


class SignInConfig(SocialAccountConfig):  # type: ignore[misc]  # it ships no types
    """Where no provider is set, none is loaded at the start: the addresses do, and no command asks for them."""

    def ready(self) -> None:
        """As allauth does it, for whom a provider is set."""
        if settings.SOCIALACCOUNT_PROVIDERS:
            super().ready()
