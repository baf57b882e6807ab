"""What people say of how a promise weighs: its size, what made it good, one incident, an excuse by two (TV-17)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.actions.alone import reason_alone
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises.actions.holding import hold, need
from mainstay.promises.models import Promise
from mainstay.trust.actions.record.deriving import read_anew
from mainstay.trust.models.record import Evidence
from mainstay.trust.models.weighing import Weighing
from mainstay.trust.queries.record.facts import INCIDENT_DAYS
from mainstay.trust.rules.record.policy import EXCUSED, MISS, SLIP

_WRITTEN = ("promises.made", "promises.taken_in")


@transaction.atomic
def say_size(*, promise: Promise, size: str, by: User, at: datetime) -> Weighing:
    """Say what a promise is while it is being agreed: a delivery, a minor one, a small word (TV-17 a, d).

    On the day it was written down and while it is owed; afterwards Refused, so that nobody makes a miss small.
    """
    need(by, rights.GIVE_WORD, promise.client)
    promise = hold(promise)
    if size not in Weighing.SIZES:
        raise Refused(_("A promise is a delivery, a minor delivery or a small word."), rule="R-A-11", field="size")
    written = Line.objects.about(promise.pk).filter(kind__in=_WRITTEN).order_by("id").values_list("at", flat=True)
    first = written.first()
    if not promise.is_owed or first is None or local_day(first, promise.due_zone) != local_day(at, promise.due_zone):
        raise Refused(
            _("How much a promise weighs is said on the day it is agreed, not afterwards. It stays as it is."),
            rule="R-A-11",
            field="size",
        )
    there = Weighing.objects.standing().filter(promise=promise, what__in=Weighing.SIZES)
    there.update(taken_back_at=at, taken_back_by=by)
    said = Weighing.objects.create(promise=promise, what=size, by=by, at=at)
    words = said.get_what_display()
    journal.note("trust.sized", about=promise, client=promise.client, by=by, at=at, text=words)
    read_anew(promises=[promise], at=at, by_id=by.pk)
    return said


def _failure(promise: Promise, strand: str) -> Evidence:
    """The failure that somebody speaks of. Raises Refused where there is none."""
    failed = Evidence.objects.standing().filter(promise=promise, outcome__in=(SLIP, MISS))
    row = failed.filter(strand=strand).first() if strand else failed.order_by("on", "id").first()
    if row is None:
        raise Refused(
            _("Nothing is held against this promise there, so there is nothing to excuse or to link."),
            rule="R-A-11",
            field="strand",
        )
    return row


def _beside(promise: Promise, other: Promise) -> None:
    if promise.pk == other.pk or promise.client_id != other.client_id or promise.side != other.side:
        raise Refused(_("Choose another promise of the same side and client."), rule="R-A-11", field="other")


@transaction.atomic
def made_good(*, promise: Promise, remedy: Promise, by: User, at: datetime, strand: str = "") -> Weighing:
    """Say which promise made a failure good: it weighs half once the client accepted that in time (TV-17 b)."""
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    _beside(promise, remedy)
    row = _failure(promise, strand)
    said = _linked(promise, Weighing.What.REMEDY, row.strand, remedy, by, at)
    journal.note("trust.made_good", about=promise, client=promise.client, by=by, at=at, text=remedy.text)
    read_anew(promises=[promise], at=at, by_id=by.pk)
    return said


@transaction.atomic
def same_incident(*, promise: Promise, first: Promise, by: User, at: datetime, strand: str = "") -> Weighing:
    """Say that a later failure belongs to the incident of an earlier one: it weighs half (TV-17 c).

    Raises Refused where it is not the later one, or more than thirty days lie between.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    _beside(promise, first)
    row, earlier = _failure(promise, strand), _failure(first, "")
    if not timedelta(0) <= row.on - earlier.on <= timedelta(days=INCIDENT_DAYS):
        raise Refused(
            _("One incident: the later failure is linked to the earlier one, at most thirty days after it."),
            rule="R-A-11",
            field="other",
        )
    loops = Weighing.objects.standing().filter(promise=first, other=promise, what=Weighing.What.INCIDENT)
    if loops.exists():
        raise Refused(_("That one is linked to this one already; one of the two counts whole."), rule="R-A-11")
    said = _linked(promise, Weighing.What.INCIDENT, row.strand, first, by, at)
    journal.note("trust.same_incident", about=promise, client=promise.client, by=by, at=at, text=first.text)
    read_anew(promises=[promise], at=at, by_id=by.pk)
    return said


