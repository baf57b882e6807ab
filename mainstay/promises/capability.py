"""The plug of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import (
    Capability,
    ClientFacts,
    Deliverables,
    Finds,
    HandsOver,
    Lines,
    MenuEntry,
    Merges,
    Move,
    Panel,
)
from mainstay.promises.rules import POLICY

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.engagements.models import Engagement
    from mainstay.house.models import User
    from mainstay.kit.listings import Listing


def today(person: User, at: datetime) -> Lines:
    """What this person must do about promises."""
    from mainstay.promises.queries import today as read

    return read.lines(person, at)


def exceptions(person: User, at: datetime) -> Lines:
    """What is amiss with the clients this person heads."""
    from mainstay.promises.queries import today as read

    return read.exceptions(person, at)


def exceptions_count(person: User, at: datetime) -> int:
    """How much of it there is."""
    from mainstay.promises.queries import today as read

    return read.exceptions_count(person, at)


def cracks(person: User, at: datetime) -> Lines:
    """What fell between two people."""
    from mainstay.promises.queries import cracks as read

    return read.lines(person, at)


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """What the client's page says of the ledger: the next step, counts, deliveries, what is owed."""
    from mainstay.promises.queries import panels as read

    return read.panels(person, client, at)


def moves(person: User, client: Client, at: datetime) -> Iterable[Move]:
    """The button at the head of the client's page."""
    from mainstay.promises.queries import panels as read

    return read.moves(person, client, at)


def facts(person: User, clients: Sequence[Client], at: datetime) -> Mapping[UUID, ClientFacts]:
    """What the list of clients says of the ledger."""
    from mainstay.promises.queries import panels as read

    return read.facts(person, clients, at)


def engagement_panels(person: User, engagement: Engagement, at: datetime) -> Iterable[Panel]:
    """What was promised under an engagement."""
    from mainstay.promises.queries import work as read

    return read.panels(person, engagement, at)


def engagement_moves(person: User, engagement: Engagement, at: datetime) -> Iterable[Move]:
    """The buttons at the head of an engagement's page."""
    from mainstay.promises.queries import work as read

    return read.moves(person, engagement, at)


def engagement_facts(engagements: Sequence[UUID], at: datetime) -> Mapping[UUID, Deliverables]:
    """What was delivered under many engagements."""
    from mainstay.promises.queries import work as read

    return read.deliverables(engagements, at)


def first_days(clients: Sequence[UUID]) -> Mapping[UUID, date]:
    """The day of the first promise of each client."""
    from mainstay.promises.queries import work as read

    return read.first_days(clients)


def merges() -> Merges:
    """What happens to promises when two clients, or two people there, are one."""
    from mainstay.promises.actions import merging

    return Merges(
        facts=merging.facts,
        plan=merging.plan,
        move=merging.go_along,
        back=merging.go_back,
        plan_person=merging.plan_person,
        move_person=merging.move_person,
        back_person=merging.back_person,
    )


def hands_over() -> HandsOver:
    """What happens to promises when a client passes from one of us to another."""
    from mainstay.promises.actions import passing

    return HandsOver(clients=passing.clients, facts=passing.facts, give=passing.give, back=passing.back)


def holds(person: User) -> Iterable[str]:
    """Why somebody cannot be let go yet: open promises."""
    from mainstay.promises.actions import passing

    return passing.holds(person)


def finds() -> Finds:
    """What search finds: promises, but for those entered in error."""
    from mainstay.promises.actions import slips
    from mainstay.promises.models import Promise

    return Finds(slips.SORT, slips.hear, slips.slips, lambda: Promise.objects.counted().count())


def lists() -> Sequence[Listing]:
    """The list of promises: its views are kept, and several are dealt with at once."""
    from mainstay.promises.views import several

    return several.listings()


