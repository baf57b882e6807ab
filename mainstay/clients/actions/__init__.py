"""The verbs of the clients: the only code that writes them. ``from mainstay.clients import actions``."""

from mainstay.clients.actions.intake import NewClient, archive_many, assign_many, take_in
from mainstay.clients.actions.keep import ClientValues, add, archive, change, restore, set_stage
from mainstay.clients.actions.people import ContactValues, add_contact, affiliate, change_contact, leave
from mainstay.clients.actions.serve import assign, unassign

__all__ = [
    "ClientValues",
    "ContactValues",
    "NewClient",
    "add",
    "add_contact",
    "affiliate",
    "archive",
    "archive_many",
    "assign",
    "assign_many",
    "change",
    "change_contact",
    "leave",
    "restore",
    "set_stage",
    "take_in",
    "unassign",
]
