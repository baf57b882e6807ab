"""Which promises stand on whose Today: rows by key alone, read in one query whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from mainstay.clients.models import Assignment
from mainstay.clients.queries import presence
from mainstay.house.models import Absence, User
from mainstay.house.queries.learned import rows_for
from mainstay.kit.counting import count_of
from mainstay.kit.times import local_day
from mainstay.promises.models import Promise, PromiseQuerySet, Remark
from mainstay.promises.queries.today import between, early
from mainstay.promises.rules import POLICY

LATE, TO_TELL, IN_DANGER, THEIRS, REMARK = 1, 3, 4, 6, 8  # the order of harm (R-A-22)
OWN, BESIDE, AWAY, LEFT, HEAD = "own", "beside", "away", "left", "head"  # why it stands on this person's page
NOBODY = "nobody"  # the owner is away, and so is whoever stands in: the head sees it
COUNTED = 1000  # further lines are counted up to here

_SLACK = timedelta(days=1, hours=1)  # a due day is over at its end, and a clock may be put forward meanwhile
_COLUMNS = ("pk", "order", "because", "moment", "day", "zone")


@dataclass(frozen=True)
class Key:
    """One line to be: what it is about, its place, and why this person sees it."""

    pk: UUID
    order: int
    because: str
    moment: datetime
    day: date
    zone: str


@dataclass(frozen=True)
class Found:
    """The keys in order; ``beyond`` says that there are more than were counted."""

    keys: list[Key]
    beyond: bool


def of_person(person: User, at: datetime) -> Found:
    """The lines of one person, by kind and then by how long they stand. One query; one more for guarded dates."""
    found = _read(rows_for("promises.today", _of_person, person, at), at)
    return Found(early.unheeded(person, found.keys, at), found.beyond)


def _of_person(person: User, at: datetime) -> QuerySet[Any, Any]:
    others = (_covered(person, at), _untold(person, at), _remarked(person, at), *_early(person, at))
    others += tuple(_nobody_there(person, at))
    others += tuple(_between(person, at))
    return _first(_own(person, at).union(*others, all=True))


def of_head(person: User, at: datetime) -> Found:
    """The exceptions of whomever this person heads. One query; none for somebody who heads nobody."""
    if not person.is_head:
        return Found([], beyond=False)
    return _read(rows_for("promises.exceptions", _of_head, person, at), at)


def _of_head(person: User, at: datetime) -> QuerySet[Any, Any]:
    late, *others = _exceptions(person, at)
    return _first(late.union(*others, all=True))


def count_of_head(person: User, at: datetime) -> int:
    """How many exceptions there are."""
    if not person.is_head:
        return 0
    [(count,)] = rows_for("promises.exceptions.count", _count_of_head, person, at)
    return int(count)


def _count_of_head(person: User, at: datetime) -> QuerySet[Any, Any]:
    first, *others = [count_of(rows) for rows in _exceptions(person, at)]
    count: Any = sum(others, start=first)
    return User.objects.filter(pk=person.pk).order_by().annotate(led=count).values_list("led")


def _first(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """As many as are counted and one more, in order."""
    return rows.order_by("order", "moment", "pk")[: COUNTED + 1]


def _read(rows: list[Any], at: datetime) -> Found:
    keys = [Key(*row) for row in rows[:COUNTED]]
    return Found([key for key in keys if _is_near(key, at)], beyond=len(rows) > COUNTED)


def _is_near(key: Key, at: datetime) -> bool:
    """The database reads a day too much for every zone; here the calendar of the promise decides (R-A-12)."""
    if key.order != IN_DANGER:
        return True
    left = early.days_left(key.day, at, key.zone)
    if key.because in (early.GUARD, early.ALONE):
        return left <= early.FIRST
    if key.because == early.EARLY:
        return left > POLICY.remind_before.days
    ahead = POLICY.deputy_before if key.because == BESIDE else POLICY.remind_before
    return left <= ahead.days


def _keys(rows: QuerySet[Any, Any], *, order: Any, because: Any, of: str = "") -> QuerySet[Any, Any]:
    """The columns that every branch of the union gives."""
    told: QuerySet[Any, Any] = rows.order_by().annotate(
        order=order,
        because=because,
        moment=F("raised_at" if of else "due_at"),
        day=F(f"{of}due_on"),
        zone=F(f"{of}due_zone"),
    )
    return told.values_list(*_COLUMNS)


def _word(word: str) -> Value:
    return Value(word, output_field=CharField())


def _number(number: int) -> Value:
    return Value(number, output_field=IntegerField())


def _owed(at: datetime, ahead: timedelta) -> PromiseQuerySet:
    """Ours that are due by then, theirs and third parties’ that are late."""
    soon = at + ahead + _SLACK
    return Promise.objects.owed().filter(Q(side=Promise.Side.OURS) | Q(due_at__lte=at), due_at__lte=soon)


def _order(at: datetime, *, all_: bool = False) -> Case:
    """The place of a promise; ``all_``: with theirs that are still to come."""
    theirs = ~Q(side=Promise.Side.OURS) & Q(due_at__lte=at) if all_ else ~Q(side=Promise.Side.OURS)
    return Case(
        When(theirs, then=_number(THEIRS)),
        When(due_at__lte=at, then=_number(LATE)),
        default=_number(IN_DANGER),
    )


def _own(person: User, at: datetime) -> QuerySet[Any, Any]:
    rows = _owed(at, POLICY.remind_before).visible_to(person).filter(owner=person)
    rows = rows.exclude(cost_of_missing__isnull=False, due_at__gt=at)  # two guard these
    return _keys(rows, order=_order(at), because=_word(OWN))


def _early(person: User, at: datetime) -> list[QuerySet[Any, Any]]:
    """Dates that cost something to miss, and what shows early that it may not be kept (R-B-75, R-A-12)."""
    standing = _Standing(person, at)
    guarded = early.guarded_by_person(person, at, _SLACK)
    warned = early.warned(person, at)
    warned = warned.exclude(cost_of_missing__isnull=False, due_at__lte=at + timedelta(days=early.FIRST) + _SLACK)
    # one's own and those of the clients one serves, each by its own index: together they are sought among all
    served = _serves(person, Assignment.Role.DEPUTY, Assignment.Role.MANAGER)
    beside = warned.filter(standing.away | standing.left, client__in=served).exclude(owner=person)
    rows = [_keys(guarded, order=_order(at, all_=True), because=_word(early.GUARD))]
    sought = (warned.filter(owner=person), beside)
    rows += [_keys(some, order=_number(IN_DANGER), because=_word(early.EARLY)) for some in sought]
    if (alone := _alone(person, at)) is not None:
        rows.append(alone)
    return rows


def _alone(person: User, at: datetime) -> QuerySet[Any, Any] | None:
    """Dates whose two guards are both away, for their head; what is past stands with the late ones."""
    rows = early.unguarded(person, at, _SLACK)
    if rows is None:
        return None
    return _keys(rows.filter(due_at__gt=at), order=_number(IN_DANGER), because=_word(early.ALONE))


def _between(person: User, at: datetime) -> list[QuerySet[Any, Any]]:
    """A new day to propose, another day asked for, two days for one thing (R-B-46, R-B-50, R-B-38)."""
    standing = _Standing(person, at)
    mine = Promise.objects.owed().visible_to(person).filter(Q(owner=person) | standing.away | standing.left)
    return between.keys(mine, _COLUMNS)


def _serves(person: User, *roles: str) -> QuerySet[Any, Any]:
    return Assignment.objects.filter(user=person, to_on=None, role__in=roles).values("client_id")


@dataclass(frozen=True)
class _Standing:
    """For whom somebody stands in, as conditions on promises (or on what points to them, by ``of``)."""

    person: User
    at: datetime
    of: str = ""

    def __call__(self, **conditions: Any) -> Q:
        return Q(**{f"{self.of}{name}": value for name, value in conditions.items()})

    @property
    def away(self) -> Q:
        """The owner is absent today; deputy and manager of the client stand in."""
        day = local_day(self.at, self.person.zone)
        absent = Absence.objects.filter(from_on__lte=day, to_on__gte=day).values("user_id")
        served = _serves(self.person, Assignment.Role.DEPUTY, Assignment.Role.MANAGER)
        return self(owner__in=absent, client__in=served)

    @property
    def left(self) -> Q:
        """Nobody who serves the client owns it; the client's manager does, or their deputy while they are away."""
        serving = Assignment.objects.filter(
            client=OuterRef(f"{self.of}client"), user=OuterRef(f"{self.of}owner"), to_on=None
        )
        nobody = self(owner=None) | self(owner__is_active=False) | ~Q(Exists(serving))
        stands_in = presence.stands_in(self.person, local_day(self.at, self.person.zone)).values("client_id")
        mine = self(client__in=_serves(self.person, Assignment.Role.MANAGER)) | self(client__in=stands_in)
        return mine & nobody

    @property
    def because(self) -> Case:
        """Why, told apart."""
        return Case(
            When(self(owner=self.person), then=_word(OWN)),
            When(self.away, then=_word(AWAY)),
            When(self.left, then=_word(LEFT)),
            default=_word(BESIDE),
        )


