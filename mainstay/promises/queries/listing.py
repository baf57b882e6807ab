"""The ledger across clients: which promises, in which order, and what stands in each row and in the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import DateField, Value
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from mainstay.house.queries.learned import rows_for
from mainstay.kit import addresses, paging
from mainstay.promises import rules
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.models.ledger import OUTCOME, SIDE
from mainstay.promises.queries.words import Reader, Said, cable, row_state

if TYPE_CHECKING:
    from mainstay.house.models import User

SIZE = 50
WHOSE = ("mine", "all")
SIDES = ("", Promise.Side.OURS, Promise.Side.THEIRS, Promise.Side.THIRD)
OWED, LATE, TO_TELL, ANNULLED, ANY = "owed", "late", "to_tell", "annulled", "any"
DONE = (rules.KEPT, rules.KEPT_LATE, rules.MOVED, rules.WITHDRAWN, rules.RELEASED, rules.BROKEN)
STATES = (OWED, LATE, TO_TELL, *DONE, ANNULLED, ANY)
PERIODS = ("", "week", "month", "last_month", "year", "last_year")
ORDERS = ("", "first", "last")
MOST_COLUMNS = 400  # signs: what an address may say of columns


@dataclass(frozen=True)
class Wanted:
    """Which promises; an empty ``side`` or ``period`` means all of them. ``period`` is that of the day promised.

    ``order`` is first (the earliest day first), last, or the usual one; ``columns`` are codes with commas between.
    ``view`` is the kept view this began from, ``client`` the id of the one client they are of.
    """

    whose: str = "mine"
    side: str = ""
    state: str = OWED
    period: str = ""
    order: str = ""
    columns: str = ""
    view: str = ""
    client: str = ""

    @classmethod
    def told(cls, given: dict[str, str], *, whose: str) -> Wanted:
        """From the address of the page; what it does not know counts as not said."""
        usual = cls(whose=whose)
        known = {"whose": WHOSE, "side": SIDES, "state": STATES, "period": PERIODS, "order": ORDERS}
        chosen = {name: given[name] for name, values in known.items() if given.get(name) in values}
        free = {name: given.get(name, "")[:MOST_COLUMNS] for name in ("columns", "view")}
        return replace(usual, **chosen, **free, client=_id(given.get("client", "")))

    def query(self, **other: str) -> str:
        """The address's query for this choice, or for one that differs in something."""
        told = {**vars(self), **other}
        return urlencode({name: value for name, value in told.items() if value or name not in ("order", *_BESIDE)})

    @property
    def newest_first(self) -> bool:
        """What is done is read from the latest back, what is owed from the earliest on, unless told otherwise."""
        return self.order == "last" if self.order else self.state not in (OWED, LATE, TO_TELL)

    def in_order(self, user: User, at: datetime) -> PromiseQuerySet:
        """The promises wanted, all of them, as the page orders them."""
        order = ("-due_at", "-id") if self.newest_first else ("due_at", "id")
        return self.among(user, at).order_by(*order)

    def among(self, user: User, at: datetime) -> PromiseQuerySet:
        """The promises wanted, of those this person may see."""
        found = _in_state(Promise.objects.visible_to(user), self.state, at)
        if self.whose == "mine":
            found = found.filter(owner=user)
        if self.client:
            found = found.filter(client=UUID(self.client))
        if self.side:
            owed = self.state in (OWED, LATE)  # of one column twice SQLite would not see the index
            found = found.alias(of_side=SIDE).filter(of_side=self.side) if owed else found.filter(side=self.side)
        if self.period:
            first, last = days_of(self.period, Reader.of(user, at).today)
            found = found.filter(due_on__gte=first, due_on__lte=last, **_about(first, last))
        return found.select_related("client", "kind", "owner", "owner_contact", "made_to", "engagement")


_BESIDE = ("columns", "view", "client")


def _id(told: str) -> str:
    """The same id, or nothing where it is none."""
    try:
        return str(UUID(told))
    except ValueError:
        return ""


def _in_state(promises: PromiseQuerySet, state: str, at: datetime) -> PromiseQuerySet:
    if state == ANNULLED:
        return promises.filter(annulled_at__isnull=False)
    if state == ANY:
        return promises
    if state == OWED:
        return promises.owed()
    if state == LATE:
        return promises.late_at(at)
    if state == TO_TELL:
        return promises.to_tell()
    return promises.counted().alias(became=OUTCOME).filter(became=state)


