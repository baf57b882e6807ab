"""Moving a promise: a reason, another day, something meanwhile, and what the client said to it."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.clashing import notice
from mainstay.promises.actions.holding import ask, due_at, hold, is_past, judge, need, snapshot, write
from mainstay.promises.models import Promise, Renegotiation


@transaction.atomic
def move(
    *,
    promise: Promise,
    to_on: date,
    reason: str,
    answer: str,
    by: User,
    at: datetime,
    to_time: time | None = None,
    substitute: str = "",
    cause: str = "",
) -> Promise:
    """Ask the client for another day, and write down what they said (R-B-38, R-B-76).

    ``answer`` is agreed, not_yet or declined; only agreed moves the day. Agreed before the promised day had passed
    counts as moved; later the promise gets its new day and stays late. ``cause`` is for a day that was worked out
    (see ``propose_new_day``): what is due to their input counts as moved whenever they agree (R-B-46).
    Raises Refused for a day that has passed, the same day, a missing reason.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("move", promise, at)
    if answer not in Renegotiation.Answer.values:
        raise Refused(_("Say what the client answered: agreed, not yet, or declined."), rule="R-B-38", field="answer")
    _check_day(promise, to_on, to_time, at)
    asked = Renegotiation.objects.create(
        promise=promise,
        asked_at=at,
        from_on=promise.due_on,
        from_time=promise.due_time,
        to_on=to_on,
        to_time=to_time,
        reason=clean(reason, field="reason", limit=300, required=_("Say why it needs another day."), rule="R-B-38"),
        substitute=clean(substitute, field="substitute", limit=300),
        answer=answer,
        cause=cause,
        in_time=_in_time(promise, cause, at),
        by=by,
    )
    return _apply(promise, asked, by=by, at=at)


def _check_day(promise: Promise, to_on: date, to_time: time | None, at: datetime) -> None:
    if due_at(to_on, to_time, promise.due_zone) <= at:
        raise Refused(_("The new day needs to be still to come."), rule="R-A-10", field="to_on")
    if (to_on, to_time) == (promise.due_on, promise.due_time):
        raise Refused(_("This is the day it stands at already. Choose another."), rule="R-B-38", field="to_on")


@transaction.atomic
def answer(*, renegotiation: Renegotiation, answer: str, by: User, at: datetime) -> Promise:
    """Write down what the client said to a day asked for earlier (R-B-38). Raises Refused if it was answered."""
    need(by, rights.KEEP_WORD, renegotiation.promise.client)
    return answered(renegotiation, answer, by=by, at=at)


def answered(renegotiation: Renegotiation, answer: str, *, by: User, at: datetime) -> Promise:
    """The same, inside the transaction of whoever has the right: of us, or the client by a link."""
    promise = hold(renegotiation.promise)
    asked = Renegotiation.objects.get(pk=renegotiation.pk)
    ask("move", promise, at)
    if asked.answer != Renegotiation.Answer.NOT_YET or asked.taken_back_at is not None:
        raise Refused(_("This was answered already. Move it anew if the day changes again."), rule="R-B-38")
    if answer not in (Renegotiation.Answer.AGREED, Renegotiation.Answer.DECLINED):
        raise Refused(_("Say whether the client agreed or declined."), rule="R-B-38", field="answer")
    if answer == Renegotiation.Answer.AGREED and due_at(asked.to_on, asked.to_time, promise.due_zone) <= at:
        raise Refused(_("That day has passed meanwhile. Move it to one still to come."), rule="R-A-10")
    asked.answer, asked.in_time = answer, _in_time(promise, asked.cause, at)
    asked.save(update_fields=["answer", "in_time"])
    return _apply(promise, asked, by=by, at=at)


def _in_time(promise: Promise, cause: str, at: datetime) -> bool:
    """Before its day had passed; while they themselves were late our clock stood (R-B-46, TV-12)."""
    return cause == Renegotiation.Cause.THEIR_INPUT or not is_past(promise, at)


_KINDS = {
    Renegotiation.Answer.AGREED: "promises.moved",
    Renegotiation.Answer.NOT_YET: "promises.move_asked",
    Renegotiation.Answer.DECLINED: "promises.move_declined",
}


def _apply(promise: Promise, asked: Renegotiation, *, by: User, at: datetime) -> Promise:
    before = snapshot(promise)
    if asked.answer == Renegotiation.Answer.AGREED:
        promise.due_on, promise.due_time = asked.to_on, asked.to_time
        promise.due_at = due_at(asked.to_on, asked.to_time, promise.due_zone)
        promise.to_tell = False
        if asked.in_time and promise.judged_on == asked.from_on:
            promise.judged_on = asked.to_on
            promise.moves_in_time += 1
        judge(promise)
    write(_KINDS[Renegotiation.Answer(asked.answer)], promise, before, by=by, at=at, text=asked.reason)
    if asked.answer == Renegotiation.Answer.AGREED:
        notice(promise, by=by, at=at)
    return promise
