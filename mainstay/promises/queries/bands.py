"""The ledger of one client in bands of time: we owe, you owe, so that both sides compare across (R-B-45)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.models import Affiliation, Assignment
from mainstay.kit.times import date_words
from mainstay.kit.wall import day_at, zone_named
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.queries.counts import ledger
from mainstay.promises.queries.words import Reader, Said, alarm, cable, capital, is_late, is_near, row_state

if TYPE_CHECKING:
    from mainstay.clients.models import Client

LATELY = timedelta(days=45)
MOST_CLOSED = 100


@dataclass(frozen=True)
class Entry:
    """One promise in a band: its words, its day or state, where it leads."""

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
    """The ledger as both sides read it."""

    open: list[Band]
    closed: list[Band]
    third: list[Entry]
    us: str
    them: str


def sheet(client: Client, reader: Reader) -> Sheet:
    """Everything owed, by when, and what was closed lately: five queries, whatever is owed."""
    owed = ledger(client)
    today = day_at(reader.at, zone_named(client.zone))
    bands: dict[str, Band] = {}
    closed: dict[str, Band] = {}
    for promise in sorted([*owed.we_owe, *owed.you_owe], key=lambda one: (one.due_at, one.pk)):
        _put(bands, _when(promise, today, reader), promise, reader, settled=False)
    for promise in _closed_lately(client, today):
        _put(closed, _done_in(promise, reader), promise, reader, settled=True)
    us, them = _parties(client)
    third = [entry(promise, reader) for promise in owed.third]
    return Sheet(list(bands.values()), list(closed.values()), third, us, them)


def _put(bands: dict[str, Band], heading: str, promise: Promise, reader: Reader, *, settled: bool) -> None:
    band = bands.setdefault(heading, Band(heading, settled))
    ours = promise.side == Promise.Side.OURS
    (band.ours if ours else band.theirs).append(entry(promise, reader))
    if not settled:
        state = cable(promise, reader)
        band.state = "parted" if "parted" in (state, band.state) else state or band.state


def _when(promise: Promise, today: date, reader: Reader) -> str:
    """The band of a promise still owed."""
    if is_late(promise, reader.at):
        return _("Past its date")
    sunday = today + timedelta(days=6 - today.weekday())
    month = format_date(promise.due_on, "LLLL", reader.language)
    if promise.due_on <= sunday:
        return _("This week")
    if (promise.due_on.year, promise.due_on.month) == (today.year, today.month):
        return _("Later in %(month)s") % {"month": month}
    if promise.due_on - today < timedelta(days=92):
        return capital(month)
    return _("After that")


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
    return Entry(promise.text, reverse("promises:page", args=[promise.pk]), said.text, said.tone)


def _owed(promise: Promise, reader: Reader) -> Said:
    day = date_words(promise.due_on, reader.language, year=promise.due_on.year != reader.today.year)
    if promise.due_time is not None:
        day = f"{day}, {promise.due_time:%H:%M}"
    if is_late(promise, reader.at):
        return Said(_("was due %(day)s") % {"day": day}, alarm(promise))
    if promise.due_on != promise.first_due_on:
        words = _("%(due)s, moved from %(day)s")
        day = words % {"due": day, "day": reader.on(promise.first_due_on)}
    return Said(day, "care" if is_near(promise, reader) else "muted")


def on_the_sheet(client: Client, at: datetime) -> PromiseQuerySet:
    """The promises of the ledger as both sides read it: owed, and closed lately."""
    today = day_at(at, zone_named(client.zone))
    lately = Q(closed_on__gte=today - LATELY) & ~Q(side=Promise.Side.THIRD)
    return Promise.objects.counted().filter(Q(is_owed=True) | lately, client=client)


def _closed_lately(client: Client, today: date) -> Iterable[Promise]:
    return (
        Promise.objects.counted()
        .filter(client=client, closed_on__gte=today - LATELY)
        .exclude(side=Promise.Side.THIRD)
        .select_related("client", "owner", "owner_contact", "made_to")
        .order_by("-closed_on", "-due_at", "id")[:MOST_CLOSED]
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
