"""The verbs of the clients: the only code that writes them. ``from mainstay.clients import actions``."""

from mainstay.clients.actions.apart import ask_again, hold_apart
from mainstay.clients.actions.clients_as_one import Undone, merge, unmerge
from mainstay.clients.actions.intake import NewClient, archive_many, assign_many, take_in
from mainstay.clients.actions.keep import ClientValues, add, archive, change, restore, set_stage
from mainstay.clients.actions.people import ContactValues, add_contact, affiliate, change_contact, leave
from mainstay.clients.actions.people_as_one import Parted, merge_people, unmerge_people
from mainstay.clients.actions.serve import assign, take_first_back, unassign

__all__ = [
    "ClientValues",
    "ContactValues",
    "NewClient",
    "Parted",
    "Undone",
    "add",
    "add_contact",
    "affiliate",
    "archive",
    "archive_many",
    "ask_again",
    "assign",
    "assign_many",
    "change",
    "change_contact",
    "hold_apart",
    "leave",
    "merge",
    "merge_people",
    "restore",
    "set_stage",
    "take_first_back",
    "take_in",
    "unassign",
    "unmerge",
    "unmerge_people",
]
