"""A link by which somebody of the client answers themselves, a day or what they got (R-B-50, R-A-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mainstay.clients.models import Contact
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.agreeing import Found, found_so
from mainstay.promises.actions.holding import ask, hold, need, snapshot
from mainstay.promises.actions.keeping import third_answered
from mainstay.promises.actions.moving import answered
from mainstay.promises.models import AnswerLink, Finding, Promise, Renegotiation
from mainstay.promises.queries import linking as read
from mainstay.promises.rules import linking as rules

A = AnswerLink.Answer
SATISFACTION: dict[str, Promise.Satisfaction] = {
    A.ACCEPTED: Promise.Satisfaction.ACCEPTED,
    A.REMARKS: Promise.Satisfaction.REMARKS,
    A.REFUSED: Promise.Satisfaction.NOT_ACCEPTED,
}


@transaction.atomic
def ask_by_link(
    *, promise: Promise, contact: Contact | None, by: User, at: datetime, days: int | None = 14
) -> AnswerLink:
    """Make a link by which somebody of the client answers the other day that was asked for, else the day it stands at.

    Whoever has it says yes, no or another day, once, for so many days from now (R-B-50); of what was delivered and
    not settled they say whether it is as they wanted it (R-A-10). An earlier link of theirs about this promise ends.
    Raises Refused for somebody who is not there, and days out of 1 to 90.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    given = read.asks_of_delivery(promise)
    ask("settle" if given else "move", promise, at)
    if promise.side == Promise.Side.THIRD:
        raise Refused(_("A third party sets this date. Only what we and they promise is agreed so."), rule="R-B-50")
    if contact is None:
        raise Refused(_("Choose who there is to answer, or add them first."), rule="R-B-50", field="contact")
    if not contact.affiliations.filter(client=promise.client, to_on=None).exists():
        raise Refused(
            _("%(name)s does not belong to this client. Choose somebody who does, or add them first.")
            % {"name": contact.name},
            rule="R-B-45",
            field="contact",
        )
    if days is None or not 1 <= days <= rules.LONGEST:
        raise Refused(_("The link ends after one to ninety days."), rule="R-B-50", field="days")
    AnswerLink.objects.filter(promise=promise, contact=contact, ended_at=None, answered_at=None).update(ended_at=at)
    asked = None if given else read.waiting(promise)
    link = AnswerLink.objects.create(
        promise=promise, renegotiation=asked, contact=contact, by=by, at=at, expires_at=at + timedelta(days=days),
        about=AnswerLink.About.DELIVERY if given else AnswerLink.About.DAY,
        due_on=asked.to_on if asked else given or promise.due_on,
    )  # fmt: skip
    journal.note("promises.link_made", about=link, client=promise.client, by=by, at=at, text=contact.name)
    return link


@transaction.atomic
def end_link(*, link: AnswerLink, by: User, at: datetime) -> AnswerLink:
    """End a link before its day: it leads nowhere from then on. Raises Refused where it was answered or ended."""
    need(by, rights.KEEP_WORD, link.promise.client)
    link = _held(link)
    if link.answered_at is not None or link.ended_at is not None:
        raise Refused(_("This link has ended already."), rule="R-B-50")
    link.ended_at = at
    link.save(update_fields=["ended_at"])
    journal.note("promises.link_ended", about=link, client=link.promise.client, by=by, at=at, text=link.contact.name)
    return link


@transaction.atomic
def answer_by_link(
    *, link: AnswerLink, answer: str, at: datetime, other_on: date | None = None, note: str = ""
) -> AnswerLink:
    """What somebody of the client says by their link: yes, no or other_day with ``other_on``; it is theirs (R-B-50).

    Of what they got they say accepted, remarks or refused, with ``note``; it settles the delivery (R-A-10).
    To another day that was asked for it is the answer; of the day it stands at it is what their side finds. Nobody of
    us need be there: whoever made the link stands behind it. Raises Refused for a link that has been answered, has
    ended or asks nothing any more, and for a day that cannot be.
    """
    held = hold(link.promise)
    link = _held(link)
    link.promise = held
    if read.standing(link, at) != rules.OPEN:
        raise Refused(_("This was answered or settled meanwhile. Nothing was changed."), rule="R-B-50")
    _refuse_unsaid(link, answer, other_on, note)
    link.answered_at, link.answer = at, answer
    link.other_on = other_on if answer == A.OTHER_DAY else None
    link.note = clean(note, field="note", limit=300)
    link.save(update_fields=["answered_at", "answer", "other_on", "note"])
    if link.about == AnswerLink.About.DELIVERY:
        _settle(link, at)
    else:
        _let_it_count(link, at)
    text = read.said(link, "en")
    journal.note("promises.answered_by_link", about=held, client=held.client, by=link.contact, at=at, text=text)
    return link


def _refuse_unsaid(link: AnswerLink, answer: str, other_on: date | None, note: str) -> None:
    if link.about == AnswerLink.About.DELIVERY:
        if answer not in SATISFACTION:
            raise Refused(_("Say whether it is as you wanted it."), rule="R-A-10", field="answer")
        if answer == A.REMARKS and not note.strip():
            raise Refused(_("Say in your words what is still to be put right."), rule="R-A-10", field="note")
        return
    if answer not in (A.YES, A.NO, A.OTHER_DAY):
        raise Refused(_("Say yes, no, or another day."), rule="R-B-50", field="answer")
    if answer == A.OTHER_DAY and other_on is None:
        raise Refused(_("Choose the day you could manage."), rule="R-B-50", field="other_on")


def _settle(link: AnswerLink, at: datetime) -> None:
    """The third answer of a delivery, as the client gave it (R-A-10); how we know is the link."""
    with override(link.by.language):
        known = _("%(name)s answered by the link") % {"name": link.contact.name}
    promise, before = link.promise, snapshot(link.promise)
    third_answered(promise, SATISFACTION[link.answer], known=known, said=link.note, before=before, by=link.by, at=at)


def _held(link: AnswerLink) -> AnswerLink:
    rows = AnswerLink.objects.select_for_update(of=("self",)).select_related(*read.WITH)
    if (found := rows.filter(pk=link.pk).first()) is None:
        raise NotFound
    return found


def _let_it_count(link: AnswerLink, at: datetime) -> None:
    """The answer as the ledger knows it: to what was asked, and what their side finds of the day."""
    asked, promise = link.renegotiation, link.promise
    if asked is not None:
        told = Renegotiation.Answer.AGREED if link.answer == A.YES else Renegotiation.Answer.DECLINED
        answered(asked, told, by=link.by, at=at)
        if link.other_on is None:
            return
    word = Finding.Word.MANAGEABLE if link.answer == A.YES else Finding.Word.TOO_TIGHT
    found = Found(Finding.Side.THEIRS, word, note=link.note, contact=link.contact)
    found_so(promise, replace(found, other_on=link.other_on), by=link.by, at=at)
