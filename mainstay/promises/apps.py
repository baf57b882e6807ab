"""Django's own."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """The promises app."""

    name = "mainstay.promises"
    label = "promises"
