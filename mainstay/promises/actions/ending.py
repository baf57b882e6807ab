"""Ending a promise without delivering it: four different things, told apart for ever (R-B-38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.giving import make
from mainstay.promises.actions.holding import ask, due_at, hold, judge, need, snapshot, today_for, write
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


@dataclass(frozen=True)
class Offered:
    """What is offered in the place of a promise taken back: what, for which day, and what they said to it."""

    what: str
    on: date | None = None
    answer: str = ""


def _offer(promise: Promise, offered: Offered, *, by: User, at: datetime) -> None:
    """Set what is offered instead; accepted for a day, it becomes a promise of its own."""
    if offered.answer and offered.answer not in Promise.Instead.values:
        raise Refused(
            _("Say what they said: accepted, did not agree, let us off, or no answer yet."),
            rule="R-B-76",
            field="answer",
        )
    what = clean(offered.what, field="substitute", limit=300)
    if offered.on is not None and not what:
        raise Refused(_("Say what is offered for that day."), rule="R-B-76", field="substitute")
    if offered.on is not None and due_at(offered.on, None, promise.due_zone) <= at:
        raise Refused(_("The day it is offered for needs to be still to come."), rule="R-B-76", field="instead_on")
    promise.substitute, promise.instead_on = what, offered.on
    promise.instead_answer = offered.answer if what or offered.answer == Promise.Instead.LET_GO else ""
    if promise.instead_answer == Promise.Instead.ACCEPTED and offered.on is not None:
        promise.instead = make(
            client=promise.client, text=what, due_on=offered.on, by=by, at=at, side=promise.side,
            due_zone=promise.due_zone, owner=promise.owner, engagement=promise.engagement, made_to=promise.made_to,
        )  # fmt: skip


@transaction.atomic
def withdraw(
    *,
    promise: Promise,
    reason: str,
    substitute: str,
    by: User,
    at: datetime,
    told_how: str = "",
    instead_on: date | None = None,
    answer: str = "",
) -> Promise:
    """Take a promise back before its day, offering something instead (R-B-76).

    ``instead_on`` is the day it is offered for. ``answer`` is theirs: accepted, declined, let_go or not_yet; accepted
    for a day, what is offered becomes a promise. Let off, nothing need be offered. ``told_how`` says how the client
    learnt of it; empty leaves telling them on Today. Raises Refused once the day has passed, and without reason or
    substitute.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("withdraw", promise, at)
    before = snapshot(promise)
    why = clean(reason, field="reason", limit=300, required=_("Say why it cannot be kept."), rule="R-B-76")
    if answer != Promise.Instead.LET_GO:
        clean(substitute, field="substitute", limit=300, required=_("Say what is offered instead."), rule="R-B-76")
    _offer(promise, Offered(substitute, instead_on, _answered(answer, told_how)), by=by, at=at)
    _end(promise, Promise.Outcome.WITHDRAWN, why, at)
    _told(promise, told_how, at)
    return write("promises.withdrawn", promise, before, by=by, at=at, text=why)


def _answered(answer: str, told_how: str) -> str:
    """Whoever was told and said nothing yet is waited for."""
    return answer or (Promise.Instead.NOT_YET if told_how else "")


@transaction.atomic
def answer_instead(
    *, promise: Promise, answer: str, by: User, at: datetime, substitute: str = "", instead_on: date | None = None
) -> Promise:
    """What they said to what was offered instead of a promise taken back or broken (R-B-76).

    ``substitute`` offers something else than before, ``instead_on`` another day. May be said again while it is not
    accepted. Raises Refused where nothing was offered, and where it was accepted already.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("answer_instead", promise, at)
    if promise.ended == Promise.Outcome.RELEASED:
        raise Refused(_("They no longer wanted it, so nothing was offered instead."), rule="R-B-76")
    if promise.instead_answer in (Promise.Instead.ACCEPTED, Promise.Instead.LET_GO):
        raise Refused(_("They answered already. Promise something new if more is needed."), rule="R-B-76")
    before = snapshot(promise)
    what = substitute or promise.substitute
    if not answer or (answer != Promise.Instead.LET_GO and not what.strip()):
        missing = ("answer", _("Say what they said.")) if not answer else ("substitute", _("Say what is offered."))
        raise Refused(missing[1], rule="R-B-76", field=missing[0])
    day = instead_on or (None if substitute else promise.instead_on)
    _offer(promise, Offered(what, day, answer), by=by, at=at)
    if answer != Promise.Instead.NOT_YET:
        promise.to_tell = False  # whoever answered was told
    return write("promises.instead_answered", promise, before, by=by, at=at, text=promise.substitute)


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
def own_up(
    *,
    promise: Promise,
    reason: str,
    by: User,
    at: datetime,
    told_how: str = "",
    substitute: str = "",
    instead_on: date | None = None,
    answer: str = "",
) -> Promise:
    """Say that a promise was broken: its day has passed and it will not be delivered (R-B-38, R-B-72).

    The client is to be told, unless ``told_how`` says how they were. Something may be offered instead as in
    ``withdraw``; it stays broken (R-B-76). Raises Refused before the day has passed.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("own_up", promise, at)
    before = snapshot(promise)
    why = clean(reason, field="reason", limit=300, required=_("Say what happened."), rule="R-B-72")
    answered = _answered(answer, told_how) if substitute.strip() or answer else ""
    _offer(promise, Offered(substitute, instead_on, answered), by=by, at=at)
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
