"""Dates that others set and that cost something to miss: two of us guard each, and each says that it was seen."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.promises import rules
from mainstay.promises.actions.checking import check_amount, check_guards, check_owner, currency_of, second_of
from mainstay.promises.actions.holding import ask, hold, need, snapshot, today_for, write
from mainstay.promises.models import Heeded, Promise


@transaction.atomic
def guard(
    *,
    promise: Promise,
    cost_of_missing: Decimal | None,
    by: User,
    at: datetime,
    second: User | None = None,
    currency: str = "",
) -> Promise:
    """Say what missing the date costs, and who guards it beside its owner (R-B-75).

    ``second`` None: a deputy of the client. ``cost_of_missing`` None ends the guard. Raises Refused for a second who
    is the owner or could not see it, where nobody else is named, and for a wrong amount.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("guard", promise, at)
    before = snapshot(promise)
    promise.cost_of_missing, promise.second = cost_of_missing, None
    if cost_of_missing is not None:
        check_amount(cost_of_missing, "cost_of_missing", by)
        promise.currency = currency_of(currency or promise.currency, cost_of_missing)
        promise.second = second or second_of(promise)
    if promise.second is not None:
        check_owner(promise.second, promise.client, field="second")
    check_guards(promise)
    name = promise.second.name if promise.second else ""
    return write("promises.guarded", promise, before, by=by, at=at, text=name)


@transaction.atomic
def heed(*, promise: Promise, by: User, at: datetime) -> Heeded:
    """One guard has seen the reminder that stands; it returns two days before, and on the day itself (R-B-75).

    Seeing is not doing: on the day itself nothing but the deed ends it. Raises Refused for whoever does not guard
    it, too early, and on the day.
    """
    need(by, rights.DELIVER, promise.client)
    promise = hold(promise)
    ask("heed", promise, at)
    if by.pk not in (promise.owner_id, promise.second_id) or promise.cost_of_missing is None:
        raise Refused(_("Its two guards say that they have seen it. You may say how it goes."), rule="R-B-75")
    step = rules.step((promise.due_on - today_for(promise, at)).days)
    if step is None:
        raise Refused(_("It is reminded of from seven days before its date on."), rule="R-B-75")
    if step == 0:
        raise Refused(
            _("This is its day: only the deed ends the reminder. Deliver it, or say that it is no longer wanted."),
            rule="R-B-75",
        )
    seen, new = Heeded.objects.get_or_create(
        promise=promise, user=by, step=step, due_on=promise.due_on, defaults={"at": at}
    )
    if new:
        journal.note("promises.heeded", about=promise, client=promise.client, by=by, at=at)
    return seen
