"""Django's own."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house app."""

    name = "mainstay.house"
    label = "house"
