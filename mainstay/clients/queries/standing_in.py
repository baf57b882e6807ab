"""What a deputy needs while a manager is away: what is open, how people wish to be met, the last words (R-A-34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mainstay.clients.models import Affiliation, Assignment, Client
from mainstay.clients.queries import listing, look, presence
from mainstay.clients.queries.chronicle import in_words
from mainstay.journal.models import Head, Line
from mainstay.kit import paging, times

if TYPE_CHECKING:
    from mainstay.house.models import User
    from mainstay.kit.plug import ClientFacts

R = Assignment.Role
PEOPLE = 3  # at most so many of each client


@dataclass(frozen=True)
class Stood:
    """One client for whom somebody stands in, in sentences."""

    client: Client
    url: str
    manager: str
    until: date | None  # None: the manager was let go
    away: str
    owes: bool
    open: str
    late: str
    people: list[tuple[str, str]]
    last: str

    def as_dict(self) -> dict[str, Any]:
        """As API and terminal give it."""
        return {
            "client": self.client.name,
            "client_id": self.client.pk,
            "manager": self.manager,
            "until": self.until,
            "open": " ".join(part for part in (self.open, self.late) if part),
            "people": [{"name": name, "said": said} for name, said in self.people],
            "last": self.last,
        }


def page(person: User, at: datetime, *, cursor: str = "", size: int = 25) -> tuple[list[Stood], paging.Page[Client]]:
    """The clients one stands in for now, by name; the same few queries for one and for many."""
    day = times.local_day(at, person.zone)
    rows = Client.objects.visible_to(person).filter(pk__in=presence.stands_in(person, day).values("client_id"))
    found = paging.page_of(rows, by=("order_name", "id"), cursor=cursor, size=size)
    return told(person, found.rows, at, day), found


def told(person: User, clients: Sequence[Client], at: datetime, day: date) -> list[Stood]:
    """These clients in sentences."""
    ids = [client.pk for client in clients]
    managing = Assignment.objects.now().filter(client__id__among=ids, role=R.MANAGER).select_related("user")
    managers = {one.client_id: one.user for one in managing}
    until = presence.absent_until([user.pk for user in managers.values()], day)
    facts, people, last = listing.facts_of(person, clients, at), _people(ids), _last(ids, person, at)
    found = []
    for client in clients:
        manager = managers.get(client.pk)
        away = until.get(manager.pk) if manager else None
        owed = facts[client.pk]
        found.append(
            Stood(
                client=client,
                url=reverse("clients:page", args=[client.pk]),
                manager=manager.name if manager else "",
                until=away,
                away=_away(manager.name if manager else "", away),
                owes=bool(owed.we_owe),
                open=_open(owed, day),
                late=_late(owed),
                people=people.get(client.pk, []),
                last=last.get(client.pk, ""),
            )
        )
    return found


def _away(name: str, until: date | None) -> str:
    if until is None:
        return _("For %(name)s, who is no longer here.") % {"name": name}
    words = {"name": name, "day": times.spoken(until, year=False)}
    return _("For %(name)s, away until %(day)s.") % words


def _open(facts: ClientFacts, day: date) -> str:
    if not facts.we_owe:
        return _("Nothing is open.")
    words = {"n": facts.we_owe, "text": facts.next_due_what}
    said = ngettext("We owe %(n)d thing.", "We owe %(n)d things.", facts.we_owe) % words
    if facts.next_due is None:
        return said
    due = times.day_words(facts.next_due, day, get_language() or "en")
    return " ".join([said, _("Next due %(when)s: “%(text)s”.") % {"when": due, "text": facts.next_due_what}])


def _late(facts: ClientFacts) -> str:
    return ngettext("%(n)d late", "%(n)d late", facts.we_late) % {"n": facts.we_late} if facts.we_late else ""


def _people(clients: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Whom one speaks with there, who decides first: how they wish to be addressed and reached. Two queries."""
    rows = Affiliation.objects.now().filter(client__id__among=clients).select_related("contact")
    found: dict[UUID, list[tuple[str, str]]] = {}
    for place in rows.prefetch_related("contact__ways").order_by("-decides", "contact__sort_name", "id"):
        told = found.setdefault(place.client_id, [])
        if len(told) < PEOPLE:
            one = look.person(place)
            told.append((one.name, one.said))
    return found


def _last(clients: Sequence[UUID], person: User, at: datetime) -> dict[UUID, str]:
    """The latest line of each client's chronicle, in words. Two queries."""
    end = Head.objects.filter(chain=OuterRef("chain")).values("seq")
    rows = list(Line.objects.filter(chain__among=clients, seq=Subquery(end)))
    said = in_words(rows, person, at)
    return {row.chain: f"{line.when}: {line.text}" for row, line in zip(rows, said, strict=True)}


@dataclass(frozen=True)
class Alone:
    """One client with nobody there: who would be, and why they are not."""

    client: Client
    url: str
    assign_url: str
    said: str

    def as_dict(self) -> dict[str, Any]:
        """As API and terminal give it."""
        return {"client": self.client.name, "client_id": self.client.pk, "why": self.said}


def alone(person: User, at: datetime, *, cursor: str = "", size: int = 50) -> tuple[list[Alone], paging.Page[Client]]:
    """Clients this person heads whom nobody looks after today, by name; three queries a page."""
    day = times.local_day(at, person.zone)
    found = paging.page_of(presence.unattended(person, day), by=("order_name", "id"), cursor=cursor, size=size)
    serving: dict[UUID, list[Assignment]] = {}
    rows = Assignment.objects.now().filter(client__id__among=[client.pk for client in found.rows])
    for one in rows.filter(role__in=presence.LOOKS_AFTER).select_related("user").order_by("-role", "id"):
        serving.setdefault(one.client_id, []).append(one)
    until = presence.absent_until([one.user_id for some in serving.values() for one in some], day)
    told = [
        Alone(
            client,
            reverse("clients:page", args=[client.pk]),
            reverse("clients:assign", args=[client.pk]),
            _why_alone(serving.get(client.pk, []), until),
        )
        for client in found.rows
    ]
    return told, found


def _why_alone(serving: Sequence[Assignment], until: dict[UUID, date]) -> str:
    if not serving:
        return _("Nobody was named yet.")
    said = []
    for one in serving:
        words: dict[str, object] = {"name": one.user.name, "role": R(one.role).label}
        if one.user_id in until:
            words["day"] = times.spoken(until[one.user_id], year=False)
            said.append(_("%(name)s, %(role)s, is away until %(day)s.") % words)
        else:
            said.append(_("%(name)s, %(role)s, is no longer here.") % words)
    return " ".join(said)
