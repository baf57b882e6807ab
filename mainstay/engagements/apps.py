"""Django's own."""

from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    """The engagements app."""

    name = "mainstay.engagements"
    label = "engagements"
