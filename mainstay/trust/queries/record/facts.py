"""Promises as evidence is read from them: many at once, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from mainstay.kit.learned import of_ids
from mainstay.kit.times import local_day
from mainstay.promises.models import Exchange, Need, Promise, Remark, Renegotiation
from mainstay.trust.models.weighing import Weighing
from mainstay.trust.rules.record.days import Workdays
from mainstay.trust.rules.record.derive import DELIVERY, RELEASED, SMALL, WITHDRAWN, Given, is_small
from mainstay.trust.rules.record.policy import INPUTS, OURS, PAYMENT, SATISFACTION, THEIRS, TIME, WORD

WEIGHED = (Promise.Side.OURS, Promise.Side.THEIRS)
READ = (  # the columns of a promise that evidence is read from
    *("id", "client_id", "engagement_id", "side", "kind_id", "reference", "made_on", "said", "due_zone"),
    *("first_due_on", "judged_on", "moves_in_time", "budget", "cost", "currency", "acceptance", "delivered_on"),
    *("told_at", "satisfaction", "settled_at", "ended", "instead_answer", "annulled_at", "is_owed", "closed_on"),
    "run_id",
)
NONE: frozenset[str] = frozenset()
INCIDENT_DAYS = 30  # TV-17 (c)


@dataclass
class Beside:
    """What stands beside some promises."""

    weighings: Mapping[UUID, list[Weighing]]
    asked: Mapping[UUID, list[Renegotiation]] = field(default_factory=dict)
    needs: Mapping[UUID, list[Need]] = field(default_factory=dict)
    exchanges: Mapping[UUID, Exchange] = field(default_factory=dict)
    mended: frozenset[UUID] = frozenset()
    payments: frozenset[UUID] = frozenset()


def given_of(promises: Sequence[Promise], days: Workdays, *, today: date, small_within: int) -> dict[UUID, Given]:
    """Each of these promises as the rules read it (TV-10 to 19). Third parties’ are left out."""
    wanted = [promise for promise in promises if promise.side in WEIGHED]
    beside = _beside(wanted)
    return {promise.pk: _given(promise, beside, days, today, small_within) for promise in wanted}


def leaning_on(ids: Iterable[UUID]) -> set[UUID]:
    """The promises whose evidence depends on these: they need them, or were made good by them."""
    wanted = list(ids)
    return {pk for name, ask in _LEANING.items() for pk in of_ids(name, ask, wanted)}


def _needing(ids: Sequence[UUID], _at: datetime) -> QuerySet[Need, UUID]:
    return Need.objects.filter(on__pk__among=ids, dropped_at=None).values_list("promise_id", flat=True)


def _made_good(ids: Sequence[UUID], _at: datetime) -> QuerySet[Remark, UUID | None]:
    return Remark.objects.filter(became__pk__among=ids).values_list("promise_id", flat=True).order_by()


def _weighed_by(ids: Sequence[UUID], _at: datetime) -> QuerySet[Weighing, UUID | None]:
    by = Weighing.objects.standing().filter(other__pk__among=ids)
    return by.filter(what__in=(Weighing.What.REMEDY, Weighing.What.INCIDENT)).values_list("promise_id", flat=True)


_LEANING = {"trust.needing": _needing, "trust.made_good": _made_good, "trust.weighed_by": _weighed_by}


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.promise_id].append(row)
    return found


def _beside(promises: Sequence[Promise]) -> Beside:
    ids = [promise.pk for promise in promises]
    weighings = _grouped(of_ids("trust.weighings", _weighings, ids))
    late = [promise.pk for promise in promises if _is_late(promise)]
    moved = [promise.pk for promise in promises if promise.moves_in_time]
    answered = [promise.pk for promise in promises if promise.satisfaction not in ("", "accepted", "no_answer")]
    charged = [promise.pk for promise in promises if promise.side == Promise.Side.OURS and promise.budget]
    theirs = [promise.pk for promise in promises if promise.side == Promise.Side.THEIRS]
    return Beside(
        weighings,
        _grouped(of_ids("trust.asked", _asked, list({*late, *moved})) if late or moved else ()),
        _grouped(of_ids("trust.needs", _needs, late) if late else ()),
        {row.promise_id: row for row in of_ids("trust.exchanges", _exchanges, charged)} if charged else {},
        _mended(answered) if answered else frozenset(),
        frozenset(of_ids("trust.payments", _payments, theirs) if theirs else ()),
    )


def _weighings(ids: Sequence[UUID], _at: datetime) -> QuerySet[Weighing]:
    return Weighing.objects.standing().filter(promise__pk__among=ids).select_related("other").order_by("at", "id")


def _asked(ids: Sequence[UUID], _at: datetime) -> QuerySet[Renegotiation]:
    return Renegotiation.objects.filter(promise__pk__among=ids, taken_back_at=None)


def _needs(ids: Sequence[UUID], _at: datetime) -> QuerySet[Need]:
    rows = Need.objects.filter(promise__pk__among=ids, dropped_at=None, on__side=Promise.Side.THEIRS)
    return rows.select_related("on")


def _exchanges(ids: Sequence[UUID], _at: datetime) -> QuerySet[Exchange]:
    return Exchange.objects.filter(promise__pk__among=ids).select_related("payment")


def _payments(ids: Sequence[UUID], _at: datetime) -> QuerySet[Exchange, UUID | None]:
    return Exchange.objects.filter(payment__pk__among=ids).values_list("payment_id", flat=True)


def _is_late(promise: Promise) -> bool:
    return promise.delivered_on is None or promise.delivered_on > promise.judged_on


def _mended(ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those with a remark that became a promise, which was kept in time and accepted (TV-17 b)."""
    rows = Remark.objects.filter(promise__pk__among=ids, became__isnull=False).select_related("became")
    return frozenset(row.promise_id for row in rows if row.became is not None and confirmed_in_time(row.became))


