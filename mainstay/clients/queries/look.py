"""What the page of one client shows of itself: the people, who serves them, the latest of the chronicle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.db.models import DateField, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mainstay.clients.models import Affiliation, Assignment, Client, Contact, Reach
from mainstay.clients.queries.chronicle import latest
from mainstay.clients.queries.merged import Merged, merged_into
from mainstay.house.models import Absence
from mainstay.house.queries import taking_out
from mainstay.house.rules import rights
from mainstay.kit import addresses, times
from mainstay.kit.plug import Panel
from mainstay.kit.prepared import Slot, prepared

if TYPE_CHECKING:
    from mainstay.house.models import User

LATEST = 6
R = Assignment.Role


@dataclass(frozen=True)
class Person:
    """Somebody there, in sentences: how to address them comes first (R-A-28)."""

    affiliation: Affiliation
    name: str
    said: str
    language: str
    times: str
    details: bool
    phones: list[Reach]
    mails: list[Reach]
    merged: list[Merged]
    change_url: str
    leave_url: str


@dataclass(frozen=True)
class Server:
    """Somebody of ours who serves this client, in sentences; absence is said (R-A-34)."""

    assignment: Assignment
    name: str
    said: str
    away: str
    end_url: str  # empty where this reader may not end it


def panels(user: User, client: Client, at: datetime) -> Iterable[Panel]:
    """People, who serves them, and at the side the chronicle."""
    today = at.astimezone(ZoneInfo(user.zone)).date()
    there = places(client)
    merged = merged_into([place.contact_id for place in there], user)
    people = [person(place, merged.get(place.contact_id, ())) for place in there]
    writes = user.may(rights.WRITE_CLIENTS) and not client.archived
    yield Panel(
        heading=gettext_lazy("People"),
        template="clients/_people.html",
        context={
            "people": [one for one in people if one.affiliation.to_on is None],
            "gone": [one for one in people if one.affiliation.to_on is not None],
            "writes": writes,
            "client": client,
            "cards": user.may(rights.TAKE_OUT),
            "take_out": taking_out.links(
                user, "clients:people", client.pk, forms=("csv", "xlsx", "vcf"), there=bool(people)
            ),
        },
        order=60,
    )
    yield Panel(
        heading=gettext_lazy("Served by"),
        template="clients/_served_by.html",
        context=served_by(user, client, today),
        order=70,
    )
    told, more = latest(client, user, at, most=LATEST)
    yield Panel(
        heading=gettext_lazy("Chronicle"),
        template="clients/_chronicle.html",
        context={
            "lines": told,
            "more_url": addresses.of("clients:chronicle", client.pk),
            "more": more,
        },
        order=10,
        side=True,
    )


def places(client: Client) -> list[Affiliation]:
    """The people there, who decides first, with their ways."""
    return _places(client=client.pk)


@prepared(client=UUIDField())
def _places(client: Slot) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.filter(client=client).select_related("contact").prefetch_related("contact__ways")
    return rows.order_by("-decides", "contact__sort_name", "id")


def person(place: Affiliation, merged: Sequence[Merged] = ()) -> Person:
    """Who somebody is, their greeting, how and when to reach them; what is not known is said (R-A-29)."""
    contact = place.contact
    there = _from_to(place.from_on, place.to_on)
    ways = list(contact.ways.all())
    return Person(
        affiliation=place,
        name=contact.address,
        said=" ".join(part for part in (_who(place), _greeting(contact), _reach(contact)) if part),
        language=contact.get_language_display() if contact.language else "",
        times=there,
        details=bool(ways or contact.language or there),
        phones=[way for way in ways if way.kind == Reach.Kind.PHONE],
        mails=[way for way in ways if way.kind == Reach.Kind.MAIL],
        merged=list(merged),
        change_url=addresses.of("clients:change_contact", place.pk),
        leave_url=addresses.of("clients:leave", place.pk),
    )


def _who(place: Affiliation) -> str:
    contact = place.contact
    full = f"{contact.title} {contact.name}".strip() if contact.title else contact.name
    words = [full] if contact.address != full else []
    words += [place.role] if place.role else []
    words += [_("decides")] if place.decides else []
    said = ", ".join(words)
    return f"{_capital(said)}." if said else ""


def _greeting(contact: Contact) -> str:
    if contact.salutation and contact.addressed_as:
        return _("“%(greeting)s”.") % {"greeting": contact.salutation}
    if contact.addressed_as:
        return ""
    if contact.salutation:
        return _("“%(greeting)s”; how they wish to be addressed is not known.") % {"greeting": contact.salutation}
    return _("How they wish to be addressed is not known.")


def _reach(contact: Contact) -> str:
    how = [contact.get_channel_display()] if contact.channel else []
    how += [contact.hours] if contact.hours else []
    said = ", ".join(how)
    return f"{_capital(said)}." if said else ""


def _from_to(from_on: date | None, to_on: date | None) -> str:
    if from_on and to_on:
        return _("from %(first)s to %(last)s") % {
            "first": times.spoken_short(from_on),
            "last": times.spoken_short(to_on),
        }
    if to_on:
        return _("until %(last)s") % {"last": times.spoken_short(to_on)}
    return _("since %(first)s") % {"first": times.spoken_short(from_on)} if from_on else ""


def served_by(user: User, client: Client, today: date) -> dict[str, object]:
    """Who of us serves this client now, and who did; with absences."""
    every = _servers(client=client.pk, today=today)
    place = {role: number for number, role in enumerate(R.values)}
    now = sorted((one for one in every if one.to_on is None), key=lambda one: place[one.role])
    own = any(one.role == R.MANAGER and one.user_id == user.pk for one in now)
    ends: set[str] = set()
    if not client.archived and (user.may(rights.ASSIGN) or own):
        ends = {R.DEPUTY, R.HELPER} | ({R.SPONSOR} if user.may(rights.ASSIGN) else set())
    return {
        "now": [server(one, one.away_to, today, ends=ends) for one in now],
        "before": [server(one, None, today, ends=set()) for one in reversed(every) if one.to_on is not None],
        "names": bool(ends),
        "client": client,
    }


@prepared(client=UUIDField(), today=DateField())
def _servers(client: Slot, today: Slot) -> QuerySet[Assignment, Any]:
    away = Absence.objects.filter(user=OuterRef("user"), from_on__lte=today, to_on__gte=today).order_by("-to_on")
    rows = Assignment.objects.filter(client=client).select_related("user").order_by("from_on", "id")
    return rows.annotate(away_to=Subquery(away.values("to_on")[:1]))


def server(one: Assignment, away_to: date | None, today: date, *, ends: Collection[str]) -> Server:
    """Since when, as what, why; away until when."""
    said = f"{_capital(str(R(one.role).label))} {_from_to(one.from_on, one.to_on)}"
    why = f": {one.why.rstrip('.')}" if one.why else ""
    return Server(
        assignment=one,
        name=one.user.name,
        said=f"{said}{why}.",
        away=_("Away until %(day)s.") % {"day": times.spoken_near(away_to, today)} if away_to else "",
        end_url=addresses.of("clients:unassign", one.pk) if one.role in ends else "",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def wall_clock(client: Client, at: datetime) -> str:
    """What the clock on their wall shows: “Cork, now 17:20” (R-A-40)."""
    language = get_language() or "en"
    place = client.town or get_timezone_location(client.zone, locale=language, return_city=True)
    return _("%(place)s, now %(time)s") % {
        "place": place,
        "time": f"{at.astimezone(ZoneInfo(client.zone)):%H:%M}",
    }
