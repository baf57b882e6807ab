"""Django's own."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """The trust app."""

    name = "mainstay.trust"
    label = "trust"