def confirmed_in_time(promise: Promise) -> bool:
    """Whether it was delivered by its day and the client accepted it."""
    done = promise.annulled_at is None and promise.delivered_on is not None
    return done and not _is_late(promise) and promise.satisfaction == Promise.Satisfaction.ACCEPTED


def size_of(promise: Promise, said: Iterable[Weighing], days: Workdays, small_within: int) -> str:
    """What was said of its size when it was agreed, else what the rule says (rulebook 1.2 ``word``, TV-17 d)."""
    if said and (told := next((row.what for row in said if row.what in Weighing.SIZES), "")):
        return str(told)
    if promise.run_id is not None or promise.side != Promise.Side.OURS:
        return DELIVERY
    small = is_small(
        ours=True,
        taken_in=promise.said in (Promise.Said.LIST, Promise.Said.CONTRACT),
        bound=bool(
            promise.budget or promise.engagement_id or promise.reference or promise.acceptance or promise.kind_id
        ),
        made_on=promise.made_on,
        due_on=promise.first_due_on,
        within=small_within,
        days=days,
    )
    return SMALL if small else DELIVERY


def _given(promise: Promise, beside: Beside, days: Workdays, today: date, small_within: int) -> Given:
    said = beside.weighings.get(promise.pk, [])
    asked = beside.asked.get(promise.pk, [])
    waited = [row for row in asked if row.cause == Renegotiation.Cause.THEIR_INPUT and row.answer == "agreed"]
    told_on, asked_for = _told(promise, asked)
    invoiced, invoiced_on, comparable = invoiced_of(promise, beside.exchanges.get(promise.pk))
    let_go = promise.ended == WITHDRAWN and promise.instead_answer == Promise.Instead.LET_GO
    ours = promise.side == Promise.Side.OURS
    return Given(
        direction=OURS if ours else THEIRS,
        due_on=promise.judged_on,
        size=size_of(promise, said, days, small_within),
        payment=not ours and (promise.budget is not None or promise.pk in beside.payments),
        made_on=promise.made_on,
        moves=promise.moves_in_time - len([row for row in waited if row.in_time]),
        input_late=0 if waited else _input_late(beside.needs.get(promise.pk, []), days, today),
        told_on=told_on,
        asked_for=asked_for,
        delivered_on=promise.delivered_on,
        ended=RELEASED if let_go else promise.ended,
        ended_on=promise.closed_on,
        agreed=promise.budget,
        invoiced=invoiced,
        invoiced_on=invoiced_on,
        comparable=comparable,
        satisfaction=promise.satisfaction,
        settled_on=local_day(promise.settled_at, promise.due_zone) if promise.settled_at else None,
        annulled=promise.annulled_at is not None,
        excused=frozenset(row.strand for row in said if row.what == "excused" and row.agreed_at) if said else NONE,
        halved=_halved(promise, said, beside),
    )


