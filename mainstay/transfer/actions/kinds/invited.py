"""Whose promise an entry of a calendar is, told by who is invited: the people at clients who have these addresses."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.kit.refusals import Refused
from mainstay.transfer.actions.kinds.known import seen_by
from mainstay.transfer.queries import invited
from mainstay.transfer.rules.kinds import Around

MOST_NAMED = 3


def clients_of(told: Iterable[str], around: Around) -> dict[str, Client | Refused]:
    """The one client of those invited, by their addresses as an entry tells them; why not, where it is none or several.

    Two queries. Only among clients whom the taker-in may see, and where somebody belongs now; our own people and
    strangers who are invited too say nothing (R-B-6: what can be meant two ways is asked).
    """
    wanted = list(told)
    found = invited.clients_of(wanted, seen_by(around)) if wanted else {}
    return {name: _one(clients, name) for name, clients in found.items()}


def _one(clients: dict[UUID, Client], told: str) -> Client | Refused:
    if len(clients) == 1:
        return next(iter(clients.values()))
    mails = ", ".join(told.split()[:MOST_NAMED])
    if not clients:
        sentence = _(
            "None of those invited (%(mails)s) is known here at a client. Write the person down there first, or name "
            "one client for every row."
        )
        return Refused(sentence % {"mails": mails}, rule="R-B-6", field="client")
    names = ", ".join(sorted(str(client) for client in clients.values())[:MOST_NAMED])
    sentence = _(
        "Those invited belong to several clients: %(names)s. Say in the map, under [same], which “%(told)s” is."
    )
    return Refused(sentence % {"names": names, "told": told}, rule="R-B-6", field="client")
