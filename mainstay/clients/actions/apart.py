"""Saying of records that look alike that they are not the same; and taking it back (R-B-6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Affiliation, Client, ClientsApart, Contact, ContactsApart
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.actions import Entry
from mainstay.kit.refusals import Refused

MOST = 50

Alike = Sequence[Client] | Sequence[Contact]


@transaction.atomic
def hold_apart(*, alike: Alike, by: User, at: datetime) -> int:
    """Say of these that no two of them are the same: none is asked about again. How many pairs are new.

    Raises Refused for fewer than two or more than fifty, and by rights (R-X-3).
    """
    pairs = _pairs(alike, by)
    table = ClientsApart if isinstance(alike[0], Client) else ContactsApart
    before = table.objects.count()
    table.objects.bulk_create(
        [table(one=one, other=other, by=by, at=at) for one, other in pairs],  # type: ignore[misc]
        ignore_conflicts=True,
    )
    _tell("clients.held_apart", alike, by=by, at=at)
    return table.objects.count() - before


@transaction.atomic
def ask_again(*, alike: Alike, by: User, at: datetime) -> int:
    """Take back that these are not the same: they are asked about again. How many pairs. Raises Refused."""
    pairs = _pairs(alike, by)
    table = ClientsApart if isinstance(alike[0], Client) else ContactsApart
    ids = [one.pk for one in alike]
    gone, _each = table.objects.filter(one__in=ids, other__in=ids).delete()
    if gone and pairs:
        _tell("clients.asked_again", alike, by=by, at=at)
    return gone


def _pairs(alike: Alike, by: User) -> list[tuple[Client | Contact, Client | Contact]]:
    allowed.may_write(by)
    if not 2 <= len({one.pk for one in alike}) <= MOST:
        raise Refused(
            _("Name at least two that look alike, and at most %(most)s.") % {"most": MOST}, rule="R-B-6", field="ids"
        )
    return list(combinations(sorted({one.pk: one for one in alike}.values(), key=lambda one: str(one.pk)), 2))


def _tell(kind: str, alike: Alike, *, by: User, at: datetime) -> None:
    """One line for each; the others are told by id alone, since not every reader may see them."""
    entries = [
        Entry(kind, record, client, by, "", {"apart_id": (None, " ".join(str(one.pk) for one in alike))})
        for record, client in _places(alike)
    ]
    if entries:
        journal.note_many(entries, at=at)


def _places(alike: Alike) -> Iterator[tuple[Client | Contact, Client]]:
    for record in alike:
        if isinstance(record, Client):
            yield record, record
    people = [record for record in alike if isinstance(record, Contact)]
    places = Affiliation.objects.filter(contact__in=people).select_related("contact", "client").order_by("client_id")
    for place in places:
        yield place.contact, place.client