def _covered(person: User, at: datetime) -> QuerySet[Any, Any]:
    """What this person does not own, and stands in for: ours from a day ahead, more where the owner cannot."""
    standing = _Standing(person, at)
    beside = Q(side=Promise.Side.OURS, due_at__lte=at + POLICY.deputy_before + _SLACK)
    served = _serves(person, Assignment.Role.DEPUTY, Assignment.Role.MANAGER)
    rows = _owed(at, POLICY.remind_before).visible_to(person).filter(client__in=served)
    rows = rows.exclude(owner=person).exclude(second=person, cost_of_missing__isnull=False)
    rows = rows.filter(beside | standing.away | standing.left)
    return _keys(rows, order=_order(at), because=standing.because)


def _nobody_there(person: User, at: datetime) -> list[QuerySet[Any, Any]]:
    """Whoever answers for it is away, and neither manager nor deputy is there: it goes to the head (R-A-12, R-A-34)."""
    if (led := _led(person)) is None:
        return []
    day = local_day(at, person.zone)
    absent = Absence.objects.filter(from_on__lte=day, to_on__gte=day).values("user_id")
    there = Assignment.objects.now().filter(client=OuterRef("client"), role__in=presence.LOOKS_AFTER)
    rows = _owed(at, POLICY.remind_before).filter(led, owner__in=absent).exclude(owner=person)
    rows = rows.exclude(Exists(there.exclude(presence.not_there(day))))
    rows = rows.exclude(cost_of_missing__isnull=False, due_at__gt=at)  # their guards and heads see these already
    return [_keys(rows, order=_order(at), because=_word(NOBODY))]


