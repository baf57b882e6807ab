"""Clients and their people in the terminal: everything that stands under ``clients`` and ``contacts``."""

from mainstay.clients.cli.alike import add_alike
from mainstay.clients.cli.clients import clients
from mainstay.clients.cli.handing import add_handing
from mainstay.clients.cli.people import contacts
from mainstay.clients.cli.serving import add_serving

add_serving(clients)
add_handing(clients)
add_alike(clients, contacts)

__all__ = ["clients", "contacts"]
