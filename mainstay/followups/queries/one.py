"""What the page of one follow-up shows: what happened, whom to ask, what they said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from mainstay.clients.models import Affiliation, Contact
from mainstay.clients.queries.chronicle import in_words
from mainstay.followups.models import FollowUp
from mainstay.followups.queries.today import url_of, whom
from mainstay.followups.queries.words import heading, since_words, state_words
from mainstay.house.rules import rights
from mainstay.journal.models import Line
from mainstay.kit.times import local_day

if TYPE_CHECKING:
    from mainstay.house.models import User

MOST_LINES = 30


@dataclass(frozen=True)
class Way:
    """One way to reach somebody."""

    label: str
    url: str
    icon: str


def ways(person: Contact) -> list[Way]:
    """By phone, by mail, the one they like first."""
    found = []
    if person.phone:
        found.append(Way(person.phone, f"tel:{person.phone.replace(' ', '')}", "phone"))
    if person.email:
        found.append(Way(person.email, f"mailto:{person.email}", "mail"))
    return found if person.channel == Contact.Channel.PHONE else found[::-1]


def shown(one: FollowUp, people: Mapping[UUID, list[Affiliation]], user: User, at: datetime) -> dict[str, Any]:
    """Everything the page says: two queries."""
    today, asked = local_day(at, user.zone), whom(one, people)
    due = one.state == FollowUp.State.OPEN and one.due_on <= today
    others = [place.contact.address for place in people.get(one.client_id, [])]
    return {
        "followup": one,
        "heading": heading(one),
        "about_url": url_of(one),
        "said": f"{since_words(one, today)} {_capital(state_words(one, today))}.".strip(),
        "due": due,
        "asked": asked.contact,
        "asked_said": asked.said,
        "others": others if asked.contact is None else [],
        "ways": ways(asked.contact) if asked.contact else [],
        "outcome": " ".join(one.engagement.outcome.split()) if one.engagement else "",
        "outcome_url": _outcome_url(one, user),
        "answers": [(told["question"], told["answer"]) for told in one.answers],
        "repair_url": _repair_url(one, user),
        "story": in_words(list(Line.objects.about(one.pk).order_by("-id")[:MOST_LINES]), user, at),
    }


def _outcome_url(one: FollowUp, user: User) -> str:
    """Where the outcome is confirmed, while that is an open question (R-A-35)."""
    work = one.engagement
    if one.state != FollowUp.State.ANSWERED or work is None or not work.outcome or work.outcome_said:
        return ""
    return reverse("engagements:outcome", args=[work.pk]) if user.may(rights.KEEP_WORD) else ""


def _repair_url(one: FollowUp, user: User) -> str:
    stands = one.repair is not None and one.repair.annulled_at is None
    if not one.defect or stands or not user.may(rights.GIVE_WORD):
        return ""
    return reverse("followups:repair", args=[one.pk])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
