"""Django's own."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """The transfer app."""

    name = "mainstay.transfer"
    label = "transfer"
