"""Links by which the client answers: where they lead, how they stand, what whoever opens one sees (R-B-50)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.kit import times
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import AnswerLink, Promise, Renegotiation
from mainstay.promises.rules import linking as rules

if TYPE_CHECKING:
    from mainstay.house.models import User
    from mainstay.promises.queries.words import Reader

SIGNER = signing.Signer(salt="mainstay.promises.answer")  # its row says when it ends
WITH = ("promise__client", "promise__owner", "renegotiation", "contact", "by")


def url(link: AnswerLink) -> str:
    """Where whoever has the link answers."""
    return reverse("promises:answer_open", args=[SIGNER.sign(str(link.pk))])


def opened(token: str) -> AnswerLink | None:
    """The link of a token; None where it is none of ours. Whether it still stands is ``standing``’s to say."""
    try:
        pk = UUID(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return AnswerLink.objects.select_related(*WITH).filter(pk=pk).first()


def link_seen(pk: UUID, person: User) -> AnswerLink | None:
    """A link about a promise this person may see."""
    rows = AnswerLink.objects.filter(promise__in=Promise.objects.visible_to(person))
    return rows.select_related(*WITH).filter(pk=pk).first()


def links_of(promise: Promise) -> list[AnswerLink]:
    """Every link about a promise, the earliest first: one query."""
    return _links_of(promise=promise.pk)


@prepared(promise=UUIDField())
def _links_of(promise: Slot) -> QuerySet[AnswerLink]:
    return AnswerLink.objects.filter(promise=promise).select_related(*WITH)


def waiting(promise: Promise) -> Renegotiation | None:
    """The other day that was asked for and waits for their answer."""
    rows = promise.renegotiations.filter(answer=Renegotiation.Answer.NOT_YET, taken_back_at=None)
    return rows.last()


def asks_of_delivery(promise: Promise) -> date | None:
    """The day on which it was delivered, where it is ours and the client has not said what they find of it."""
    settled = promise.satisfaction not in ("", Promise.Satisfaction.NO_ANSWER)
    return None if promise.side != Promise.Side.OURS or settled else promise.delivered_on


def is_asked(link: AnswerLink, at: datetime) -> bool:
    """Whether the question still is one: the promise is owed, the day is not over and not settled otherwise."""
    promise, asked = link.promise, link.renegotiation
    if link.about == AnswerLink.About.DELIVERY:
        return promise.annulled_at is None and asks_of_delivery(promise) == link.due_on
    if not promise.is_owed or times.local_day(at, promise.due_zone) > link.due_on:
        return False
    if asked is not None:
        return asked.answer == Renegotiation.Answer.NOT_YET and asked.taken_back_at is None
    return promise.due_on == link.due_on


def standing(link: AnswerLink, at: datetime) -> str:
    """How it stands, in one word of ``rules.linking``."""
    facts = rules.Link(link.answered_at is not None, link.ended_at is not None, link.expires_at, is_asked(link, at))
    return rules.standing(facts, at)


def language_of(link: AnswerLink) -> str:
    """In which language whoever is asked reads: theirs, else their firm's; empty where nobody told."""
    return link.contact.language or link.promise.client.language


# --- in words ---------------------------------


def said(link: AnswerLink, language: str) -> str:
    """What they answered, in one sentence."""
    if link.about == AnswerLink.About.DELIVERY:
        words = {
            AnswerLink.Answer.ACCEPTED: _("It is as they wanted it."),
            AnswerLink.Answer.REMARKS: _("It is accepted, with remarks."),
            AnswerLink.Answer.REFUSED: _("It is not accepted."),
        }[AnswerLink.Answer(link.answer)]
        return f"{words} “{link.note}”" if link.note else words
    day = times.date_words(link.due_on, language, year=False)
    if link.answer == AnswerLink.Answer.YES:
        words = _("%(day)s is fine.") % {"day": day}
    elif link.other_on is not None:
        other = times.date_words(link.other_on, language, year=False)
        words = _("%(day)s does not suit; %(other)s would.") % {"day": day, "other": other}
    else:
        words = _("%(day)s does not suit.") % {"day": day}
    return f"{words} “{link.note}”" if link.note else words


@dataclass(frozen=True)
class Shown:
    """A link as the page of its promise tells of it."""

    link: AnswerLink
    text: str
    url: str
    end_url: str


def shown(link: AnswerLink, reader: Reader, *, may: bool) -> Shown:
    """Who was asked until when, and what became of it; the address itself while it leads somewhere."""
    stands = standing(link, reader.at)
    told = {
        "who": link.contact.name,
        "day": times.date_words(link.due_on, reader.language, year=False),
        "until": reader.at_day(link.expires_at),
        "said": said(link, reader.language) if link.answer else "",
    }
    words = {
        rules.OPEN: _("%(who)s is asked about %(day)s; the link ends on %(until)s."),
        rules.ANSWERED: _("%(who)s answered by the link: %(said)s"),
        rules.ENDED: _("The link for %(who)s was ended."),
        rules.EXPIRED: _("%(who)s did not answer; the link ended on %(until)s."),
        rules.OVERTAKEN: _("What %(who)s was asked is settled meanwhile."),
    }[stands]
    if link.about == AnswerLink.About.DELIVERY and stands == rules.OPEN:
        words = _("%(who)s is asked whether it is as they wanted it; the link ends on %(until)s.")
    here = url(link) if stands == rules.OPEN else ""
    end = reverse("promises:end_link", args=[link.pk]) if may and stands == rules.OPEN else ""
    return Shown(link, words % told, here, end)
