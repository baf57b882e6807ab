"""Whose promise an entry of a calendar is, told by who is invited: the people at clients who have these addresses."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.models import Affiliation, Client, Reach
from mainstay.clients.rules import mail_key
from mainstay.kit.refusals import Refused
from mainstay.transfer.actions.kinds.known import seen_by
from mainstay.transfer.rules.kinds import Around

MOST_NAMED = 3


def clients_of(told: Iterable[str], around: Around) -> dict[str, Client | Refused]:
    """The one client of those invited, by their addresses as an entry tells them; why not, where it is none or several.

    Two queries. Only among clients whom the taker-in may see, and where somebody belongs now; our own people and
    strangers who are invited too say nothing (R-B-6: what can be meant two ways is asked).
    """
    wanted = list(told)
    if not wanted:
        return {}
    keys = {mail_key(mail) for name in wanted for mail in name.split()} - {""}
    reached: dict[str, set[UUID]] = {}
    for key, contact in Reach.objects.filter(kind=Reach.Kind.MAIL, key__in=keys).values_list("key", "contact_id"):
        reached.setdefault(key, set()).add(contact)
    people = {contact for some in reached.values() for contact in some}
    seen = seen_by(around).kept()
    places = Affiliation.objects.now().filter(contact__in=people, client__in=seen).select_related("client__unit")
    at: dict[UUID, dict[UUID, Client]] = {}
    for place in places.order_by("client__order_name", "id"):
        at.setdefault(place.contact_id, {})[place.client_id] = place.client
    found: dict[str, Client | Refused] = {}
    for name in wanted:
        contacts = {contact for mail in name.split() for contact in reached.get(mail_key(mail), ())}
        found[name] = _one({pk: one for contact in contacts for pk, one in at.get(contact, {}).items()}, name)
    return found


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
