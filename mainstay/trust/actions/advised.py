"""Advice given, whether it was taken, what came of it: the sign that a client listens (R-B-2)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises.actions.holding import need
from mainstay.trust.models.advised import Advice

RULE = "R-B-2"
Answer = Advice.Answer


@transaction.atomic
def advise(
    *, client: Client, text: str, by: User, at: datetime, contact: Contact | None = None, on: date | None = None
) -> Advice:
    """Write down what we advised, and whom there; ``on`` is a day in the client's zone, default today (R-B-2).

    Raises Refused for nothing said and for a day to come, NotFound for whoever may not see the client.
    """
    need(by, rights.KEEP_WORD, client)
    client = allowed.kept(client)
    said = clean(text, field="text", limit=300, required=_("Write what we advised."), rule=RULE)
    day = _day(client, on, None, at)
    row = Advice.objects.create(client=client, text=said, contact=contact, on=day, by=by, noted_at=at)
    journal.note("trust.advised", about=row, client=client, by=by, at=at, text=said)
    return row


@transaction.atomic
def answer(*, advice: Advice, answer: str, by: User, at: datetime, said: str = "", on: date | None = None) -> Advice:
    """Write down what they did with it; a later answer takes the place of one before (R-B-2)."""
    row = _held(advice, by)
    if answer not in Answer.values or answer == Answer.OPEN:
        raise Refused(_("Advice is taken, taken in part, or not taken. Say which."), rule=RULE, field="answer")
    before = (row.answer, row.said)
    row.said = clean(said, field="said", limit=300)
    row.answer, row.answered_on = answer, _day(row.client, on, row.on, at)
    row.save(update_fields=["answer", "said", "answered_on"])
    changes = {"answer": (before[0], row.answer), "said": (before[1], row.said)}
    words = f"{row.get_answer_display()}. {row.said}".strip()
    journal.note("trust.advice_answered", about=row, client=row.client, by=by, at=at, text=words, changes=changes)
    return row


@transaction.atomic
def came_of(*, advice: Advice, text: str, by: User, at: datetime) -> Advice:
    """Write down what followed once they had answered, whichever way (R-B-2)."""
    row = _held(advice, by)
    if row.answer == Answer.OPEN:
        raise Refused(_("Say first what they did with it; then what came of it."), rule=RULE, field="text")
    row.came_of = clean(text, field="text", limit=300, required=_("Write what came of it."), rule=RULE)
    row.came_on = local_day(at, row.client.zone)
    row.save(update_fields=["came_of", "came_on"])
    journal.note("trust.advice_came_to", about=row, client=row.client, by=by, at=at, text=row.came_of)
    return row


@transaction.atomic
def annul(*, advice: Advice, by: User, at: datetime) -> Advice:
    """Mark it as entered in error: it counts no more and stays to be seen in the chronicle (R-X-2)."""
    row = _held(advice, by)
    row.annulled_at = at
    row.save(update_fields=["annulled_at"])
    journal.note("trust.advice_annulled", about=row, client=row.client, by=by, at=at, text=row.text)
    return row


def _day(client: Client, on: date | None, first: date | None, at: datetime) -> date:
    """The day that was told, or today; from ``first`` to today in the client's zone."""
    today = local_day(at, client.zone)
    day = on or today
    if day > today or (first is not None and day < first):
        raise Refused(_("Give a day that is not still to come, nor before the advice."), rule=RULE, field="on")
    return day


def _held(advice: Advice, by: User) -> Advice:
    need(by, rights.KEEP_WORD, advice.client)
    row = Advice.objects.select_for_update(of=("self",)).select_related("client").filter(pk=advice.pk).first()
    if row is None:
        raise NotFound
    if row.annulled_at is not None:
        raise Refused(_("This is marked as entered in error. Write the advice down anew."), rule=RULE)
    return row
