"""What the page of one engagement shows: the outcome first, what follows on what, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.queries.chronicle import Told, in_words
from mainstay.engagements.models import Engagement
from mainstay.journal.models import Line
from mainstay.kit import times
from mainstay.kit.plug import Move, registry

if TYPE_CHECKING:
    from mainstay.house.models import User

MOST_LINES = 60


def terms(one: Engagement, today: date) -> list[tuple[str, str]]:
    """What was agreed of the outcome, as pairs of word and value."""
    return [
        (_("What it is to do for them"), one.outcome),
        (_("How they will notice"), one.noticed_by),
        (_("By when"), times.spoken_short(one.outcome_by, today) if one.outcome_by else ""),
        (_("What they say"), said_words(one, today)),
        (_("How we know"), one.outcome_known_from),
    ]


def said_words(one: Engagement, today: date) -> str:
    """“Confirmed on 12 May by Frau Wolf.”"""
    if not one.outcome_said:
        return _("Nothing yet.") if one.outcome else ""
    told = {
        "day": times.spoken_short(one.outcome_said_on, today) if one.outcome_said_on else "",
        "who": one.outcome_said_by.address if one.outcome_said_by else "",
    }
    reached = one.outcome_said == Engagement.OutcomeSaid.REACHED
    if told["who"]:
        words = _("Confirmed on %(day)s by %(who)s.") if reached else _("Not reached, as %(who)s said on %(day)s.")
    else:
        words = _("Confirmed on %(day)s.") if reached else _("Not reached, said on %(day)s.")
    return words % told


@dataclass(frozen=True)
class Other:
    """Another engagement of the client that this one follows on, or that follows on it."""

    word: str
    name: str
    url: str
    state: str


def others(one: Engagement) -> list[Other]:
    """What it follows on and what follows on it: one query (R-B-3)."""
    earlier = [(_("Follows on"), one.follow_of)] if one.follow_of else []
    later = [(_("Followed by"), after) for after in one.followed_by.order_by("begun_on", "name", "id")]
    return [
        Other(word, other.name, reverse("engagements:page", args=[other.pk]), str(other.get_state_display()))
        for word, other in (*earlier, *later)
    ]


def times_of(one: Engagement, today: date) -> str:
    """“since 2 March”, “2 March to 8 June”."""
    if one.begun_on is None:
        return ""
    if one.ended_on is None:
        return _("since %(when)s") % {"when": times.spoken_short(one.begun_on, today)}
    days = {"first": times.spoken_short(one.begun_on, today), "last": times.spoken_short(one.ended_on, today)}
    return _("%(first)s to %(last)s") % days


def moves(person: User, one: Engagement, at: datetime) -> list[Move]:
    """The buttons at the head of the page, from every folder."""
    hooks = [plug.engagement_moves for plug in registry.installed() if plug.engagement_moves is not None]
    return [move for hook in hooks for move in hook(person, one, at)]


def story(one: Engagement, user: User, at: datetime) -> list[Told]:
    """What happened to it, newest first: two queries."""
    lines = Line.objects.about(one.pk).order_by("-id")[:MOST_LINES]
    return in_words(list(lines), user, at)
