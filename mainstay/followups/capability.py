"""The plug of the follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mainstay.kit.plug import Capability, Lines, MenuEntry, Merges, Panel

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.engagements.models import Engagement
    from mainstay.house.models import User
    from mainstay.journal.actions import Told


def today(person: User, at: datetime) -> Lines:
    """What this person is to ask today."""
    from mainstay.followups.queries import today as read

    return read.lines(person, at)


def exceptions(person: User, at: datetime) -> Lines:
    """What nobody who is there would ask."""
    from mainstay.followups.queries import today as read

    return read.exceptions(person, at)


def exceptions_count(person: User, at: datetime) -> int:
    """How much of it there is."""
    from mainstay.followups.queries import today as read

    return read.exceptions_count(person, at)


def panels(person: User, client: Client, at: datetime) -> Iterable[Panel]:
    """What was asked and what will be."""
    from mainstay.followups.queries import listing as read

    return read.of_client(person, client, at)


def engagement_panels(person: User, engagement: Engagement, at: datetime) -> Iterable[Panel]:
    """The same of one engagement."""
    from mainstay.followups.queries import listing as read

    return read.of_engagement(person, engagement, at)


def merges() -> Merges:
    """What happens to follow-ups when two clients, or two people there, are one."""
    from mainstay.followups.actions import merging

    return Merges(
        facts=merging.facts,
        plan=merging.plan,
        move=merging.go_along,
        back=merging.go_back,
        plan_person=merging.plan_person,
        move_person=merging.move_person,
        back_person=merging.back_person,
    )


def hear_promises(told: Sequence[Told]) -> None:
    """Something happened to promises."""
    from mainstay.followups import actions

    actions.hear_promises(told)


def hear_annulled(told: Sequence[Told]) -> None:
    """Promises were entered in error."""
    from mainstay.followups import actions

    actions.hear_annulled(told)


def hear_engagements(told: Sequence[Told]) -> None:
    """Something happened to engagements."""
    from mainstay.followups import actions

    actions.hear_engagements(told)


SENTENCES = {
    "followups.planted": _("How “%(about)s” went will be asked."),
    "followups.moved": _("How “%(about)s” went will be asked on another day."),
    "followups.gone": _("How “%(about)s” went need not be asked any more."),
    "followups.answered": _("%(client)s told %(by)s how “%(about)s” went: %(text)s"),
    "followups.defect": _("Something was wrong with “%(about)s”, noted by %(by)s: %(text)s"),
    "followups.repair_promised": _("%(by)s promised to put “%(about)s” right: %(text)s"),
    "followups.put_off": _("%(by)s put off asking how “%(about)s” went. %(text)s"),
    "followups.dropped": _("%(by)s gave up asking how “%(about)s” went: %(text)s"),
    "followups.taken_back": _("%(by)s took the last act on the follow-up of “%(about)s” back."),
    "followups.delay_set": _("%(by)s said when things of the kind “%(about)s” are asked about: after %(text)s."),
    "followups.delay_stopped": _("%(by)s said that things of the kind “%(about)s” are not asked about after %(text)s."),
}
_OF_PROMISES = ("made", "taken_back", "delivered", "withdrawn", "released", "broken", "said_of_kind")
_OF_WORK = ("changed", "outcome_confirmed", "outcome_denied", "outcome_reopened")

capability = Capability(
    name="followups",
    menu=(MenuEntry(_("Follow-ups"), "followups:list", "history", order=35, key="f"),),
    today=today,
    exceptions=exceptions,
    exceptions_count=exceptions_count,
    client_panels=panels,
    engagement_panels=engagement_panels,
    merges=merges,
    api="mainstay.followups.api:router",
    api_prefix="/followups",
    urls="mainstay.followups.urls",
    url_prefix="followups/",
    commands={"followups": "mainstay.followups.cli:followups"},
    tells=tuple(SENTENCES),
    sentences=SENTENCES,
    hears={f"promises.{kind}": hear_promises for kind in _OF_PROMISES}
    | {"promises.annulled": hear_annulled}
    | {f"engagements.{kind}": hear_engagements for kind in _OF_WORK},
)
