"""The ledger of one client in bands of time: we owe, you owe, so that both sides compare across (R-B-45)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import override

from mainstay.clients.models import Affiliation, Assignment
from mainstay.house.models import LANGUAGES, house
from mainstay.kit import addresses
from mainstay.kit.times import date_words, local_day
from mainstay.kit.wall import day_at, zone_named
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.queries.counts import ledger
from mainstay.promises.queries.words import (
    Reader,
    Said,
    alarm,
    cable,
    capital,
    due_exact,
    is_late,
    is_near,
    row_state,
    whereabouts,
)

if TYPE_CHECKING:
    from mainstay.clients.models import Client

LATELY = timedelta(days=45)
MOST_OWED = 200
MOST_CLOSED = 100


@dataclass(frozen=True)
class Entry:
    """One promise in a band: its words, its day or state, where it leads."""

    promise: Promise
    text: str
    href: str
    state: str
    tone: str


@dataclass
class Band:
    """A stretch of time with both sides' promises."""

    heading: str
    settled: bool = False
    state: str = ""
    ours: list[Entry] = field(default_factory=list)
    theirs: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """The ledger as both sides read it, in ``language`` and by the clock of ``place``, the client's."""

    open: list[Band]
    closed: list[Band]
    third: list[Entry]
    language: str
    as_of: str
    place: str
    home: str
    manager: str
    us: str
    them: str
    whole: bool

    @property
    def some(self) -> bool:
        """Whether anything stands on it."""
        return bool(self.open or self.closed or self.third)


def language_for(client: Client, asked: str = "") -> str:
    """The language asked for, else the client's own, else the house's: the sheet is handed over to them."""
    return asked if asked in dict(LANGUAGES) else client.language or house().language


def sheet(client: Client, at: datetime, asked: str = "") -> Sheet:
    """Everything owed, by when, and what was closed lately: six queries, whatever is owed (R-B-45)."""
    language = language_for(client, asked)
    with override(language):
        return _sheet(client, Reader(language, client.zone, at))


def _sheet(client: Client, reader: Reader) -> Sheet:
    owed = ledger(client, most=MOST_OWED)
    bands: dict[str, Band] = {}
    closed: dict[str, Band] = {}
    for promise in sorted([*owed.we_owe, *owed.you_owe], key=lambda one: (one.due_at, one.pk)):
        _put(bands, _when(promise, reader), promise, reader, settled=False)
    done = list(_closed_lately(client, reader.today))
    for promise in done:
        _put(closed, _done_in(promise, reader), promise, reader, settled=True)
    home = house().name
    manager, face = _parties(client)
    return Sheet(
        open=list(bands.values()),
        closed=list(closed.values()),
        third=[entry(promise, reader) for promise in owed.third],
        language=reader.language,
        as_of=date_words(reader.today, reader.language, year=True),
        place=whereabouts(client, reader.language),
        home=home,
        manager=manager,
        us=", ".join(name for name in (home, manager) if name),
        them=", ".join(name for name in (client.name, face) if name),
        whole=len(owed.we_owe) + len(owed.you_owe) + len(owed.third) < MOST_OWED and len(done) < MOST_CLOSED,
    )


def _put(bands: dict[str, Band], heading: str, promise: Promise, reader: Reader, *, settled: bool) -> None:
    band = bands.setdefault(heading, Band(heading, settled))
    ours = promise.side == Promise.Side.OURS
    (band.ours if ours else band.theirs).append(entry(promise, reader))
    if not settled:
        state = cable(promise, reader)
        band.state = "parted" if "parted" in (state, band.state) else state or band.state


def _when(promise: Promise, reader: Reader) -> str:
    """The band of a promise still owed, by the client's days."""
    if is_late(promise, reader.at):
        return _("Past its date")
    today, due = reader.today, _day(promise, reader)
    sunday = today + timedelta(days=6 - today.weekday())
    month = format_date(due, "LLLL", reader.language)
    if due <= sunday:
        return _("This week")
    if (due.year, due.month) == (today.year, today.month):
        return _("Later in %(month)s") % {"month": month}
    if due - today < timedelta(days=92):
        return capital(month)
    return _("After that")


