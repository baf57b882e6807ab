"""Whom we look after: clients, the people there, who of us serves them, which were found to be one, and how
they pass from one of us to another."""

from mainstay.clients.models.alike import ClientsApart, ContactsApart, Merge
from mainstay.clients.models.client import Assignment, AssignmentQuerySet, Client, ClientQuerySet, OfClients, sort_name
from mainstay.clients.models.contact import Affiliation, AffiliationQuerySet, Contact, ContactQuerySet, Reach
from mainstay.clients.models.handing import HandOver, HandOverQuerySet, Leaving

__all__ = [
    "Affiliation",
    "AffiliationQuerySet",
    "Assignment",
    "AssignmentQuerySet",
    "Client",
    "ClientQuerySet",
    "ClientsApart",
    "Contact",
    "ContactQuerySet",
    "ContactsApart",
    "HandOver",
    "HandOverQuerySet",
    "Leaving",
    "Merge",
    "OfClients",
    "Reach",
    "sort_name",
]
