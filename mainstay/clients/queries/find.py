"""Finding a client or a person by what somebody typed, of those they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.models import Client, Contact, sort_name
from mainstay.clients.rules import folded, in_order
from mainstay.kit.refusals import NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mainstay.house.models import User


def client_called(person: User, told: str) -> Client:
    """By name or id, or by the name of one merged into it; one that is kept goes before one laid aside.

    Raises NotFound, or Refused with the choice.
    """
    rows = Client.objects.visible_to(person)
    try:
        found = list(rows.filter(pk=UUID(told)))
    except ValueError:
        same = list(rows.called(told).filter(merged_into=None).order_by("id")[:9])
        same = same or list(rows.filter(merged__sort_name=sort_name(told)).distinct().order_by("id")[:9])
        found = [client for client in same if not client.archived] or same
    if not found:
        raise NotFound(_("There is no client called “%(name)s” that you may see.") % {"name": told})
    if len(found) > 1:
        raise Refused(
            _("Several clients are called “%(name)s”. Name one by its id: %(ids)s")
            % {"name": told, "ids": _ids(found)},
            rule="R-X-11",
            field="client",
        )
    return found[0]


def contact_called(person: User, told: str, *, client: Client | None = None) -> Contact:
    """By id, full name or mail address, of all clients or of one. Raises NotFound, or Refused with the choice."""
    rows = Contact.objects.visible_to(person)
    if client is not None:
        rows = rows.filter(affiliations__client=client)
    try:
        found = list(rows.filter(pk=UUID(told)))
    except ValueError:
        wanted = folded(told)
        like = rows.filter(found_by__contains=in_order(told)).order_by("id") if wanted else []
        found = [one for one in like if wanted in {folded(one.name), *map(folded, one.reached_by.splitlines())}]
    if not found:
        raise NotFound(_("There is nobody called “%(name)s” that you may see.") % {"name": told})
    if len(found) > 1:
        raise Refused(
            _("Several people are called “%(name)s”. Name one by mail address or id: %(ids)s")
            % {"name": told, "ids": _ids(found)},
            rule="R-X-11",
            field="contact",
        )
    return found[0]


def _ids(found: Sequence[Client] | Sequence[Contact]) -> str:
    return ", ".join(str(one.pk) for one in found)
