"""Keeping a word: deliver, tell, settle by three answers, and what becomes of a remark."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises import rules
from mainstay.promises.actions.checking import check_amount
from mainstay.promises.actions.exceeding import keep
from mainstay.promises.actions.giving import make
from mainstay.promises.actions.holding import ask, hold, judge, need, snapshot, today_for, write
from mainstay.promises.models import Promise, Remark


@transaction.atomic
def deliver(
    *,
    promise: Promise,
    by: User,
    at: datetime,
    delivered_on: date | None = None,
    cost: Decimal | None = None,
    note: str = "",
) -> Promise:
    """What was promised has been done (R-A-10). ``delivered_on``: a day in the promise's zone, default today.

    By the promised day it is kept; after it kept late, and the client is to be told. ``note`` is what they were told
    with it; days ahead of its date it counts as exceeded in communication (R-B-39). Raises Refused for a day to come,
    a day before it was promised, a wrong amount.
    """
    need(by, rights.DELIVER, promise.client)
    promise = hold(promise)
    ask("deliver", promise, at)
    before = snapshot(promise)
    day = delivered_on or today_for(promise, at)
    if day > today_for(promise, at):
        raise Refused(
            _("It cannot have been delivered on a day to come. Deliver it on the day it happens."),
            rule="R-A-10",
            field="delivered_on",
        )
    if promise.made_on is not None and day < promise.made_on:
        raise Refused(
            _("It was promised later than that day. Choose the day it was delivered."),
            rule="R-A-10",
            field="delivered_on",
        )
    promise.delivered_on = promise.closed_on = day
    promise.delivered_at = at
    _charge(promise, cost, by)
    judge(promise)
    promise.to_tell = promise.side == Promise.Side.OURS and promise.outcome == Promise.Outcome.KEPT_LATE
    said = clean(note, field="note", limit=300)
    _more_than_kept(promise, said, by, at)
    return write("promises.delivered", promise, before, by=by, at=at, text=said)


def _more_than_kept(promise: Promise, note: str, by: User, at: datetime) -> None:
    """Days ahead of its date and told of in a note: more than was promised, this once."""
    how = rules.exceeds(promise.judged_on, promise.delivered_on or promise.due_on, note)
    ours = promise.side == Promise.Side.OURS
    if how and rules.may_exceed(promise.outcome, delivered=True, ours=ours):
        keep(promise, how, note, by=by, at=at)


def _charge(promise: Promise, cost: Decimal | None, by: User) -> None:
    if cost is None:
        return
    check_amount(cost, "cost", by)
    promise.cost = cost


@transaction.atomic
def tell(*, promise: Promise, how: str, by: User, at: datetime, note: str = "") -> Promise:
    """The client was told how it stands (R-A-1, R-B-42). ``how`` is one of Promise.Said. Raises Refused."""
    need(by, rights.DELIVER, promise.client)
    promise = hold(promise)
    ask("tell", promise, at)
    before = snapshot(promise)
    if how not in Promise.Said.values or how == Promise.Said.LIST:
        raise Refused(_("Say how the client was told, for example by phone."), rule="R-B-42", field="how")
    promise.told_at, promise.told_how, promise.to_tell = at, how, False
    return write("promises.told", promise, before, by=by, at=at, text=clean(note, field="note", limit=300))


@transaction.atomic
def settle(
    *,
    promise: Promise,
    satisfaction: str,
    by: User,
    at: datetime,
    known_from: str = "",
    remark: str = "",
    cost: Decimal | None = None,
    delivered_on: date | None = None,
) -> Promise:
    """Close a delivery by its three answers (R-A-10).

    On time and on budget follow from the days and amounts; ``satisfaction`` is the client's: accepted, remarks,
    not_accepted or no_answer. All but no_answer need ``known_from``, how we know. A remark becomes an open item.
    no_answer leaves it unsettled and is neutral. With ``delivered_on`` an open promise is delivered first.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    if promise.delivered_on is None and delivered_on is not None:
        promise = deliver(promise=promise, by=by, at=at, delivered_on=delivered_on)
    ask("settle", promise, at)
    before = snapshot(promise)
    known, said = _third_answer(satisfaction, known_from, remark)
    _charge(promise, cost, by)
    return third_answered(promise, satisfaction, known=known, said=said, before=before, by=by, at=at)


