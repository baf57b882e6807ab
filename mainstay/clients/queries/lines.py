"""What the clients give to Today, to the exceptions and to the cracks: who is there for whom (R-A-34, R-B-54)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import HandOver, Leaving
from mainstay.clients.queries import handing, presence
from mainstay.clients.queries.presence import Away
from mainstay.house.models import User
from mainstay.house.queries.learned import rows_for
from mainstay.kit import times
from mainstay.kit.counting import count_of
from mainstay.kit.plug import Lines, Move, TodayLine

IN_DANGER, STANDS_IN, ASKED = 4, 7, 10  # places in the order of harm
SOON = timedelta(days=3)  # before the last day of somebody who leaves


@dataclass(frozen=True)
class There:
    """Of which kinds there are lines: asked in one query, so that a quiet day costs no more.

    ``alone`` counts the managers away whose clients have no deputy there, ``unmanaged`` clients with neither.
    """

    standing: bool = False
    handed: bool = False
    leaving: bool = False
    alone: int = 0
    unmanaged: int = 0

    @property
    def led(self) -> int:
        """How many lines stand with whoever heads them: one for each who is away, one for all that nobody manages."""
        return self.alone + (self.unmanaged > 0)


def _there(person: User, at: datetime, *, own: bool = True) -> There:
    """What there is to be said; with ``own`` what concerns the person, beside whom they head."""
    if not own and not person.is_head:
        return There()
    [row] = rows_for("clients.today", partial(_asked, own=own), person, at, like=(own,))
    return There(**row)


def _asked(person: User, at: datetime, *, own: bool) -> QuerySet[Any, Any]:
    day = times.local_day(at, person.zone)
    asked: dict[str, Any] = {}
    if own:
        asked["standing"] = Exists(presence.stands_in(person, day))
        asked["handed"] = Exists(HandOver.objects.waiting().filter(taker=person))
        asked["leaving"] = Exists(Leaving.objects.filter(done_at=None, taken_back_at=None))
    if person.is_head:
        asked["alone"] = count_of(presence.left_alone(person, day), distinct="user")
        asked["unmanaged"] = count_of(presence.unmanaged(person))
    return User.objects.filter(pk=person.pk).order_by().values(**asked)


def today(person: User, at: datetime) -> Lines:
    """For whom one stands in, what one was handed, who leaves; for a head, clients with nobody there (R-A-34)."""
    day = times.local_day(at, person.zone)
    there = _there(person, at)
    told = Lines(
        [
            *(_standing_in(person, day) if there.standing else ()),
            *(_handed(person, at) if there.handed else ()),
            *(_leaving(person, at) if there.leaving else ()),
            *_alone(person, day, there),
        ]
    )
    told.led = there.led
    return told


def exceptions(person: User, at: datetime) -> Lines:
    """Clients this person heads whom nobody looks after now: by who is away, and all that nobody manages (R-A-34)."""
    day = times.local_day(at, person.zone)
    return Lines(_alone(person, day, _there(person, at, own=False)))


def exceptions_count(person: User, at: datetime) -> int:
    """How many lines that is."""
    return _there(person, at, own=False).led


def cracks(person: User, at: datetime) -> Lines:
    """As the exceptions, and hand-overs that were not accepted: to this person, or at clients they head (R-B-54)."""
    return Lines([*exceptions(person, at), *_not_accepted(person, at)])


def _until(away: Away) -> str:
    return _("until %(day)s") % {"day": times.spoken(away.until, year=False)} if away.until else ""


# --- who stands in ---


def _standing_in(person: User, day: date) -> Iterator[TodayLine]:
    for away in presence.by_person(presence.stands_in(person, day), day):
        words = {"name": away.name, "n": away.clients, "client": away.client}
        if away.client:
            what = _("You stand in for %(name)s at %(client)s.") % words
        else:
            what = ngettext(
                "You stand in for %(name)s at %(n)d client.",
                "You stand in for %(name)s at %(n)d clients.",
                away.clients,
            )
        url = reverse("clients:standing_in")
        yield TodayLine(
            key=f"standing-in-{away.user_id}",
            order=STANDS_IN,
            kind=_("Standing in"),
            state="",
            client_id=None,
            client="",
            who=away.name,
            what=what % words,
            url=url,
            when=_until(away),
            main=Move(_("See what is open"), url),
            moves=[Move(_("Those you stand in for"), f"{reverse('clients:list')}?whose=deputy")],
            why=_("Whoever is away is not waited for: what they look after is yours to keep until they are back."),
            rule="R-A-34",
            tie=away.name,
            code="standing_in",
        )


# --- nobody there ---


def _alone(person: User, day: date, there: There) -> Iterator[TodayLine]:
    for away in presence.by_person(presence.left_alone(person, day), day) if there.alone else ():
        yield _nobody(f"alone-{away.user_id}", away.name, _alone_words(away), when=_until(away))
    if there.unmanaged:
        what = ngettext(
            "%(n)d client has neither a manager nor a deputy.",
            "%(n)d clients have neither a manager nor a deputy.",
            there.unmanaged,
        )
        yield _nobody("alone", _("Nobody"), what % {"n": there.unmanaged})


def _alone_words(away: Away) -> str:
    words = {"name": away.name, "n": away.clients, "client": away.client}
    if away.client and away.until:
        return _("%(name)s is away and no deputy is there: nobody looks after %(client)s.") % words
    if away.client:
        return _("%(name)s is no longer here and there is no deputy: nobody looks after %(client)s.") % words
    if away.until:
        sentence = ngettext(
            "%(name)s is away and no deputy is there: nobody looks after %(n)d client.",
            "%(name)s is away and no deputy is there: nobody looks after %(n)d clients.",
            away.clients,
        )
    else:
        sentence = ngettext(
            "%(name)s is no longer here and there is no deputy: nobody looks after %(n)d client.",
            "%(name)s is no longer here and there is no deputy: nobody looks after %(n)d clients.",
            away.clients,
        )
    return sentence % words


def _nobody(key: str, who: str, what: str, when: str = "") -> TodayLine:
    url = reverse("clients:unattended")
    return TodayLine(
        key=key,
        order=IN_DANGER,
        kind=_("Nobody there"),
        state="frayed",
        client_id=None,
        client="",
        who=who,
        what=what,
        url=url,
        when=when,
        main=Move(_("Say who looks after them"), url),
        moves=[Move(_("What was handed over"), reverse("clients:hand_overs"))],
        why=_("A client always has somebody who is there: their manager, or a deputy while the manager is away."),
        rule="R-A-34",
        tie=who,
        code="nobody_there",
    )


# --- handed over ---


def _handed(person: User, at: datetime) -> Iterator[TodayLine]:
    for row in handing.waiting_for(person):
        yield _waiting(row, at, person.zone, mine=True)


def _not_accepted(person: User, at: datetime) -> Iterator[TodayLine]:
    led = Exists(presence.led_by(person).filter(pk=OuterRef("client")).order_by())  # not all clients to these few
    rows = HandOver.objects.waiting().filter(Q(taker=person) | Q(giver=person) | led)
    for row in handing.batched(rows):
        yield _waiting(row, at, person.zone, mine=row["taker"] == person.pk)


def _handed_words(row: handing.Batched, *, mine: bool) -> str:
    words = {"giver": row["giver__name"], "taker": row["taker__name"], "client": row["first"], "n": row["count"]}
    if row["count"] == 1:
        what = (
            _("%(client)s was handed over to you. Say whether you have it.")
            if mine
            else _("%(client)s was handed over to %(taker)s, who has not accepted it yet.")
        )
    elif mine:
        what = ngettext(
            "%(n)d client was handed over to you. Say whether you have it.",
            "%(n)d clients were handed over to you. Say whether you have them.",
            row["count"],
        )
    else:
        what = ngettext(
            "%(n)d client was handed over to %(taker)s, who has not accepted it yet.",
            "%(n)d clients were handed over to %(taker)s, who has not accepted them yet.",
            row["count"],
        )
    return what % words


def _waiting(row: handing.Batched, at: datetime, zone: str, *, mine: bool) -> TodayLine:
    url = reverse("clients:hand_over_done", args=[row["batch"]])
    return TodayLine(
        key=str(row["batch"]),
        order=ASKED if mine else IN_DANGER,
        kind=_("Handed over"),
        state="" if mine else "frayed",
        client_id=None,
        client="",
        who=row["giver__name"],
        what=_handed_words(row, mine=mine),
        url=url,
        when=_("since %(when)s") % {"when": times.spoken(times.local_day(row["done_at"], zone), year=False)},
        urgency=(at - row["done_at"]).total_seconds() / 86400,
        main=Move(_("Answer"), url, "e") if mine else Move(_("Look at it"), url),
        moves=[Move(_("What was handed over"), reverse("clients:hand_overs"))],
        why=_("Between two people things fall through. Until it is accepted, a hand-over counts as a crack."),
        rule="R-B-54",
        owner=row["taker__name"],
        tie=row["giver__name"],
        code="handed_over",
    )


# --- somebody leaves ---


def _leaving(person: User, at: datetime) -> Iterator[TodayLine]:
    """Whoever leaves, who began it and the head of the team see how far it is; in danger from three days before."""
    rows = Leaving.objects.filter(done_at=None, taken_back_at=None).select_related("person__unit")
    day = times.local_day(at, person.zone)
    for leaving in rows.order_by("last_on", "pk"):
        if not (person.pk in (leaving.person_id, leaving.begun_by_id) or person.heads(leaving.person)):
            continue
        how_far = handing.progress(leaving, person)
        words = {"name": leaving.person.name, "ready": how_far.ready, "n": how_far.all}
        what = ngettext(
            "%(name)s leaves; %(ready)d of %(n)d client is ready to be handed over.",
            "%(name)s leaves; %(ready)d of %(n)d clients are ready to be handed over.",
            how_far.all,
        )
        near = leaving.last_on is not None and leaving.last_on - day <= SOON
        url = reverse("clients:leaving", args=[leaving.person_id])
        yield TodayLine(
            key=str(leaving.pk),
            order=IN_DANGER if near else ASKED,
            kind=_("Leaving"),
            state="frayed" if near else "",
            client_id=None,
            client="",
            who=leaving.person.name,
            what=what % words,
            url=url,
            when=_("last day %(day)s") % {"day": times.spoken(leaving.last_on, year=False)} if leaving.last_on else "",
            main=Move(_("Go on"), url),
            moves=[Move(leaving.person.name, reverse("house:person", args=[leaving.person_id]))],
            why=_("A client outlasts a colleague: each gets a successor, and hears of it before, not after."),
            rule="R-A-34",
            tie=leaving.person.name,
            code="leaving",
        )
