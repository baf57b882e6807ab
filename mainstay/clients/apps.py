"""Django's own."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The clients app."""

    name = "mainstay.clients"
    label = "clients"
