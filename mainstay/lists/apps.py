"""Django's own."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """The lists app."""

    name = "mainstay.lists"
    label = "lists"