def _told(promise: Promise, asked: Sequence[Renegotiation]) -> tuple[date | None, date | None]:
    """When the other side first heard that it would be late, and the latest day asked for then."""
    moments = [row.asked_at for row in asked if row.cause != Renegotiation.Cause.THEIR_INPUT]
    if promise.told_at is not None:
        moments.append(promise.told_at)
    first = min(moments, default=None)
    return (
        local_day(first, promise.due_zone) if first is not None else None,
        max((row.to_on for row in asked), default=None),
    )


def invoiced_of(promise: Promise, exchange: Exchange | None) -> tuple[Any, date | None, bool]:
    """What was charged, on which day, and whether it can be held against what was agreed (TV-13)."""
    if exchange is not None and exchange.amount is not None:
        on = exchange.payment.made_on if exchange.payment is not None else None
        return exchange.amount, on or promise.delivered_on, exchange.currency in ("", promise.currency)
    return promise.cost, promise.delivered_on, True


def incomparable(**of: Any) -> QuerySet[Exchange]:
    """Invoices for deliveries of ours in another currency than was agreed: no evidence of the budget (1.13)."""
    ours = Q(promise__side=Promise.Side.OURS, promise__annulled_at=None, promise__budget__gt=0, amount__isnull=False)
    delivered = Exchange.objects.filter(ours, promise__delivered_on__isnull=False, **of)
    return delivered.exclude(currency="").exclude(currency=F("promise__currency"))


def incomparable_of(clients: Iterable[UUID], until: date) -> Counter[UUID]:
    """How many of these each client has, of deliveries up to a day: one query."""
    found = incomparable(promise__client__pk__among=list(clients), promise__delivered_on__lte=until)
    return Counter(found.values_list("promise__client_id", flat=True))


def _input_late(needs: Iterable[Need], days: Workdays, today: date) -> int:
    """By how many working days what it needs from them was late, or is so far (TV-12 b)."""
    found = [
        days.between(need.on.judged_on, need.on.delivered_on or today)
        for need in needs
        if need.on.annulled_at is None and not need.on.ended
    ]
    return max(found, default=0)


def _halved(promise: Promise, said: Sequence[Weighing], beside: Beside) -> frozenset[str]:
    """The strands whose failure weighs half (TV-17 b, c)."""
    if not said and promise.pk not in beside.mended:
        return NONE
    found = {SATISFACTION} if promise.pk in beside.mended else set()
    for row in said:
        if row.other is None:
            continue
        made_good = row.what == Weighing.What.REMEDY and confirmed_in_time(row.other)
        if made_good or row.what == Weighing.What.INCIDENT:
            found |= {row.strand} if row.strand else {TIME, WORD, SATISFACTION, INPUTS, PAYMENT}
    return frozenset(found)


def open_since(day: date) -> Q:
    """Still owed past its day, before this one."""
    return Q(is_owed=True, judged_on__lt=day, annulled_at=None, side__in=WEIGHED)