def _linked(promise: Promise, what: str, strand: str, other: Promise | None, by: User, at: datetime) -> Weighing:
    if Weighing.objects.standing().filter(promise=promise, what=what, strand=strand).exists():
        raise Refused(_("This was said already. Take it back first."), rule="R-A-11")
    return Weighing.objects.create(promise=promise, what=what, strand=strand, other=other, by=by, at=at)


@transaction.atomic
def ask_to_excuse(*, promise: Promise, reason: str, by: User, at: datetime, strand: str = "") -> Weighing:
    """Ask that a failure count for nothing: force majeure, or their own fault (TV-19). A second person agrees."""
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    row = _failure(promise, strand)
    why = clean(reason, field="reason", limit=300, required=_("Say why nobody of us could help it."), rule="R-A-11")
    if Weighing.objects.standing().filter(promise=promise, what=EXCUSED, strand=row.strand).exists():
        raise Refused(_("This was said already. Take it back first."), rule="R-A-11")
    said = Weighing.objects.create(promise=promise, what=EXCUSED, strand=row.strand, reason=why, by=by, at=at)
    journal.note("trust.excuse_asked", about=promise, client=promise.client, by=by, at=at, text=why)
    return said


def _held(weighing: Weighing) -> Weighing:
    found = Weighing.objects.select_for_update(of=("self",)).select_related("promise__client", "by")
    row = found.filter(pk=weighing.pk).first()
    if row is None:
        raise NotFound
    if row.taken_back_at is not None:
        raise Refused(_("This was taken back meanwhile."), rule="R-A-11")
    return row


@transaction.atomic
def excuse(*, weighing: Weighing, by: User, at: datetime, reason: str = "") -> Weighing:
    """Agree, as the second person, that a failure counts for nothing (TV-19). Raises Refused for whoever asked.

    Somebody alone in the house agrees themselves, a day after asking and with a ``reason`` in writing (R-X-15).
    """
    need(by, rights.KEEP_WORD, weighing.promise.client)
    row = _held(weighing)
    if row.what != EXCUSED or row.agreed_at is not None:
        raise Refused(_("There is nothing to agree to here."), rule="R-A-11")
    if row.by_id == by.pk:
        two = Refused(
            _("Two people excuse a failure: whoever asks, and somebody else who agrees."),
            rule="R-A-11",
            lifted_by=_("a colleague who serves this client, or the head"),
        )
        row.alone_why = reason_alone(refusal=two, asked_at=row.at, reason=reason, by=by, at=at)
    row.agreed_by, row.agreed_at = by, at
    row.save(update_fields=["agreed_by", "agreed_at", "alone_why"])
    promise, kind = row.promise, "trust.excused_alone" if row.alone_why else "trust.excused"
    journal.note(kind, about=promise, client=promise.client, by=by, at=at, text=row.alone_why or row.reason)
    read_anew(promises=[promise], at=at, by_id=by.pk)
    return row


@transaction.atomic
def take_weighing_back(*, weighing: Weighing, by: User, at: datetime) -> Weighing:
    """Take back what was said of how a promise weighs; it is read anew (TV-20). Sizes stay as they were agreed."""
    need(by, rights.KEEP_WORD, weighing.promise.client)
    row = _held(weighing)
    if row.what in Weighing.SIZES:
        raise Refused(
            _("How much a promise weighs is said on the day it is agreed, not afterwards. It stays as it is."),
            rule="R-A-11",
        )
    row.taken_back_at, row.taken_back_by = at, by
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    promise, words = row.promise, row.get_what_display()
    journal.note("trust.weighing_taken_back", about=promise, client=promise.client, by=by, at=at, text=words)
    read_anew(promises=[promise], at=at, by_id=by.pk)
    return row
