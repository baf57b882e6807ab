"""Engagements across clients, and how long and how far we have come with each (R-A-35, R-B-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from babel.dates import format_date
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language

from mainstay.clients.models import Assignment, Client, ClientQuerySet
from mainstay.engagements import rules
from mainstay.engagements.models import Engagement, EngagementQuerySet
from mainstay.engagements.queries.facts import deliverables, since_days
from mainstay.engagements.queries.words import Said, capital, standing, years_words
from mainstay.kit import paging

if TYPE_CHECKING:
    from mainstay.house.models import User

SIZE = 50
RUNNING, ANY, OPEN = "running", "any", "open"
STATES = (RUNNING, *Engagement.State.values, ANY)
OUTCOMES = ("", OPEN, *Engagement.OutcomeSaid.values)
WHOSE = ("mine", "all")


@dataclass(frozen=True)
class Wanted:
    """Which engagements; ``outcome`` open means that the client has said nothing of it yet."""

    whose: str = "mine"
    state: str = RUNNING
    outcome: str = ""

    @classmethod
    def told(cls, given: dict[str, str], *, whose: str) -> Wanted:
        """From the address of the page; what it does not know counts as not said."""
        known = {"whose": WHOSE, "state": STATES, "outcome": OUTCOMES}
        chosen = {name: given[name] for name, values in known.items() if given.get(name) in values}
        return replace(cls(whose=whose), **chosen)

    def query(self, **other: str) -> str:
        """The address's query for this choice, or for one that differs in something."""
        return urlencode({**vars(self), **other})

    def among(self, user: User) -> EngagementQuerySet:
        """Those wanted, of those this person may see."""
        rows = Engagement.objects.visible_to(user)
        if self.whose == "mine":
            rows = rows.filter(client__in=Client.objects.served_by(user))
        if self.state == RUNNING:
            rows = rows.running()
        elif self.state != ANY:
            rows = rows.filter(state=self.state)
        if self.outcome == OPEN:
            return rows.unconfirmed()
        return rows.filter(outcome_said=self.outcome) if self.outcome else rows


@dataclass(frozen=True)
class Row:
    """One engagement of the list, in words."""

    url: str
    name: str
    outcome: str
    client: str
    client_url: str
    state: str
    said: Said


def page(user: User, wanted: Wanted, *, cursor: str = "") -> paging.Page[Engagement]:
    """One page of the list, by keyset."""
    rows = wanted.among(user).select_related("client")
    return paging.page_of(rows, by=("name", "id"), cursor=cursor, size=SIZE)


def rows(found: Sequence[Engagement], at: datetime, today: date) -> list[Row]:
    """The rows of these, with what was delivered under each: one question to each folder."""
    there = deliverables([one.pk for one in found], at)
    return [_row(one, standing(one, there[one.pk], today)) for one in found]


def _row(one: Engagement, said: Said) -> Row:
    return Row(
        url=reverse("engagements:page", args=[one.pk]),
        name=one.name,
        outcome=" ".join(one.outcome.split()),
        client=one.client.name,
        client_url=reverse("clients:page", args=[one.client_id]),
        state=str(one.get_state_display()),
        said=Said(capital(said.text), said.tone),
    )


# --- together (R-B-3) ---------------------------------


@dataclass(frozen=True)
class Together:
    """One client: since when, how many years, how much of the work follows on earlier work."""

    client: Client
    since: date | None
    years: int | None
    words: str
    engagements: int
    follow_on: int
    manager: str
    managed_since: date | None

    @property
    def managed_words(self) -> str:
        """“March 2026”, in the language that is spoken now, as it stands within a sentence."""
        return format_date(self.managed_since, "LLLL y", get_language() or "en") if self.managed_since else ""

    def as_dict(self) -> dict[str, Any]:
        """As API and terminal give it."""
        told = {name: getattr(self, name) for name in ("since", "years", "engagements", "follow_on")}
        return (
            {"client": self.client.pk, "name": self.client.name}
            | told
            | {
                "manager": self.manager,
                "managed_since": self.managed_since,
            }
        )


def clients_of(user: User, *, mine: bool, manager: UUID | None) -> ClientQuerySet:
    """The clients kept that this person may see, their own, or those of one manager."""
    found = Client.objects.visible_to(user).kept()
    if mine:
        found = found.served_by(user)
    if manager is not None:
        now = Assignment.objects.filter(user=manager, to_on=None, role=Assignment.Role.MANAGER)
        found = found.filter(pk__in=now.values("client_id"))
    return found


def together_page(
    user: User, *, today: date, mine: bool = False, manager: UUID | None = None, cursor: str = "", size: int = SIZE
) -> tuple[paging.Page[Client], list[Together]]:
    """A page of clients by name, with years, follow-on work and manager: a fixed number of queries."""
    found = paging.page_of(
        clients_of(user, mine=mine, manager=manager), by=("order_name", "id"), cursor=cursor, size=size
    )
    return found, together(found.rows, today)


def together(clients: Sequence[Client], today: date) -> list[Together]:
    """Years together and follow-on work of these clients (R-B-3)."""
    ids = [client.pk for client in clients]
    counted: Any = Engagement.objects.filter(client__in=ids).order_by().values("client")
    counts = {
        row["client"]: (row["n"], row["follow"])
        for row in counted.annotate(n=Count("pk"), follow=Count("pk", filter=~Q(follow_of=None)))
    }
    now = Assignment.objects.filter(client__in=ids, to_on=None, role=Assignment.Role.MANAGER).select_related("user")
    managers = {serves.client_id: (serves.user.name, serves.from_on) for serves in now}
    since = since_days(clients)
    return [
        Together(
            client,
            day := since.get(client.pk),
            rules.years(day, today) if day else None,
            years_words(day, today) if day else "",
            *counts.get(client.pk, (0, 0)),
            *managers.get(client.pk, ("", None)),
        )
        for client in clients
    ]
