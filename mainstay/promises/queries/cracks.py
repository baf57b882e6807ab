"""What falls between two people: open without owner, without answer, guarded by one alone (R-B-54).

Each kind is one query, bounded; what stands a few days without an answer is a crack, an hour is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.models import Assignment
from mainstay.clients.queries import presence
from mainstay.house.models import Absence, User
from mainstay.house.rules import rights
from mainstay.kit import times
from mainstay.kit.plug import Lines, Move, TodayLine
from mainstay.promises.models import Promise, Remark, Renegotiation
from mainstay.promises.models.ledger import ANSWER, ANSWER_INSTEAD
from mainstay.promises.queries.words import Reader, due_short
from mainstay.promises.rules import POLICY

MOST = 100  # lines of each kind
NO_OWNER, ONE_GUARD, REMARK, PROPOSAL, INSTEAD = 1, 2, 3, 4, 5  # the order on the page


def lines(person: User, at: datetime) -> Lines:
    """What fell between two at the clients this person may see: five queries, whatever there is."""
    reader = Reader.of(person, at)
    told: list[TodayLine] = []
    more: Counter[int] = Counter()
    for order, rows, say in _kinds(person, at):
        found = list(rows[: MOST + 1])
        told += [say(row, person, reader) for row in found[:MOST]]
        if len(found) > MOST:
            more[order] = rows.count() - MOST
    return Lines(told, more=more)


Kind = tuple[int, QuerySet[Any, Any], Callable[[Any, User, Reader], TodayLine]]


def _kinds(person: User, at: datetime) -> Iterator[Kind]:
    seen = Promise.objects.visible_to(person)
    # of whoever sees all no promise is looked up: what is open is few, and leads to its own
    only = {} if person.may(rights.SEE_ALL) else {"promise__in": seen}
    since = at - POLICY.answer_within
    yield NO_OWNER, without_owner(person, at), _without_owner
    yield ONE_GUARD, _one_guard(person), _guarded_by_one
    remarks = Remark.objects.filter(closed_at=None, raised_at__lte=since, promise__annulled_at=None)
    remarks = remarks.filter(**only).select_related("promise__client", "promise__owner")
    yield REMARK, remarks.order_by("raised_at", "id"), _remark
    asked = Renegotiation.objects.alias(answered=ANSWER).filter(answered=Renegotiation.Answer.NOT_YET)
    asked = asked.filter(taken_back_at=None, asked_at__lte=since, promise__is_owed=True, **only).select_related(
        "promise__client", "promise__owner"
    )
    yield PROPOSAL, asked.order_by("asked_at", "id"), _proposal
    open_ = (Promise.Instead.NOT_YET, Promise.Instead.DECLINED)
    offered = (
        seen.counted()
        .alias(answered=ANSWER_INSTEAD)
        .filter(answered__in=open_, ended_at__lte=since, instead=None)
        .select_related("client", "owner")
    )
    yield INSTEAD, offered.order_by("ended_at", "id"), _instead


def without_owner(person: User, at: datetime) -> QuerySet[Promise]:
    """Owed, and nobody is there for it: no owner, one who was let go, or one away where nobody stands in."""
    day = times.local_day(at, person.zone)
    absent = Absence.objects.filter(from_on__lte=day, to_on__gte=day).values("user_id")
    there = Assignment.objects.now().filter(client=OuterRef("client"), role__in=presence.LOOKS_AFTER)
    alone = Q(owner__in=absent) & ~Q(Exists(there.exclude(presence.not_there(day))))
    gone = User.objects.filter(is_active=False).order_by().values("pk")  # these few lead to their promises
    nobody = Q(owner=None) | Q(owner__in=gone) | alone
    rows = Promise.objects.visible_to(person).owed().filter(nobody, client__archived_at=None)
    return rows.select_related("client", "owner").order_by("due_at", "id")


def _one_guard(person: User) -> QuerySet[Promise]:
    """Dates that cost something to miss and that one alone guards, in a house of more than one."""
    alone = Q(second=None) | Q(second__is_active=False) | Q(second=F("owner")) | Q(owner__is_active=False)
    rows = Promise.objects.visible_to(person).owed().filter(alone, cost_of_missing__isnull=False)
    others = User.objects.filter(is_active=True).exclude(pk=OuterRef("owner"))
    return rows.filter(Exists(others)).select_related("client", "owner").order_by("due_at", "id")


# --- in words ---


def _line(promise: Promise, reader: Reader, order: int, code: str, kind: str, **told: Any) -> TodayLine:
    return TodayLine(
        key=f"{code}-{told.pop('key', promise.pk)}",
        order=order,
        kind=kind,
        state="",
        client_id=promise.client_id,
        client=promise.client.name,
        who=promise.client.name,
        url=reverse("promises:page", args=[promise.pk]),
        tie=promise.client.order_name,
        owner=promise.owner.name if promise.owner else "",
        code=code,
        about=promise.text,
        about_id=promise.pk,
        due_on=promise.due_on,
        **told,
    )


def _mend(person: User, label: str, name: str, pk: object) -> Move | None:
    return Move(label, reverse(f"promises:{name}", args=[pk])) if person.may(rights.KEEP_WORD) else None


def _days(reader: Reader, since: datetime) -> float:
    return (reader.at - since).total_seconds() / 86400


def _without_owner(promise: Promise, person: User, reader: Reader) -> TodayLine:
    words = {"text": promise.text, "name": promise.owner.name if promise.owner else ""}
    if promise.owner is None:
        what = _("Nobody of us answers for “%(text)s”.") % words
    elif not promise.owner.is_active:
        what = _("%(name)s, who answered for “%(text)s”, is no longer with the house.") % words
    else:
        what = _("%(name)s, who answers for “%(text)s”, is away, and nobody stands in.") % words
    return _line(
        promise, reader, NO_OWNER, "no_owner", _("Without owner"), what=what, urgency=_days(reader, promise.due_at),
        when=_("due %(when)s") % {"when": due_short(promise, reader)}, rule="R-B-54",
        main=_mend(person, _("Hand over"), "hand_over", promise.pk),
        why=_("What nobody answers for is missed without anybody breaking a word."),
    )  # fmt: skip


def _guarded_by_one(promise: Promise, person: User, reader: Reader) -> TodayLine:
    what = _("Missing “%(text)s” costs something, and one of us alone guards it.") % {"text": promise.text}
    return _line(
        promise, reader, ONE_GUARD, "one_guard", _("One guard alone"), what=what,
        urgency=_days(reader, promise.due_at), when=_("due %(when)s") % {"when": due_short(promise, reader)},
        rule="R-B-75", main=_mend(person, _("Guard it"), "guard", promise.pk),
        why=_("Two of us guard such a date, so that it is kept when one is away."),
    )  # fmt: skip


def _remark(remark: Remark, person: User, reader: Reader) -> TodayLine:
    promise = remark.promise
    words = {"remark": remark.text, "text": promise.text}
    return _line(
        promise, reader, REMARK, "remark", _("Remark"), key=remark.pk, rule="R-A-10",
        what=_("The remark “%(remark)s” about “%(text)s” has no answer yet.") % words,
        when=_("since %(when)s") % {"when": reader.at_day(remark.raised_at)}, urgency=_days(reader, remark.raised_at),
        main=_mend(person, _("Answer it"), "answer_remark", remark.pk),
        why=_("What a client remarks when accepting stays open until it is answered or promised."),
    )  # fmt: skip


def _proposal(asked: Renegotiation, person: User, reader: Reader) -> TodayLine:
    promise = asked.promise
    words = {"text": promise.text, "day": reader.on(asked.to_on), "old": reader.on(asked.from_on)}
    what = _("%(day)s was asked for instead of %(old)s for “%(text)s”, and they have not answered.") % words
    return _line(
        promise, reader, PROPOSAL, "proposal", _("Without answer"), key=asked.pk, what=what, rule="R-B-38",
        when=_("since %(when)s") % {"when": reader.at_day(asked.asked_at)}, urgency=_days(reader, asked.asked_at),
        main=_mend(person, _("Write down their answer"), "answer", promise.pk),
        why=_("Until they agree the old day stands, whatever we believe."),
    )  # fmt: skip


def _instead(promise: Promise, person: User, reader: Reader) -> TodayLine:
    words = {"text": promise.text, "what": promise.substitute}
    if promise.instead_answer == Promise.Instead.DECLINED:
        what = _("They did not agree to “%(what)s” instead of “%(text)s”, and nothing else was offered.") % words
    else:
        what = _("“%(what)s” was offered instead of “%(text)s”, and they have not answered.") % words
    ended = promise.ended_at or reader.at
    return _line(
        promise, reader, INSTEAD, "instead", _("Without answer"), what=what, rule="R-B-76",
        when=_("since %(when)s") % {"when": reader.at_day(ended)}, urgency=_days(reader, ended),
        main=_mend(person, _("Write down their answer"), "answer_instead", promise.pk),
        why=_("A promise is taken back honourably when they have said what they want in its place."),
    )  # fmt: skip
