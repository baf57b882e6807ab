"""Signing in through the firm's own identity provider (OpenID Connect): the extra ``mainstay[sso]``.

It opens the door to people of the house only, found by a mail address that the provider has verified; it takes
nobody in.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from mainstay.config.house import Told

PROVIDER = "house"  # in the addresses: account/oidc/house/login/
NEEDS = ("jwt", "oauthlib", "requests")
APPS = ("allauth.socialaccount", "allauth.socialaccount.providers.openid_connect")


def apps() -> list[str]:
    """Django's apps for it: where the extra is installed, whether or not it is told to be used."""
    told = ["mainstay.config.sso_apps.SignInConfig", *APPS[1:]]
    return told if all(find_spec(name) for name in NEEDS) else []


def providers(told: Told) -> dict[str, Any]:
    """What allauth is told of the provider; nothing where none is set. Raises WrongSetting."""
    from mainstay.config.house import WrongSetting

    given = {
        "MAINSTAY_SSO_ISSUER": told.sso_issuer,
        "MAINSTAY_SSO_CLIENT_ID": told.sso_client_id,
        "MAINSTAY_SSO_CLIENT_SECRET": told.sso_client_secret,
    }
    if not any(given.values()):
        return {}
    if lacking := [name for name, value in given.items() if not value]:
        raise WrongSetting(f"Sign-in through a provider needs {', '.join(lacking)} too. Nothing was changed.")
    if not apps():
        raise WrongSetting("Sign-in through a provider needs the extra: install mainstay[sso].")
    parts = urlsplit(told.sso_issuer)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise WrongSetting(
            "The setting MAINSTAY_SSO_ISSUER cannot be used: it starts with https://, for example "
            "“https://login.example.org/realms/firm”. Nothing was changed."
        )
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": PROVIDER,
                    "name": told.sso_name,
                    "client_id": told.sso_client_id,
                    "secret": told.sso_client_secret,
                    "settings": {"server_url": told.sso_issuer.rstrip("/")},
                }
            ],
        }
    }