def _about(first: date, last: date) -> dict[str, Value]:
    """When it falls due in any zone of the earth, for these days: the index of the list begins and ends there."""
    begin, end = first - timedelta(days=1), last + timedelta(days=2)
    return {"due_at__gte": Value(begin, DateField()), "due_at__lt": Value(end, DateField())}


def days_of(period: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period, both included; weeks begin on Monday."""
    month = today.replace(day=1)
    if period == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        return month, _next_month(month) - timedelta(days=1)
    if period == "last_month":
        last = month - timedelta(days=1)
        return last.replace(day=1), last
    year = today.year - (period == "last_year")
    return date(year, 1, 1), date(year, 12, 31)


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True)
class Row:
    """One promise in the list, in words: the template only puts them down."""

    promise: Promise
    url: str
    text: str
    client: str
    client_url: str
    owner: str
    side: str
    theirs: bool
    said: Said
    exact: str
    cable: str


# What the columns and the words of a row are made of: of six records side by side that is a quarter.
_SAID = (
    "client__name", "kind__name", "owner__name", "engagement__name",
    "owner_contact__name", "owner_contact__addressed_as", "made_to__name", "made_to__addressed_as",
    "side", "text", "outcome_wanted", "reference", "owner_name", "made_on", "due_on", "due_time", "due_zone", "due_at",
    "first_due_on", "judged_on", "moves_in_time", "budget", "cost", "currency", "acceptance", "delivered_on", "told_at",
    "to_tell", "satisfaction", "known_from", "ended", "ended_why", "instead_answer", "annulled_at", "annulled_why",
    "outcome", "is_owed", "closed_on",
)  # fmt: skip


def page(user: User, wanted: Wanted, at: datetime, *, cursor: str = "", size: int = SIZE) -> paging.Page[Promise]:
    """One page of the list, by keyset."""
    first = None if wanted.client else _learned(user, wanted, at, size)
    return paging.page_of(
        cast("PromiseQuerySet", SimpleLazyObject(lambda: wanted.among(user, at).only(*_SAID))),
        by=("due_at", "id"),
        cursor=cursor,
        size=size,
        descending=wanted.newest_first,
        first=first,
    )


def _learned(user: User, wanted: Wanted, at: datetime, size: int) -> paging.First[Promise]:
    """Reads the first page by a statement that is compiled once for everybody who holds such posts."""
    like = (wanted.whose, wanted.side, wanted.state, wanted.period, wanted.newest_first, size)

    def more(today: date) -> dict[str, date]:
        return dict(zip(("first", "last"), days_of(wanted.period, today), strict=True)) if wanted.period else {}

    def ask(person: User, moment: datetime) -> PromiseQuerySet:
        return wanted.in_order(person, moment).only(*_SAID)[: size + 1]

    return lambda: rows_for("promises.list", ask, user, at, like=like, more=more)


def rows(promises: Sequence[Promise], reader: Reader) -> list[Row]:
    """The rows of these promises; they ask the database nothing."""
    urls = addresses.each("promises:page"), addresses.each("clients:page")
    return [_row(promise, reader, *urls) for promise in promises]


def row(promise: Promise, reader: Reader) -> Row:
    """One of them."""
    return rows([promise], reader)[0]


def _row(promise: Promise, reader: Reader, url: Callable[[UUID], str], client_url: Callable[[UUID], str]) -> Row:
    return Row(
        promise=promise,
        url=url(promise.pk),
        text=promise.text,
        client=promise.client.name,
        client_url=client_url(promise.client_id),
        owner=promise.owner.name if promise.owner else "",
        side=whose_word(promise),
        theirs=promise.side != Promise.Side.OURS,
        said=row_state(promise, reader),
        exact=promise.due_on.isoformat(),
        cable=cable(promise, reader),
    )


def whose_word(promise: Promise) -> str:
    """Whose word it is: “we owe”, “Ms McKenna owes”."""
    if promise.side == Promise.Side.OURS:
        return _("we owe")
    return _("%(who)s owes") % {"who": promise.owner_words}
