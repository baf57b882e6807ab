"""The plug of the clients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Capability, Finds, Lines, MenuEntry, Move, Panel

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User
    from mainstay.kit.listings import Listing


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """What the client's page says about people, about who serves them, and what happened."""
    from mainstay.clients import queries

    return queries.panels(person, client, at)


def today(person: User, at: datetime) -> Lines:
    """For whom one stands in, what one was handed, who leaves, clients with nobody there."""
    from mainstay.clients.queries import lines

    return lines.today(person, at)


def exceptions(person: User, at: datetime) -> Lines:
    """Clients this person heads whom nobody looks after."""
    from mainstay.clients.queries import lines

    return lines.exceptions(person, at)


def exceptions_count(person: User, at: datetime) -> int:
    """How many lines that is."""
    from mainstay.clients.queries import lines

    return lines.exceptions_count(person, at)


def cracks(person: User, at: datetime) -> Lines:
    """Clients with nobody there, and hand-overs that were not accepted."""
    from mainstay.clients.queries import lines

    return lines.cracks(person, at)


def tick(at: datetime) -> None:
    """Of the clients that came in, or whose people changed, it is noted that somebody looks after them."""
    from mainstay.clients.actions import looking

    looking.look(at=at)


def holds(person: User) -> Iterable[str]:
    """Why somebody cannot be let go yet: clients they serve."""
    from mainstay.clients.queries import handing

    return handing.holds(person)


def person_moves(reader: User, person: User) -> Iterable[Move]:
    """On the page of a colleague: handing over what they look after."""
    from mainstay.clients.queries import handing

    return handing.person_moves(reader, person)


def finds() -> Finds:
    """What search finds: clients, and the people who are there now."""
    from mainstay.clients.actions import slips
    from mainstay.clients.models import Affiliation, Client

    def count() -> int:
        return Client.objects.count() + Affiliation.objects.now().count()

    def clients(after: UUID | None, many: int) -> Sequence[UUID]:
        rows = Client.objects.all() if after is None else Client.objects.filter(pk__gt=after)
        return list(rows.order_by("pk").values_list("pk", flat=True)[:many])

    return Finds(slips.CLIENT + slips.PERSON, slips.hear, slips.slips, count, clients)


def lists() -> Sequence[Listing]:
    """The list of clients: its views are kept, and several are dealt with at once."""
    from mainstay.clients.views import several

    return several.listings()


SENTENCES = {
    "clients.added": _("%(by)s wrote down %(client)s."),
    "clients.made_anyway": _("%(by)s wrote %(about)s down although it looks like another: %(text)s"),
    "clients.taken_in": _("%(client)s was taken in from a file by %(by)s."),
    "clients.changed": _("%(by)s corrected what is kept about %(client)s."),
    "clients.stage_set": _("%(by)s set how far we are with %(client)s."),
    "clients.archived": _("%(by)s laid %(client)s aside: %(text)s"),
    "clients.restored": _("%(by)s took %(client)s up again."),
    "clients.assigned": _("%(by)s named %(text)s to serve %(client)s."),
    "clients.unassigned": _("%(by)s noted that %(text)s no longer serves %(client)s."),
    "clients.contact_added": _("%(by)s wrote down %(about)s."),
    "clients.contact_changed": _("%(by)s corrected what is kept about %(about)s."),
    "clients.contact_joined": _("%(by)s noted that %(about)s belongs to %(client)s."),
    "clients.merged": _("%(by)s merged %(about)s into %(client)s. %(text)s"),
    "clients.merged_into": _("%(by)s merged %(client)s into %(about)s. %(text)s"),
    "clients.unmerged": _("%(by)s took %(about)s and %(client)s apart again. %(text)s"),
    "clients.unmerged_from": _("%(by)s took %(client)s and %(about)s apart again."),
    "clients.people_merged": _("%(by)s noted that %(about)s and %(text)s are one person."),
    "clients.people_unmerged": _("%(by)s took %(about)s and %(text)s apart again: they are two people."),
    "clients.held_apart": _("%(by)s noted that %(about)s is not the same as another that looks alike."),
    "clients.asked_again": _("%(by)s took back that %(about)s is not the same as another that looks alike."),
    "clients.handed_over": _("%(by)s handed %(client)s over: %(text)s."),
    "clients.hand_over_planned": _("%(by)s wrote down to whom %(client)s passes: %(text)s."),
    "clients.hand_over_accepted": _("%(by)s accepted %(client)s: %(text)s."),
    "clients.hand_over_declined": _("%(by)s could not take %(client)s, which went back: %(text)s"),
    "clients.hand_over_taken_back": _("%(by)s took back that %(client)s was handed over. %(text)s"),
    "clients.leaving_begun": _("%(by)s noted that %(about)s leaves."),
    "clients.leaving_done": _("%(by)s handed over all that %(about)s looked after."),
    "clients.leaving_taken_back": _("%(by)s took back that %(about)s leaves."),
    "clients.contact_left": _("%(by)s noted that %(about)s left %(client)s."),
}

capability = Capability(
    name="clients",
    menu=(
        MenuEntry(_("Clients"), "clients:list", "clients", 20, key="c", dock=True),
        MenuEntry(_("Looks like the same"), "clients:alike", "copy", 85, right="clients.write"),
    ),
    today=today,
    exceptions=exceptions,
    exceptions_count=exceptions_count,
    cracks=cracks,
    tick=tick,
    holds=holds,
    person_moves=person_moves,
    client_panels=panels,
    api="mainstay.clients.api:router",
    api_prefix="",
    urls="mainstay.clients.urls",
    url_prefix="clients/",
    commands={
        "clients": "mainstay.clients.cli.gathered:clients",
        "contacts": "mainstay.clients.cli.gathered:contacts",
    },
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    finds=finds,
    lists=lists,
)
