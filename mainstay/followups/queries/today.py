"""What follow-ups give to Today: on its day each stands with whoever looks after the client then (R-B-34)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mainstay.clients.models import Affiliation, Assignment, Contact
from mainstay.clients.queries import presence
from mainstay.followups.models import FollowUp, FollowUpQuerySet
from mainstay.house.models import User
from mainstay.house.queries.learned import rows_for
from mainstay.house.rules import rights
from mainstay.kit import times
from mainstay.kit.counting import count_of
from mainstay.kit.plug import Lines, Move, TodayLine

ORDER = 9  # the place of follow-ups in the order of harm (R-A-22)
MOST = 100
R = Assignment.Role


def of_person(person: User, day: date) -> FollowUpQuerySet:
    """Due with the clients this person manages, and with those whose manager is not there and whose deputy they are."""
    there = Assignment.objects.now().filter(client=OuterRef("client"), role=R.MANAGER).exclude(presence.not_there(day))
    mine = Assignment.objects.now().filter(Q(role=R.MANAGER) | Q(role=R.DEPUTY) & ~Exists(there), user=person)
    return _kept(FollowUp.objects.due_on(day).visible_to(person).filter(client__in=mine.values("client_id")))


def of_head(person: User, day: date) -> FollowUpQuerySet:
    """Due with clients this person heads whom neither a manager nor a deputy looks after today."""
    alone = presence.unattended(person, day).order_by().values("pk")
    return _kept(FollowUp.objects.due_on(day).filter(client__in=alone))  # few clients lead to what is due with them


def _kept(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    return rows.filter(client__archived_at=None)


def lines(person: User, at: datetime) -> Lines:
    """What this person is to ask today: at most 100 lines, the rest counted. Three queries at most.

    Whoever heads others is told in the first of them how many exceptions there are; it is the only one where no
    line is due.
    """
    if not person.is_head:
        return _lines("followups.lines", of_person, person, at)
    [found] = rows_for("followups.today", _asked, person, at)
    told = _lines("followups.lines", of_person, person, at) if found["due"] else Lines()
    told.led = found["led"]
    return told


def _asked(person: User, at: datetime) -> QuerySet[Any, Any]:
    day = times.local_day(at, person.zone)
    asked = {"due": Exists(of_person(person, day).order_by()), "led": count_of(of_head(person, day))}
    return User.objects.filter(pk=person.pk).order_by().values(**asked)


def exceptions(person: User, at: datetime) -> Lines:
    """What nobody who is there would ask, at the clients this person heads."""
    return _lines("followups.exceptions", of_head, person, at)


def exceptions_count(person: User, at: datetime) -> int:
    """How many of those there are."""
    return of_head(person, times.local_day(at, person.zone)).count() if person.is_head else 0


def _lines(name: str, due: Callable[[User, date], FollowUpQuerySet], person: User, at: datetime) -> Lines:
    found = rows_for(name, partial(_first, due), person, at)
    shown = found[:MOST]
    more = due(person, times.local_day(at, person.zone)).count() - MOST if len(found) > MOST else 0
    people = people_of({one.client_id for one in shown})
    said = [_line(one, whom(one, people), person, at) for one in shown]
    return Lines(said, more={ORDER: more} if more else {})


def _first(due: Callable[[User, date], FollowUpQuerySet], person: User, at: datetime) -> FollowUpQuerySet:
    rows = due(person, times.local_day(at, person.zone))
    return rows.select_related("client", "promise__made_to", "engagement").order_by("due_on", "id")[: MOST + 1]


def _line(one: FollowUp, asked: Asked, person: User, at: datetime) -> TodayLine:
    today = times.local_day(at, person.zone)
    here = reverse("followups:page", args=[one.pk])
    who = asked.contact.address if asked.contact else one.client.name
    label = _("Ask %(who)s") % {"who": who} if asked.contact else _("Choose whom to ask")
    moves = [Move(_("Ask later"), reverse("followups:put_off", args=[one.pk]), "m")]
    when = _("since %(when)s") if one.due_on < today else "%(when)s"
    return TodayLine(
        key=str(one.pk),
        order=ORDER,
        kind=_("Follow-up"),
        state="",
        client_id=one.client_id,
        client=one.client.name,
        who=who,
        what=_what(one, asked, today),
        url=url_of(one),
        when=when % {"when": times.day_words(one.due_on, today, get_language() or "en")},
        exact=times.spoken(one.due_on, year=True),
        urgency=float((today - one.due_on).days),
        tie=one.client.order_name,
        main=Move(label, here, "e") if person.may(rights.DELIVER) else None,
        moves=moves if person.may(rights.DELIVER) else [],
        why=_("What was delivered shows its worth later. It is asked about on its day, whoever looks after them then."),
        rule="R-B-34",
        code="followup",
        about=one.name,
        about_id=one.promise_id or one.engagement_id,
        due_on=one.due_on,
    )


def url_of(one: FollowUp) -> str:
    """Where what is asked about stands."""
    if one.promise_id is not None:
        return reverse("promises:page", args=[one.promise_id])
    return reverse("engagements:page", args=[one.engagement_id])


def _what(one: FollowUp, asked: Asked, today: date) -> str:
    if one.about == FollowUp.About.OUTCOME and one.engagement is not None:
        words = {"name": one.engagement.name, "outcome": " ".join(one.engagement.outcome.split())}
        said = _("Everything under “%(name)s” is delivered. Did it do what it was to do: “%(outcome)s”?") % words
    elif one.promise is not None and one.promise.delivered_on is not None:
        words = {"name": one.promise.text, "day": times.spoken_short(one.promise.delivered_on, today)}
        said = _("“%(name)s” was delivered on %(day)s: ask how it went.") % words
    else:
        said = _("Ask how “%(name)s” went.") % {"name": one.name}
    return f"{said} {asked.said}" if asked.said else said


# --- whom to ask ---------------------------------


@dataclass(frozen=True)
class Asked:
    """Whom to ask; ``said`` tells that whoever it was for has left, and that somebody is to be chosen."""

    contact: Contact | None
    said: str = ""


def people_of(clients: Iterable[UUID]) -> dict[UUID, list[Affiliation]]:
    """Who is there now at each client, who decides first. One query."""
    found: dict[UUID, list[Affiliation]] = {}
    wanted = list(clients)
    if not wanted:
        return found
    rows = Affiliation.objects.now().filter(client__in=wanted).select_related("contact")
    for place in rows.order_by("-decides", "contact__sort_name", "id"):
        found.setdefault(place.client_id, []).append(place)
    return found


def whom(one: FollowUp, people: Mapping[UUID, list[Affiliation]]) -> Asked:
    """To whom it was promised, if they are still there; where they left, nobody is guessed (R-B-34).

    Where it was promised to nobody by name: who decides there, or the only one.
    """
    there = people.get(one.client_id, [])
    meant = one.promise.made_to if one.promise is not None else None
    if meant is not None:
        if any(place.contact_id == meant.pk for place in there):
            return Asked(meant)
        return Asked(None, _("%(name)s is no longer there: whom will you ask?") % {"name": meant.address})
    if there and (there[0].decides or len(there) == 1):
        return Asked(there[0].contact)
    return Asked(None, "" if there else _("Nobody there is known yet."))