def _led(person: User) -> Q | None:
    """The promises of the clients a person heads; None for whoever heads nobody."""
    if not person.is_head:
        return None
    return Q() if person.heads_house else Q(client__unit__in=person.units_led)


def _untold(person: User, at: datetime) -> QuerySet[Any, Any]:
    standing = _Standing(person, at)
    # begun at the few that are to be told, whatever else the planner would find by their owner
    untold = Promise.objects.to_tell().order_by().values("pk")
    rows = Promise.objects.filter(pk__in=untold).visible_to(person)
    rows = rows.filter(Q(owner=person) | standing.away | standing.left)
    return _keys(rows, order=_number(TO_TELL), because=standing.because)


def _remarked(person: User, at: datetime) -> QuerySet[Any, Any]:
    """Open remarks are few: they lead to their promises, never the promises to them."""
    standing = _Standing(person, at)
    mine = Promise.objects.counted().visible_to(person).filter(pk=OuterRef("promise"))
    mine = mine.filter(Q(owner=person) | standing.away | standing.left)
    rows = Remark.objects.filter(Exists(mine), closed_at=None)
    because = _Standing(person, at, of="promise__").because
    return _keys(rows, order=_number(REMARK), because=because, of="promise__")


def _exceptions(person: User, at: datetime) -> list[QuerySet[Any, Any]]:
    """Late, untold or without a guard, at the clients of the teams that this person heads."""
    led = _led(person) or Q()
    late, untold = Promise.objects.owed().ours().filter(led, due_at__lte=at), Promise.objects.to_tell().filter(led)
    head, alone = _word(HEAD), _alone(person, at)
    found = [_keys(late, order=_number(LATE), because=head), _keys(untold, order=_number(TO_TELL), because=head)]
    return found if alone is None else [*found, alone]
