"""What of the ledger leaves the house as a file: the list as it is filtered, one client's, a calendar of due days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from mainstay.house.rules import rights
from mainstay.kit.calendars import Entry, write_events
from mainstay.kit.listings import file_name
from mainstay.kit.lists import Column, Outgoing, listed
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.queries import bands
from mainstay.promises.queries.listing import whose_word
from mainstay.promises.queries.words import Reader, capital

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User
    from mainstay.promises.queries.listing import Wanted

CHUNK = 1000
_OVER = {True: "yes", False: "no", None: None}


def columns(user: User, at: datetime) -> tuple[Column[Promise], ...]:
    """What is seen on the page first, then the rest of the record; amounts only for whoever may see them (R-X-3)."""
    return (*_seen(Reader("en", user.zone, at)), *_KEPT, *(_AMOUNTS if user.may(rights.SEE_MONEY) else ()))


def _seen(reader: Reader) -> tuple[Column[Promise], ...]:
    """As the list shows it: what, how it stands, whose word, client, owner."""
    return (
        Column("title", _("What"), lambda promise: promise.text),
        Column("stands", _("How it stands"), lambda promise: "annulled" if promise.annulled_at else promise.outcome),
        Column("due", _("Due"), lambda promise: promise.due_on),
        Column("days_late", _("Days late"), lambda promise: promise.late_on(reader.today_for(promise))),
        Column("side", _("Whose word"), lambda promise: promise.side),
        Column("client", _("Client"), lambda promise: promise.client.name),
        Column("owner", _("Owner"), lambda promise: promise.owner.name if promise.owner else ""),
    )


def _their_person(promise: Promise) -> str:
    """Who of theirs, or which third party, owes it; whom we promised it."""
    if promise.side == Promise.Side.OURS:
        return promise.made_to.name if promise.made_to else ""
    return promise.owner_contact.name if promise.owner_contact else promise.owner_name


# Named as a list of promises that is taken in names them.
_KEPT: tuple[Column[Promise], ...] = (
    Column("contact", _("Their person"), _their_person),
    Column("reference", _("Reference"), lambda promise: promise.reference),
    Column("engagement", _("Engagement"), lambda promise: promise.engagement.name if promise.engagement else ""),
    Column("kind", _("Kind of thing"), lambda promise: promise.kind.name if promise.kind else ""),
    Column("made", _("Made on"), lambda promise: promise.made_on),
    Column("due_time", _("Time"), lambda promise: promise.due_time and f"{promise.due_time:%H:%M}"),
    Column("due_zone", _("Time zone"), lambda promise: promise.due_zone),
    Column("first_due", _("First promised for"), lambda promise: promise.first_due_on),
    Column("delivered", _("Delivered on"), lambda promise: promise.delivered_on),
    Column("over_budget", _("Over budget"), lambda promise: _OVER[promise.over_budget]),
    Column("accepted", _("Satisfactory"), lambda promise: promise.satisfaction),
    Column("known_from", _("How we know"), lambda promise: promise.known_from),
    Column("told_at", _("Client told"), lambda promise: promise.told_at),
    Column("outcome", _("So that"), lambda promise: promise.outcome_wanted),
    Column("good_when", _("Good when"), lambda promise: promise.acceptance),
    Column("ended_why", _("Why it ended"), lambda promise: promise.ended_why),
    Column("annulled_why", _("Why it was an error"), lambda promise: promise.annulled_why),
    Column("mainstay_id", _("Id"), lambda promise: str(promise.pk)),
)
_AMOUNTS: tuple[Column[Promise], ...] = (
    Column("budget", _("Agreed price"), lambda promise: promise.budget),
    Column("cost", _("Charged"), lambda promise: promise.cost),
    Column("currency", _("Currency"), lambda promise: promise.currency),
)


def promises(user: User, wanted: Wanted, at: datetime, *, codes: bool = False) -> Outgoing:
    """The records of the list as it is filtered and ordered, on all its pages."""
    return _of(wanted.in_order(user, at), user, at, "promises", codes=codes)


def ledger(client: Client, user: User, at: datetime, *, codes: bool = False) -> Outgoing:
    """What both sides owe each other, and what was closed lately: as the sheet of this client shows it (R-B-45)."""
    return _of(bands.on_the_sheet(client, at), user, at, _named("ledger", client), codes=codes)


def every_one_seen(user: User, at: datetime, *, codes: bool = False) -> Outgoing:
    """Every promise that counts of the clients this person may see."""
    rows = Promise.objects.visible_to(user).counted().order_by("due_at", "id")
    return _of(rows, user, at, "promises", codes=codes)


def still_owed(client: Client, user: User, at: datetime) -> Outgoing:
    """What both sides of one client still owe."""
    rows = Promise.objects.owed().filter(client=client).order_by("due_at", "id")
    return _of(rows, user, at, _named("calendar", client), codes=False)


def _named(what: str, client: Client) -> str:
    """“ledger-atlas-gmbh”."""
    return file_name(what, "", "", unsaid="", client=client.name)


def every_one_of(client: Client, user: User, at: datetime, *, codes: bool = False) -> Outgoing:
    """All that was ever promised to or by one client, what was entered in error too."""
    rows = Promise.objects.filter(client=client).order_by("due_at", "id")
    return _of(rows, user, at, "promises", codes=codes)


def _of(rows: PromiseQuerySet, user: User, at: datetime, name: str, *, codes: bool) -> Outgoing:
    full = rows.select_related("client", "owner", "owner_contact", "made_to", "engagement", "kind")
    return listed(
        name,
        columns(user, at),
        lambda: full.iterator(chunk_size=CHUNK),
        count=rows.count,
        codes=codes,
        ics=lambda: calendar(full.iterator(chunk_size=CHUNK), at),
    )


def calendar(promises: Iterator[Promise], at: datetime) -> Iterator[bytes]:
    """Promises as events on the days on which they are due, at their time where one was told."""
    return write_events(_event(promise, at) for promise in promises)


def _event(promise: Promise, at: datetime) -> Entry:
    day: date = promise.due_on
    moment = None
    if promise.due_time is not None:
        zone = ZoneInfo(promise.due_zone)
        moment = datetime.combine(day, promise.due_time, tzinfo=zone).astimezone(UTC)
    return Entry(
        uid=promise.pk.urn,
        summary=f"{promise.client.name}: {promise.text}",
        description=capital(whose_word(promise)),
        stamp=at,
        start=moment or day,
        end=moment or day + timedelta(days=1),
        categories=(promise.client.name,),
    )
