"""Ending a promise without delivering it: four different things, told apart for ever (R-B-38)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.holding import ask, hold, judge, need, snapshot, today_for, write
from mainstay.promises.models import Promise, Remark


def _end(promise: Promise, how: str, why: str, at: datetime) -> None:
    promise.ended, promise.ended_at, promise.ended_why = how, at, why
    promise.closed_on = today_for(promise, at)
    judge(promise)


def _told(promise: Promise, how: str, at: datetime) -> None:
    if how and (how not in Promise.Said.values or how == Promise.Said.LIST):
        raise Refused(_("Say how the client was told, for example by phone."), rule="R-B-42", field="told_how")
    promise.to_tell = promise.side == Promise.Side.OURS and not how
    if how:
        promise.told_at, promise.told_how = at, how


@transaction.atomic
def withdraw(*, promise: Promise, reason: str, substitute: str, by: User, at: datetime, told_how: str = "") -> Promise:
    """Take a promise back before its day, offering something instead (R-B-76).

    ``told_how`` says how the client learnt of it; empty leaves telling them on Today. Raises Refused once the day
    has passed, and without reason or substitute.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("withdraw", promise, at)
    before = snapshot(promise)
    why = clean(reason, field="reason", limit=300, required=_("Say why it cannot be kept."), rule="R-B-76")
    promise.substitute = clean(
        substitute, field="substitute", limit=300, required=_("Say what is offered instead."), rule="R-B-76"
    )
    _end(promise, Promise.Outcome.WITHDRAWN, why, at)
    _told(promise, told_how, at)
    return write("promises.withdrawn", promise, before, by=by, at=at, text=why)


@transaction.atomic
def release(*, promise: Promise, known_from: str, by: User, at: datetime) -> Promise:
    """Whoever was promised it no longer wants it (R-B-38); ``known_from`` says how we know. Raises Refused."""
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("release", promise, at)
    before = snapshot(promise)
    why = clean(
        known_from,
        field="known_from",
        limit=300,
        required=_("Say how you know that it is no longer wanted."),
        rule="R-B-38",
    )
    _end(promise, Promise.Outcome.RELEASED, why, at)
    promise.to_tell = False
    return write("promises.released", promise, before, by=by, at=at, text=why)


@transaction.atomic
def own_up(*, promise: Promise, reason: str, by: User, at: datetime, told_how: str = "") -> Promise:
    """Say that a promise was broken: its day has passed and it will not be delivered (R-B-38, R-B-72).

    The client is to be told, unless ``told_how`` says how they were. Raises Refused before the day has passed.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("own_up", promise, at)
    before = snapshot(promise)
    why = clean(reason, field="reason", limit=300, required=_("Say what happened."), rule="R-B-72")
    _end(promise, Promise.Outcome.BROKEN, why, at)
    _told(promise, told_how, at)
    return write("promises.broken", promise, before, by=by, at=at, text=why)


@transaction.atomic
def annul(*, promise: Promise, reason: str, by: User, at: datetime) -> Promise:
    """Mark a promise as entered in error: it leaves all counts and lists and stays in the journal (R-X-2)."""
    need(by, rights.ANNUL, promise.client)
    promise = hold(promise)
    ask("annul", promise, at)
    before = snapshot(promise)
    promise.annulled_why = clean(
        reason, field="reason", limit=300, required=_("Say what was wrong with the entry."), rule="R-X-2"
    )
    promise.annulled_at, promise.to_tell = at, False
    judge(promise)
    Remark.objects.filter(promise=promise, closed_at=None).update(closed_at=at, answer=promise.annulled_why)
    return write("promises.annulled", promise, before, by=by, at=at, text=promise.annulled_why)
