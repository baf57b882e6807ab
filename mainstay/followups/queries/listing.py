"""Follow-ups across clients, the delays of every kind, and what the pages of clients and work say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mainstay.clients.models import Client
from mainstay.followups import rules
from mainstay.followups.models import Delay, FollowUp, FollowUpQuerySet
from mainstay.followups.queries.words import heading, length_words, one_month_on, state_words
from mainstay.kit import paging
from mainstay.kit.plug import Panel
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.times import local_day
from mainstay.promises.models import Kind

if TYPE_CHECKING:
    from mainstay.engagements.models import Engagement
    from mainstay.house.models import User

SIZE, SHOWN = 50, 6
ABOUT = ("client", "promise", "engagement")
WHOSE = ("mine", "all")
DUE, OPEN, ANY = "due", "open", "any"
STATES = (DUE, OPEN, FollowUp.State.ANSWERED.value, FollowUp.State.DROPPED.value, ANY)


@dataclass(frozen=True)
class Wanted:
    """Which follow-ups; ``state`` due are those whose day has come."""

    whose: str = "mine"
    state: str = OPEN

    @classmethod
    def told(cls, given: dict[str, str], *, whose: str) -> Wanted:
        """From the address of the page; what it does not know counts as not said."""
        known = {"whose": WHOSE, "state": STATES}
        chosen = {name: given[name] for name, values in known.items() if given.get(name) in values}
        return replace(cls(whose=whose), **chosen)

    def query(self, **other: str) -> str:
        """The address's query for this choice, or for one that differs in something."""
        return urlencode({**vars(self), **other})

    @property
    def newest_first(self) -> bool:
        """What is over is read from the latest back."""
        return self.state not in (DUE, OPEN)

    def among(self, user: User, day: date) -> FollowUpQuerySet:
        """Those wanted, of those this person may see."""
        rows = in_state(FollowUp.objects.visible_to(user), self.state, day)
        return rows.filter(client__in=Client.objects.served_by(user)) if self.whose == "mine" else rows


def in_state(rows: FollowUpQuerySet, state: str, day: date) -> FollowUpQuerySet:
    """Due, open, answered, given up; any but those that are no longer called for."""
    if state == DUE:
        return rows.due_on(day)
    if state == ANY:
        return rows.exclude(state=FollowUp.State.GONE)
    return rows.filter(state=state)


@dataclass(frozen=True)
class Row:
    """One follow-up of a list, in words."""

    url: str
    text: str
    client: str
    client_url: str
    said: str
    due: bool
    defect: str


def page(user: User, wanted: Wanted, at: datetime, *, cursor: str = "", size: int = SIZE) -> paging.Page[FollowUp]:
    """One page of the list, by keyset."""
    rows = wanted.among(user, local_day(at, user.zone)).select_related(*ABOUT)
    return paging.page_of(rows, by=("due_on", "id"), cursor=cursor, size=size, descending=wanted.newest_first)


def rows(found: Iterable[FollowUp], today: date) -> list[Row]:
    """The rows of these; they ask the database nothing."""
    return [
        Row(
            url=reverse("followups:page", args=[one.pk]),
            text=heading(one),
            client=one.client.name,
            client_url=reverse("clients:page", args=[one.client_id]),
            said=state_words(one, today),
            due=one.state == FollowUp.State.OPEN and one.due_on <= today,
            defect=one.defect,
        )
        for one in found
    ]


# --- on other pages ---------------------------------


def of_client(user: User, client: Client, at: datetime) -> Iterable[Panel]:
    """What was asked and what will be, on the client's page: one query or two; nothing where there is none."""
    return _panel(_later_for(client=client.pk), partial(_before_for, client=client.pk), user, at, order=55)


def of_engagement(user: User, engagement: Engagement, at: datetime) -> Iterable[Panel]:
    """The same on the page of an engagement."""
    later = list(_later(FollowUp.objects.filter(engagement=engagement)))
    return _panel(later, partial(_before, FollowUp.objects.filter(engagement=engagement)), user, at, order=40)


def _later(rows_: FollowUpQuerySet) -> QuerySet[FollowUp]:
    return rows_.open().select_related(*ABOUT).order_by("due_on", "id")[:SHOWN]


def _before(rows_: FollowUpQuerySet) -> QuerySet[FollowUp]:
    answered = rows_.filter(state__in=[FollowUp.State.ANSWERED, FollowUp.State.DROPPED])
    return answered.select_related(*ABOUT).order_by("-ended_at", "-id")[:SHOWN]


@prepared(client=UUIDField())
def _later_for(client: Slot) -> QuerySet[FollowUp]:
    return _later(FollowUp.objects.filter(client=client))


@prepared(client=UUIDField())
def _before_for(client: Slot) -> QuerySet[FollowUp]:
    return _before(FollowUp.objects.filter(client=client))


def _panel(
    later: Sequence[FollowUp], earlier: Callable[[], Iterable[FollowUp]], user: User, at: datetime, *, order: int
) -> Iterable[Panel]:
    """Those still open; where there is room, what was before."""
    before = list(earlier())[: SHOWN - len(later)] if len(later) < SHOWN else []
    if later or before:
        context = {"rows": rows([*later, *before], local_day(at, user.zone))}
        yield Panel(gettext_lazy("Follow-ups"), "followups/_panel.html", context, order=order)


# --- kinds and their delays ---------------------------------


@dataclass(frozen=True)
class KindRow:
    """One kind of thing and when it is asked about."""

    kind: Kind
    delays: Sequence[DelayRow]


@dataclass(frozen=True)
class DelayRow:
    """One delay of a kind; ``built_in`` where nobody has said anything of the kind."""

    months: int
    days: int
    length: str
    questions: Sequence[str]
    built_in: bool

    def as_dict(self) -> dict[str, Any]:
        """As API and terminal give it."""
        return {name: getattr(self, name) for name in ("months", "days", "questions", "built_in")}


def kinds(*, cursor: str = "", size: int = SIZE) -> tuple[paging.Page[Kind], list[KindRow]]:
    """A page of kinds by name, each with its delays: two queries."""
    found = paging.page_of(Kind.objects.all(), by=("key", "id"), cursor=cursor, size=size)
    return found, kind_rows(found.rows)


def kind_rows(found: Sequence[Kind]) -> list[KindRow]:
    """These kinds with their delays."""
    said: dict[Any, list[Delay]] = {}
    for delay in Delay.objects.filter(kind__in=[kind.pk for kind in found]):
        said.setdefault(delay.kind_id, []).append(delay)
    return [KindRow(kind, _delays(said.get(kind.pk))) for kind in found]


def _delays(said: Sequence[Delay] | None) -> Sequence[DelayRow]:
    if said is None:
        wait = rules.ONE_MONTH_ON
        return [DelayRow(wait.months, wait.days, length_words(wait.months), list(one_month_on()), built_in=True)]
    return [
        DelayRow(
            one.months, one.days, length_words(one.months, one.days), one.questions or list(one_month_on()),
            built_in=False,
        )
        for one in said
        if one.stopped_at is None
    ]  # fmt: skip
