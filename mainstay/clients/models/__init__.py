"""Whom we look after: clients, the people there, who of us serves them, and which were found to be one."""

from mainstay.clients.models.alike import ClientsApart, ContactsApart, Merge
from mainstay.clients.models.client import Assignment, AssignmentQuerySet, Client, ClientQuerySet, sort_name
from mainstay.clients.models.contact import Affiliation, AffiliationQuerySet, Contact, ContactQuerySet, Reach

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
    "Merge",
    "Reach",
    "sort_name",
]
