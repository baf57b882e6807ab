"""Django's own."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk app."""

    name = "mainstay.desk"
    label = "desk"
