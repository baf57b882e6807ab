"""What a promise needs, and the new day where that came late: worked out, proposed, never moved in silence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import Refused
from mainstay.promises.actions.holding import ask, hold, need, snapshot, write
from mainstay.promises.actions.moving import move
from mainstay.promises.models import Need, Promise
from mainstay.promises.queries import needs as read
from mainstay.promises.rules.needs import MOST_WORK_DAYS, closes_circle


@transaction.atomic
def needs_input(*, promise: Promise, on: Promise | None, work_days: int | None, by: User, at: datetime) -> Promise:
    """Say that a promise needs another one of the same client first, and takes so many working days then (R-B-46).

    Raises Refused for a promise that has ended or come, one of another client, a circle, days out of 0 to 500.
    """
    need(by, rights.KEEP_WORD, promise.client)
    Client.objects.select_for_update(no_key=True).get(pk=promise.client_id)  # two at once could close a circle
    promise = hold(promise)
    ask("move", promise, at)
    before = snapshot(promise)
    if on is None:
        raise Refused(_("Choose what it needs: an open promise of this client."), rule="R-B-46", field="on")
    on = hold(on)
    _check(promise, on)
    if work_days is None or not 0 <= work_days <= MOST_WORK_DAYS:
        words = _("Say how many working days it takes from then on: 0 to %(most)d.")
        raise Refused(words % {"most": MOST_WORK_DAYS}, rule="R-B-46", field="work_days")
    Need.objects.create(promise=promise, on=on, work_days=work_days, noted_at=at, by=by)
    return write("promises.needs", promise, before, by=by, at=at, text=on.text)


def _check(promise: Promise, on: Promise) -> None:
    if on.client_id != promise.client_id:
        raise Refused(
            _("A promise can only need another one of the same client. Choose one of theirs, or write it down first."),
            rule="R-B-46",
            field="on",
        )
    if not on.is_owed:
        raise Refused(_("That one is done or has ended. Choose one that is still open."), rule="R-B-46", field="on")
    edges = list(
        Need.objects.filter(promise__client=promise.client_id, dropped_at=None).values_list("promise_id", "on_id")
    )
    if (promise.pk, on.pk) in edges:
        raise Refused(_("That is noted already. Choose another one."), rule="R-B-46", field="on")
    if closes_circle(edges, promise.pk, on.pk):
        raise Refused(
            _("“%(on)s” itself waits for “%(promise)s”, so neither could begin. Choose another one.")
            % {"on": on.text, "promise": promise.text},
            rule="R-B-46",
            field="on",
        )


@transaction.atomic
def drop_need(*, need_of: Need, by: User, at: datetime) -> Promise:
    """Say that a promise no longer needs that; what was noted stays in the journal (R-B-46). Raises Refused."""
    need(by, rights.KEEP_WORD, need_of.promise.client)
    promise = hold(need_of.promise)
    before = snapshot(promise)
    if not Need.objects.filter(pk=need_of.pk, dropped_at=None).update(dropped_at=at):
        raise Refused(_("It is not needed any more already."), rule="R-B-46")
    return write("promises.need_dropped", promise, before, by=by, at=at, text=need_of.on.text)


@transaction.atomic
def propose_new_day(
    *, promise: Promise, by: User, at: datetime, answer: str = "not_yet", substitute: str = ""
) -> Promise:
    """Propose to the client the day that is worked out because an input came late (R-B-46).

    ``answer`` as in ``move``: not_yet while they have not said, agreed, declined. Agreed it is moved, cause “their
    input”. Raises Refused where everything has come in time, or something it needs is still missing.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    ask("move", promise, at)
    needs = read.needs_of(promise)
    found = read.new_day(promise, needs, at)
    if found is None:
        raise Refused(
            _("Nothing it needs came so late that its day cannot stand. Move it, and say why."), rule="R-B-46"
        )
    day, because = found
    if not day.firm:
        raise Refused(
            _("Something it needs has not come yet, so there is no new day to count from. Move it, and say why."),
            rule="R-B-46",
        )
    if read.is_asked(promise, day.sum.on, promise.renegotiations.all()):
        raise Refused(_("This day was proposed already. Write down what they answered."), rule="R-B-46")
    return move(
        promise=promise,
        to_on=day.sum.on,
        reason=_reason(because, day.days_late),
        answer=answer,
        substitute=substitute,
        cause=read.cause_of(because),
        by=by,
        at=at,
    )


def _reason(because: Need, days: int) -> str:
    whole = read.late_words(because, days)
    if len(whole) <= 300:
        return whole
    words = ngettext(
        "What it needs came %(n)d day later than agreed.", "What it needs came %(n)d days later than agreed.", days
    )
    return words % {"n": days}
