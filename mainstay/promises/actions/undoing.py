"""Taking back the last act on a promise: what the journal says it changed is set as it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeGuard

from django.db import models, transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal.models import Line, Words
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.refusals import Refused
from mainstay.promises.actions import exchanging
from mainstay.promises.actions.ending import annul
from mainstay.promises.actions.holding import hold, judge, need, snapshot, write
from mainstay.promises.models import Exceeded, Exchange, Finding, Need, Promise, Remark, Renegotiation

WITHIN = timedelta(days=1)
REVERSIBLE = frozenset(
    f"promises.{verb}"
    for verb in (
        "made", "handed_over", "moved", "move_asked", "move_declined", "delivered", "told", "settled",
        "withdrawn", "released", "broken", "annulled", "said_of_kind",
        "needs", "manageable_for_us", "manageable_for_them", "too_tight_for_us", "too_tight_for_them",
        "guarded", "progressed", "exceeded", "instead_answered", "given_over", "acknowledged", "invoiced", "paid",
    )
)  # fmt: skip


def can_take_back(promise: Promise, *, by: User, at: datetime) -> bool:
    """Whether the last act on this promise was this person's own, can be undone and is less than a day old."""
    return _may_go(_last(promise), by, at)


def _may_go(last: Line | None, by: User, at: datetime) -> TypeGuard[Line]:
    return last is not None and last.kind in REVERSIBLE and last.by_id == by.pk and at - last.at <= WITHIN


def _last(promise: Promise) -> Line | None:
    """The last thing told of a promise, or of what both sides give for it."""
    exchange = _exchanges(promise=promise.pk)
    return Line.objects.filter(about_id__in=[promise.pk, *exchange]).order_by("-id").first()


@prepared(promise=models.UUIDField())
def _exchanges(promise: Slot) -> models.QuerySet[Exchange, Any]:
    return Exchange.objects.filter(promise=promise).values_list("pk", flat=True)


@transaction.atomic
def take_back(*, promise: Promise, by: User, at: datetime) -> Promise:
    """Undo the last act on a promise (R-X-2, R-B-5): one's own, within a day; the journal keeps both.

    A promise just made is marked as entered in error. Raises Refused where there is nothing to take back.
    """
    need(by, rights.DELIVER, promise.client)
    promise = hold(promise)
    last = _last(promise)
    if not _may_go(last, by, at):
        raise Refused(
            _("There is nothing of yours to take back here: only your own last act can be, within a day."),
            rule="R-X-2",
        )
    before = snapshot(promise)
    if last.kind == "promises.made":
        promise.annulled_at, promise.annulled_why = at, _("taken back")
        judge(promise)
        Remark.objects.filter(became=promise).update(became=None, closed_at=None)  # it waits for an answer again
        Promise.objects.filter(instead=promise).update(instead=None, instead_answer=Promise.Instead.NOT_YET)
    elif last.kind in exchanging.KINDS:
        exchanging.restore(promise, last, by=by, at=at)
    elif last.kind == "promises.exceeded":
        Exceeded.objects.filter(promise=promise, noted_at=last.at, taken_back_at=None).update(taken_back_at=at)
    else:
        _restore(promise, last)
        _undo_beside(promise, last, by=by, at=at)
    return write("promises.taken_back", promise, before, by=by, at=at)


def _restore(promise: Promise, last: Line) -> None:
    words = Words.objects.filter(pk=last.pk).first()
    for name, (old, new) in (words.changes if words else {}).items():
        if _read(name, new) != getattr(promise, name):
            raise Refused(_("Something else was changed since. Take that back first."), rule="R-X-2")
        setattr(promise, name, _read(name, old))


def _read(name: str, value: Any) -> Any:
    field = Promise._meta.get_field(name.removesuffix("_id"))
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value) if isinstance(field, models.Field) else value


_ANSWERS = {
    "promises.moved": Renegotiation.Answer.AGREED,
    "promises.move_asked": Renegotiation.Answer.NOT_YET,
    "promises.move_declined": Renegotiation.Answer.DECLINED,
}


def _undo_asking(promise: Promise, last: Line, at: datetime) -> None:
    """Another day just asked for is taken back; one asked for earlier and answered now waits again."""
    asked = Renegotiation.objects.filter(promise=promise, taken_back_at=None, answer=_ANSWERS[last.kind])
    if asked.filter(asked_at=last.at).update(taken_back_at=at):
        return
    words = Words.objects.filter(pk=last.pk).first()
    earlier = asked.filter(reason=words.text if words else "").order_by("-asked_at").first()
    if earlier is not None:
        Renegotiation.objects.filter(pk=earlier.pk).update(answer=Renegotiation.Answer.NOT_YET)


_OFFERING = frozenset({"promises.withdrawn", "promises.broken", "promises.instead_answered"})


def _undo_instead(last: Line, *, by: User, at: datetime) -> None:
    """What was promised in its place goes with the taking back; not where somebody has acted on it since."""
    words = Words.objects.filter(pk=last.pk).first()
    made = (words.changes if words else {}).get("instead_id", (None, None))[1]
    instead = Promise.objects.filter(pk=made, annulled_at=None).select_related("client").first() if made else None
    if instead is None:
        return
    if instead.acts:
        raise Refused(_("What was promised in its place was acted on meanwhile. Take that back first."), rule="R-X-2")
    annul(promise=instead, reason=_("taken back"), by=by, at=at)


def _undo_beside(promise: Promise, last: Line, *, by: User, at: datetime) -> None:
    if last.kind in _ANSWERS:
        _undo_asking(promise, last, at)
    if last.kind == "promises.settled":
        since = Remark.objects.filter(promise=promise, raised_at=last.at)
        if since.filter(became__isnull=False).exists():
            raise Refused(_("Its remark became a promise meanwhile. Take that back first."), rule="R-X-2")
        since.filter(closed_at=None).update(closed_at=at, answer=_("taken back"))
    if last.kind == "promises.delivered":
        Exceeded.objects.filter(promise=promise, noted_at=last.at, taken_back_at=None).update(taken_back_at=at)
    if last.kind in _OFFERING:
        _undo_instead(last, by=by, at=at)
    if last.kind == "promises.needs":
        Need.objects.filter(promise=promise, noted_at=last.at).update(dropped_at=at)
    if last.kind.startswith(("promises.manageable_for_", "promises.too_tight_for_")):
        Finding.objects.filter(promise=promise, said_at=last.at).update(taken_back_at=at)
    if last.kind == "promises.annulled":
        Remark.objects.filter(promise=promise, closed_at=last.at, became=None).update(closed_at=None, answer="")