SENTENCES = {
    "promises.made": _("%(by)s wrote down a promise: %(text)s"),
    "promises.kind_made": _("%(by)s named a kind of thing that is promised: %(about)s"),
    "promises.said_of_kind": _("%(by)s said of “%(about)s” what kind of thing it is: %(text)s"),
    "promises.needs": _("%(by)s noted what “%(about)s” needs: %(text)s"),
    "promises.need_dropped": _("%(by)s noted that “%(about)s” no longer needs this: %(text)s"),
    "promises.clash_noticed": _("Two days for one thing, noticed after an act of %(by)s: %(text)s"),
    "promises.clash_settled": _("%(by)s said why both promises stand: %(text)s"),
    "promises.manageable_for_us": _("%(by)s finds the day of “%(about)s” manageable. %(text)s"),
    "promises.manageable_for_them": _("%(client)s finds the day of “%(about)s” manageable; noted by %(by)s. %(text)s"),
    "promises.too_tight_for_us": _("%(by)s finds the day of “%(about)s” too tight. %(text)s"),
    "promises.too_tight_for_them": _("%(client)s finds the day of “%(about)s” too tight; noted by %(by)s. %(text)s"),
    "promises.link_made": _("%(by)s made a link by which %(text)s of %(client)s may answer."),
    "promises.link_ended": _("%(by)s ended the link of %(text)s."),
    "promises.answered_by_link": _("%(by)s of %(client)s answered by the link about “%(about)s”: %(text)s"),
    "promises.taken_in": _("“%(about)s” was taken in from a file by %(by)s."),
    "promises.taken_in_again": _("“%(about)s” was corrected by %(by)s as a file says."),
    "promises.handed_over": _("%(by)s handed “%(about)s” over: %(text)s"),
    "promises.moved": _("%(by)s agreed another day with %(client)s for “%(about)s”: %(text)s"),
    "promises.move_asked": _("%(by)s asked %(client)s for another day for “%(about)s”: %(text)s"),
    "promises.move_declined": _("%(client)s declined another day for “%(about)s”; noted by %(by)s."),
    "promises.delivered": _("%(by)s noted “%(about)s” as delivered."),
    "promises.told": _("%(by)s told %(client)s how “%(about)s” stands. %(text)s"),
    "promises.settled": _("%(by)s noted what %(client)s says of “%(about)s”. %(text)s"),
    "promises.remark_answered": _("%(by)s answered the remark “%(about)s”: %(text)s"),
    "promises.remark_promised": _("%(by)s turned the remark “%(about)s” into a promise."),
    "promises.progressed": _("%(by)s said how “%(about)s” goes. %(text)s"),
    "promises.guarded": _("%(by)s said what missing “%(about)s” costs, and who guards it. %(text)s"),
    "promises.heeded": _("%(by)s has seen that “%(about)s” comes near."),
    "promises.exceeded": _("%(by)s marked “%(about)s” as more than kept: %(text)s"),
    "promises.given_over": _("%(by)s noted what %(client)s was given: %(text)s"),
    "promises.acknowledged": _("%(client)s acknowledged “%(about)s”; noted by %(by)s: %(text)s"),
    "promises.invoiced": _("%(by)s noted invoice %(text)s to %(client)s for “%(about)s”."),
    "promises.paid": _("%(client)s paid invoice %(text)s; noted by %(by)s."),
    "promises.instead_answered": _("%(by)s noted what %(client)s says to what was offered for “%(about)s”. %(text)s"),
    "promises.withdrawn": _("%(by)s withdrew “%(about)s” before its day: %(text)s"),
    "promises.released": _("%(client)s no longer wants “%(about)s”; noted by %(by)s: %(text)s"),
    "promises.broken": _("%(by)s owned up that “%(about)s” was broken: %(text)s"),
    "promises.annulled": _("%(by)s marked “%(about)s” as entered in error: %(text)s"),
    "promises.taken_back": _("%(by)s took the last act on “%(about)s” back."),
}

capability = Capability(
    name="promises",
    menu=(MenuEntry(_("Promises"), "promises:list", "promise", order=30, key="p"),),
    today=today,
    exceptions=exceptions,
    exceptions_count=exceptions_count,
    cracks=cracks,
    client_panels=panels,
    client_moves=moves,
    client_facts=facts,
    engagement_panels=engagement_panels,
    engagement_moves=engagement_moves,
    engagement_facts=engagement_facts,
    first_days=first_days,
    merges=merges,
    hands_over=hands_over,
    holds=holds,
    api="mainstay.promises.api:router",
    api_prefix="/promises",
    urls="mainstay.promises.urls",
    url_prefix="promises/",
    commands={
        "client": "mainstay.promises.cli.reading:client",
        "promise": "mainstay.promises.cli.lines:promise",
        "promises": "mainstay.promises.cli.gathered:promises",
    },
    policy=POLICY,
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    finds=finds,
    lists=lists,
)
