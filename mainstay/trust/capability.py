"""The plug of trust: the record, what clients are used to, the word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mainstay.kit.filtering import ClientFilter
from mainstay.kit.plug import Alarm, Capability, Lines, MenuEntry, Merges, Move, Panel, Words
from mainstay.promises.capability import SENTENCES as TOLD_OF_PROMISES
from mainstay.trust.models.record import Verdict
from mainstay.trust.queries.usual import declared
from mainstay.trust.queries.word import now

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User
    from mainstay.journal.actions import Told

RECORD: dict[str, Words] = {
    "trust.sized": _("%(by)s said what “%(about)s” is: %(text)s."),
    "trust.made_good": _("%(by)s noted that “%(about)s” was made good by “%(text)s”."),
    "trust.same_incident": _("%(by)s noted that “%(about)s” failed in the same incident as “%(text)s”."),
    "trust.excuse_asked": _("%(by)s asked that “%(about)s” count for nothing: %(text)s"),
    "trust.excused": _("%(by)s agreed, as the second person, that “%(about)s” counts for nothing: %(text)s"),
    "trust.excused_alone": _("%(by)s, alone here, agreed a day later that “%(about)s” counts for nothing: %(text)s"),
    "trust.weighing_taken_back": _("%(by)s took back what was said of how “%(about)s” weighs: %(text)s."),
    "trust.breach_declared": _("%(by)s declared a breach towards %(client)s: %(text)s"),
    "trust.breach_closed": _("%(by)s closed a breach; %(client)s confirmed it: %(text)s"),
    "trust.breach_annulled": _("%(by)s noted that a breach was declared in error: %(text)s"),
    "trust.standard_confirmed": _("%(by)s confirmed what the record goes by: %(text)s"),
    "trust.difference_settled": _("%(by)s looked at a verdict that its evidence did not give: %(text)s"),
}
USUAL = declared.SENTENCES
LISTENED: dict[str, Words] = {
    "trust.advised": _("%(by)s advised %(client)s: %(text)s"),
    "trust.advice_answered": _("%(by)s noted what %(client)s did with the advice “%(about)s”: %(text)s"),
    "trust.advice_came_to": _("%(by)s noted what came of the advice “%(about)s”: %(text)s"),
    "trust.advice_annulled": _("%(by)s marked the advice “%(about)s” as entered in error."),
    "trust.service_set": _("%(by)s set a standard of service: %(text)s"),
    "trust.service_ended": _("%(by)s ended a standard of service: %(text)s"),
    "trust.service_noted": _("%(by)s noted how “%(about)s” went with %(client)s: %(text)s"),
    "trust.service_approved": _("%(by)s approved an exception from “%(about)s” with %(client)s: %(text)s"),
    "trust.service_approved_alone": _(
        "%(by)s, alone here, approved a day later an exception from “%(about)s” with %(client)s: %(text)s"
    ),
    "trust.service_annulled": _("%(by)s marked what was noted of “%(about)s” as entered in error."),
    "trust.our_view_said": _("It was noted how it is to work for a client."),
    "trust.our_view_acted_on": _("%(by)s noted what is done to protect one of us."),
}
WORD: dict[str, Words] = {
    "trust.word_said": _("%(by)s noted whether %(client)s trusts us: %(text)s"),
    "trust.signed": _("%(client)s chose to do business with us: trusted."),
    "trust.unsigned": _("The first order of %(client)s was entered in error: that they chose us is taken back."),
    "trust.word_stays": _("The first order of %(client)s was entered in error; what was said of trust since stays."),
    "trust.noticed": _("%(by)s noticed with %(client)s: %(text)s"),
    "trust.given": _("%(by)s noted what %(client)s was given to decide by: %(text)s"),
    "trust.not_asked": _("%(by)s noted that we have not asked %(client)s what they think."),
    "trust.asked": _("%(by)s asked %(client)s what they think: %(text)s"),
    "trust.word_kept": _("%(by)s left trust of %(client)s as it is, against the record: %(text)s"),
    "trust.may_be_named": _("%(by)s noted that %(client)s may be named to others: %(text)s"),
    "trust.named_no_more": _("%(by)s noted that %(client)s is not to be named to others any more."),
    "trust.sheet_made": _("%(by)s counted our deliveries for %(client)s."),
    "trust.sheet_ended": _("%(by)s ended the link to what was counted for %(client)s."),
}
SENTENCES = {**RECORD, **USUAL, **WORD, **LISTENED}


def weigh(told: Sequence[Told]) -> None:
    """Something happened to promises: what it weighs, for the record."""
    from mainstay.trust.actions.record import deriving

    deriving.weigh(told)


def taken_in(told: Sequence[Told]) -> None:
    """Promises came in from a file."""
    from mainstay.trust.actions import incoming

    incoming.taken_in(told)


def annulled(told: Sequence[Told]) -> None:
    """Promises were entered in error."""
    from mainstay.trust.actions import incoming

    incoming.annulled(told)


def signing(told: Sequence[Told]) -> None:
    """A client may have chosen to do business with us."""
    from mainstay.trust.actions.word import signing

    signing.hear(told)


def succeeding(told: Sequence[Told]) -> None:
    """Somebody else serves a client."""
    from mainstay.trust.actions.usual import succeeding

    succeeding.hear(told)


HEARS_LISTS = {"promises.taken_in": taken_in, "promises.taken_in_again": taken_in, "promises.annulled": annulled}
HEARS_WORD = dict.fromkeys(("clients.stage_set", "engagements.begun", "engagements.state_set"), signing)
HEARS_RECORD = dict.fromkeys(TOLD_OF_PROMISES, weigh)


def tick(at: datetime) -> None:
    """What was put aside is read, what became overdue counts, silence ends strands, the night checks (TV-11, TV-52);
    what clients are used to is read again, and what was announced for today ends (R-A-13, R-A-14)."""
    from mainstay.trust.actions.record import checking, deriving, folding
    from mainstay.trust.actions.usual import reducing, watching

    deriving.catch_up(at=at)
    folding.let_lapse(at=at)
    watching.keep_watch(at)
    reducing.carry_out(at)
    checking.check_some(at=at)


def alarms(person: User) -> Iterable[Alarm]:
    """To whoever runs the house: a stored verdict that its evidence does not give (TV-52)."""
    from mainstay.trust.queries.record import alarm

    return alarm.alarms(person)


def merges() -> Merges:
    """What happens to the record and to what they are used to when two clients are one."""
    from mainstay.trust.actions import merging

    return merging.merges()


def today(person: User, at: datetime) -> Lines:
    """What this person must do: where clients get less, what must be told before it ends, what trust waits for."""
    from mainstay.trust.queries import today as read

    return read.lines(person, at)


def exceptions(person: User, at: datetime) -> Lines:
    """Who gets less than they are used to, of the clients this person heads (R-A-13)."""
    from mainstay.trust.queries.usual import today as read

    return read.exceptions(person, at)


def exceptions_count(person: User, at: datetime) -> int:
    """How much of it there is."""
    from mainstay.trust.queries.usual import today as read

    return read.exceptions_count(person, at)


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """What the client’s page says: whether they trust us and why, take our advice, what they are used to."""
    from mainstay.trust.queries import advised
    from mainstay.trust.queries.usual import lists
    from mainstay.trust.queries.word import said

    yield from said.panels(person, client, at)
    yield from advised.panels(person, client, at)
    yield from lists.panels(person, client, at)


def moves(person: User, client: Client, at: datetime) -> Iterable[Move]:
    """The button at the head of the client’s page: the record, with its reasons."""
    yield Move(_("The record"), reverse("trust:record", args=[client.pk]))


def watches(told: Sequence[Any]) -> None:
    """Something happened that clients may get used to."""
    from mainstay.trust.actions.usual import watching

    watching.hear(told)


def used_to(kind: str, clients: Sequence[UUID], at: datetime) -> Mapping[UUID, Sequence[str]]:
    """What of one kind clients are used to, for the page that would change it (R-A-14)."""
    from mainstay.trust.queries.usual import used

    return used.in_sentences(kind, clients, at)


capability = Capability(
    name="trust",
    menu=(
        MenuEntry(_("Below custom"), "trust:below", "adjust", order=75, right="promises.keep"),
        MenuEntry(_("Standards"), "trust:service", "check", order=78, right="promises.deliver"),
        MenuEntry(_("How it is for us"), "trust:ours", "person", order=88, right="promises.deliver"),
    ),
    today=today,
    exceptions=exceptions,
    exceptions_count=exceptions_count,
    client_panels=panels,
    client_moves=moves,
    client_filters=(ClientFilter("trust", _("Trust"), dict(Verdict.choices), now.with_word),),
    watches=watches,
    feeds=declared.FEEDS,
    reducibles=declared.REDUCIBLES,
    used_to=used_to,
    api="mainstay.trust.api:router",
    api_prefix="/trust",
    urls="mainstay.trust.urls",
    url_prefix="trust/",
    commands={
        "trust": "mainstay.trust.cli.gathered:trust",
        "usual": "mainstay.trust.cli.usual:usual",
        "below-custom": "mainstay.trust.cli.usual:below",
        "notice": "mainstay.trust.cli.usual:notice",
        "extra": "mainstay.trust.cli.usual:extra",
        "used-to": "mainstay.trust.cli.usual:used_to",
        "ending": "mainstay.trust.cli.usual_ends:ending",
        "understood": "mainstay.trust.cli.usual_ends:understood",
        "lesson": "mainstay.trust.cli.usual_ends:lesson",
        "service": "mainstay.trust.cli.service:service",
    },
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    hears={**HEARS_RECORD, **HEARS_WORD, "clients.assigned": succeeding, **HEARS_LISTS},
    tick=tick,
    alarms=alarms,
    merges=merges,
)