def third_answered(
    promise: Promise, satisfaction: str, *, known: str, said: str, before: dict[str, Any], by: User, at: datetime
) -> Promise:
    """Write down the client’s answer of a held promise: ``known`` is how we know, ``said`` what they remark."""
    promise.satisfaction = satisfaction
    promise.known_from = known if satisfaction != rules.NO_ANSWER else ""
    promise.settled_at = at if satisfaction != rules.NO_ANSWER else None
    if said and satisfaction in (rules.REMARKS, rules.NOT_ACCEPTED):
        Remark.objects.create(promise=promise, text=said, raised_at=at)
    return write("promises.settled", promise, before, by=by, at=at, text=said or known)


def _third_answer(satisfaction: str, known_from: str, remark: str) -> tuple[str, str]:
    """How we know and the remark, tidied; refused where the client's answer is not theirs or not whole."""
    if satisfaction not in Promise.Satisfaction.values:
        raise Refused(
            _("Say what the client says: accepted, accepted with remarks, not accepted, or no answer yet."),
            rule="R-A-10",
            field="satisfaction",
        )
    known = clean(known_from, field="known_from", limit=300)
    said = clean(remark, field="remark", limit=300)
    if satisfaction != rules.NO_ANSWER and not known:
        raise Refused(
            _("Not settled yet. This answer is the client’s to give: write how you know, or choose “no answer yet”."),
            rule="R-A-10",
            field="known_from",
        )
    if satisfaction == rules.REMARKS and not said:
        raise Refused(
            _("Not settled yet. Write down the remark: it becomes an open item."), rule="R-A-10", field="remark"
        )
    return known, said


@transaction.atomic
def answer_remark(*, remark: Remark, answer: str, by: User, at: datetime) -> Remark:
    """Close an open remark by saying how it was answered (R-A-10). Raises Refused if it was closed already."""
    need(by, rights.KEEP_WORD, remark.promise.client)
    hold(remark.promise)
    remark = _open_remark(remark)
    remark.answer = clean(
        answer, field="answer", limit=300, required=_("Say how the remark was answered."), rule="R-A-10"
    )
    remark.closed_at = at
    remark.save(update_fields=["answer", "closed_at"])
    journal.note(
        "promises.remark_answered",
        about=remark,
        client=remark.promise.client,
        by=by,
        at=at,
        text=remark.answer,
    )
    return remark


@transaction.atomic
def promise_remark(
    *, remark: Remark, due_on: date, by: User, at: datetime, due_time: time | None = None, text: str = ""
) -> Promise:
    """Turn an open remark into a promise of ours with a day (R-A-10). Raises what ``make`` raises."""
    need(by, rights.KEEP_WORD, remark.promise.client)
    hold(remark.promise)
    remark = _open_remark(remark)
    first = remark.promise
    made = make(
        client=first.client,
        text=text or remark.text,
        due_on=due_on,
        due_time=due_time,
        by=by,
        at=at,
        owner=first.owner,
        engagement=first.engagement,
        made_to=first.made_to,
    )
    remark.became, remark.closed_at = made, at
    remark.save(update_fields=["became", "closed_at"])
    journal.note("promises.remark_promised", about=remark, client=first.client, by=by, at=at, text=made.text)
    return made


def _open_remark(remark: Remark) -> Remark:
    found = Remark.objects.select_related("promise__client", "promise__owner", "promise__engagement").get(pk=remark.pk)
    if found.closed_at is not None:
        raise Refused(_("This remark was answered already."), rule="R-A-10")
    return found