def _day(promise: Promise, reader: Reader) -> date:
    """The client's day on which it falls due, though it was promised by another clock."""
    last = promise.due_at if promise.due_time is not None else promise.due_at - timedelta(seconds=1)
    return local_day(last, reader.zone)


def _done_in(promise: Promise, reader: Reader) -> str:
    on = promise.closed_on or promise.due_on
    month = format_date(on, "LLLL", reader.language)
    return _("Closed in %(month)s") % {"month": month}


def entry(promise: Promise, reader: Reader) -> Entry:
    """One line of the ledger, in the same words for both readers: the client's own days and clock (R-B-45)."""
    said = _owed(promise, reader) if promise.is_owed else row_state(promise, reader, untold=False)
    return _entry(promise, said)


def line(promise: Promise, reader: Reader) -> Entry:
    """One line of what is owed, on the client's page, in the reader's own time."""
    return _entry(promise, row_state(promise, reader))


def _entry(promise: Promise, said: Said) -> Entry:
    if promise.is_owed and promise.side != Promise.Side.OURS:
        who = promise.owner_contact.address if promise.owner_contact else promise.owner_name
        said = Said(", ".join(part for part in (said.text, who) if part), said.tone)
    return Entry(promise, promise.text, addresses.of("promises:page", promise.pk), said.text, said.tone)


def _owed(promise: Promise, reader: Reader) -> Said:
    day = _due_words(promise, reader)
    if is_late(promise, reader.at):
        return Said(_("was due %(day)s") % {"day": day}, alarm(promise))
    if promise.due_on != promise.first_due_on:
        words = _("%(due)s, moved from %(day)s")
        day = words % {"due": day, "day": reader.on(promise.first_due_on)}
    return Said(day, "care" if is_near(promise, reader) else "muted")


def _due_words(promise: Promise, reader: Reader) -> str:
    """The day, and the time if one was told; by another clock than the client's with its place, and theirs beside."""
    if promise.due_zone != reader.zone:
        return due_exact(promise, reader)
    day = date_words(promise.due_on, reader.language, year=promise.due_on.year != reader.today.year)
    return day if promise.due_time is None else f"{day}, {promise.due_time:%H:%M}"


def on_the_sheet(client: Client, at: datetime) -> PromiseQuerySet:
    """Every promise of the sheet, in its order: owed by either side, by third parties, closed lately."""
    today = day_at(at, zone_named(client.zone))
    third = Q(side=Promise.Side.THIRD)
    rows = Promise.objects.counted().filter(Q(is_owed=True) | _lately(today) & ~third, client=client)
    part = Case(When(third, then=Value(1)), When(is_owed=True, then=Value(0)), default=Value(2))
    return rows.order_by(part, F("closed_on").desc(nulls_last=True), "due_at", "id")


def _lately(today: date) -> Q:
    return Q(closed_on__gte=today - LATELY)


def _closed_lately(client: Client, today: date) -> Iterable[Promise]:
    return (
        Promise.objects.counted()
        .filter(_lately(today), client=client)
        .exclude(side=Promise.Side.THIRD)
        .select_related("client", "owner", "owner_contact", "made_to")
        .order_by("-closed_on", "due_at", "id")[:MOST_CLOSED]
    )


def _parties(client: Client) -> tuple[str, str]:
    """Who speaks for us, and who decides there."""
    manager = Assignment.objects.filter(client=client, to_on=None, role=Assignment.Role.MANAGER)
    there = Affiliation.objects.filter(client=client, to_on=None).select_related("contact")
    face = there.order_by("-decides", "contact__sort_name", "id").first()
    return (
        manager.values_list("user__name", flat=True).first() or "",
        face.contact.address if face else "",
    )
