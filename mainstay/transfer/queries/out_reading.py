"""The pages of a client's ZIP that a person reads: what stands where, what is owed, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mainstay.clients.models import Affiliation, Client
from mainstay.clients.queries import look
from mainstay.clients.queries import out as clients_out
from mainstay.engagements.models import Engagement
from mainstay.house.models import house
from mainstay.kit import times
from mainstay.kit.wall import day_at, zone_named
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.queries import listing
from mainstay.promises.queries.words import Reader
from mainstay.transfer.queries import out_pages

if TYPE_CHECKING:
    from mainstay.house.models import User
    from mainstay.transfer.queries.out_client import Taken


def pages(client: Client, by: User, at: datetime, data: Sequence[Taken]) -> list[Taken]:
    """The page to begin with, the promises, the chronicle, and a text that says what is what."""
    from mainstay.transfer.queries.out_client import Taken

    read = [
        Taken("promises.html", _("every promise of both sides, to be read"), lambda: _promises(client, by, at)),
        Taken("chronicle.html", _("everything that happened, to be read"), lambda: _chronicle(client, by, at)),
    ]
    index = Taken("index.html", _("begin here"), lambda: _index(client, by, at, [*read, *data]))
    style = Taken("style.css", _("how the pages look"), lambda: iter((out_pages.STYLE.encode(),)))
    every = [index, *read, style, *data]
    readme = Taken("README.txt", _("this text"), lambda: _readme(client, at, every))
    return [readme, index, *read, style]


def _day(client: Client, at: datetime) -> str:
    return times.spoken(day_at(at, zone_named(client.zone)), year=True)


def _title(client: Client) -> str:
    return _("%(client)s, as %(house)s keeps it") % {"client": client.name, "house": house().name}


def _readme(client: Client, at: datetime, every: Sequence[Taken]) -> Iterator[bytes]:
    lines = [
        _title(client),
        _day(client, at),
        "",
        _("Everything that is kept about this client. Open index.html in any browser."),
        _("Nothing is fetched from outside."),
        _("Tables are UTF-8, columns parted by commas, days as year-month-day."),
        _("Where a cell would begin like a formula it begins with an apostrophe."),
        "",
        *(f"{taken.name}: {taken.words}" for taken in every),
    ]
    yield "\r\n".join([*lines, ""]).encode()


def _index(client: Client, by: User, at: datetime, others: Sequence[Taken]) -> Iterator[bytes]:
    owed = Promise.objects.owed().filter(client=client).order_by("due_at", "id")
    nothing = _("Nothing is open.")
    return out_pages.page(
        client.name,
        out_pages.sentence(_("As %(house)s keeps it, %(day)s.") % {"house": house().name, "day": _day(client, at)}),
        out_pages.terms(_facts(client)),
        out_pages.heading(pgettext("to the client", "We owe")),
        _table(owed.ours(), by, at, none=nothing),
        out_pages.heading(_("They owe")),
        _table(owed.theirs(), by, at, none=nothing),
        out_pages.heading(_("Third parties")),
        _table(owed.filter(side=Promise.Side.THIRD), by, at, none=nothing),
        out_pages.link("promises.html", _("Every promise, done or not")),
        out_pages.heading(_("Work")),
        _work(client),
        out_pages.heading(_("People")),
        _people(client),
        out_pages.heading(_("Served by")),
        _served_by(client, by, at),
        out_pages.link("chronicle.html", _("Everything that happened")),
        out_pages.heading(_("Files")),
        out_pages.files((taken.name, taken.words) for taken in others),
    )


def _facts(client: Client) -> list[tuple[str, str]]:
    return [
        (_("Our number for them"), client.reference),
        (_("Kind"), client.get_kind_display()),
        (_("Stage"), client.get_stage_display()),
        (_("Town"), client.town),
        (_("Country"), client.country),
        (_("Time zone"), client.zone),
        (_("Language"), client.get_language_display() if client.language else ""),
        (_("Since"), str(client.since_on or "")),
        (_("Laid aside"), client.archived_why),
        (_("Note"), client.note),
    ]


def _table(rows: PromiseQuerySet, by: User, at: datetime, *, none: str) -> Iterator[str]:
    reader = Reader.of(by, at)
    full = rows.select_related("client", "owner", "owner_contact", "made_to")
    heads = (_("What"), _("How it stands"), _("Due"), _("Whose word"), _("Owner"))
    told = (_told(promise, reader) for promise in full.iterator(chunk_size=1000))
    return out_pages.table(heads, told, none=none)


def _told(promise: Promise, reader: Reader) -> tuple[str, ...]:
    (row,) = listing.rows([promise], reader)
    return row.text, row.said.text, row.exact, row.side, row.owner


def _promises(client: Client, by: User, at: datetime) -> Iterator[bytes]:
    rows = Promise.objects.counted().filter(client=client).order_by("-due_at", "-id")
    none = _("Neither owes the other anything that is written down.")
    return out_pages.page(_("What we owe each other"), _back(client), _table(rows, by, at, none=none))


def _back(client: Client) -> Iterator[str]:
    return out_pages.link("index.html", client.name)


def _chronicle(client: Client, by: User, at: datetime) -> Iterator[bytes]:
    heads = (_("When"), _("What happened"))
    lines = clients_out.every_line(client, by, at)
    rows = ((line.exact, "\n".join((line.text, *line.beneath))) for line in lines)
    title = _("What happened with %(client)s") % {"client": client.name}
    return out_pages.page(title, _back(client), out_pages.table(heads, rows, none=_("Nothing has happened yet.")))


def _work(client: Client) -> Iterator[str]:
    rows = Engagement.objects.filter(client=client).order_by("name", "id")
    told = ((one.name, one.get_state_display(), one.outcome) for one in rows.iterator(chunk_size=1000))
    heads = (_("Name"), _("State"), _("What it is to do for them, in their words"))
    return out_pages.table(heads, told, none=_("Nothing is written down."))


def _people(client: Client) -> Iterator[str]:
    places = Affiliation.objects.filter(client=client).select_related("contact").prefetch_related("contact__ways")
    ordered = places.order_by("-decides", "contact__sort_name", "id")
    heads = (_("Name"), _("What they do there"), _("How to reach them"), _("There"))
    return out_pages.table(heads, _person(ordered), none=_("Nobody is written down yet."))


def _person(places: Iterable[Affiliation]) -> Iterator[tuple[str, ...]]:
    for place in places:
        person = look.person(place)
        ways = "\n".join(" ".join(filter(None, (way.value, way.label))) for way in place.contact.ways.all())
        yield person.name, "\n".join(filter(None, (person.said, person.language))), ways, person.times


def _served_by(client: Client, by: User, at: datetime) -> Iterator[str]:
    told = look.served_by(by, client, at.astimezone(zone_named(by.zone)).date())
    rows = [(one.name, one.said) for name in ("now", "before") for one in told[name]]  # type: ignore[attr-defined]
    return out_pages.table((_("Name"), _("Role")), rows, none=_("Nobody serves this client yet."))
