"""Every address of the house, gathered from the capabilities."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from mainstay.config import views
from mainstay.config.api import api
from mainstay.kit.plug import registry

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("api/v1/", api.urls),
    path("language/", views.language, name="language"),
    path("account/email/", views.own_address, name="account_email"),  # before allauth's, which would change it
    path("account/3rdparty/", views.own_address, name="account_providers"),  # joined by an address, not by hand
    path("account/3rdparty/signup/", views.own_address, name="account_provider_signup"),
    path("account/", include("allauth.urls")),
    *[path(plug.url_prefix, include(plug.urls)) for plug in registry.installed() if plug.urls],
]

handler404 = "mainstay.config.views.not_found"
