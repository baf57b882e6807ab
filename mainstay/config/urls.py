"""Every address of the house, gathered from the capabilities."""

from __future__ import annotations

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from mainstay.config import sso, views
from mainstay.config.api import api
from mainstay.kit.plug import registry


def _way_back() -> list[URLPattern | URLResolver]:
    """The way back from the firm's own sign-in, where the extra is installed: before allauth's, which believes more."""
    if not apps.is_installed(sso.APPS[0]):  # as it was when this process started
        return []
    from mainstay.config import sso_door

    return [path("account/oidc/<str:provider_id>/login/callback/", sso_door.callback, name="openid_connect_callback")]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("api/v1/", api.urls),
    path("language/", views.language, name="language"),
    path("account/email/", views.own_address, name="account_email"),  # before allauth's, which would change it
    path("account/3rdparty/", views.own_address, name="account_providers"),  # joined by an address, not by hand
    path("account/3rdparty/signup/", views.own_address, name="account_provider_signup"),
    path("account/password/set/", views.first_password, name="account_set_password"),
    *_way_back(),
    path("account/", include("allauth.urls")),
    *[path(plug.url_prefix, include(plug.urls)) for plug in registry.installed() if plug.urls],
]

handler404 = "mainstay.config.views.not_found"
handler500 = "mainstay.config.views.broken"
