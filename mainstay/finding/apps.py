"""Django's own."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    """The finding app."""

    name = "mainstay.finding"
    label = "finding"
