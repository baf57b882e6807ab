"""What is known before a promise is given: own load, own record, their pace, what contradicts it (R-B-41, R-B-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, DateField, QuerySet, UUIDField

from mainstay.clients.models import Assignment, Contact
from mainstay.house.models import Absence, User
from mainstay.house.queries import calendar_for
from mainstay.house.rules import rights, working_time
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.times import local_day
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.queries import clashes, kinds
from mainstay.promises.rules import foresight as rules

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.promises.models import Kind

AHEAD = timedelta(weeks=rules.HORIZON_WEEKS + 2)
Cases = Sequence[tuple[date, date, date]]


@dataclass(frozen=True)
class Asked:
    """A promise that is thought of: to whom, by whom, by when, what."""

    client: Client
    due_on: date
    side: str = Promise.Side.OURS
    owner: User | None = None
    contact: Contact | None = None
    text: str = ""
    kind: Kind | None = None
    reference: str = ""
    made_on: date | None = None


@dataclass(frozen=True)
class Foreseen:
    """What is known of it. ``pace`` is whose it is: one's own, the house's (``of_house``), or theirs."""

    asked: Asked
    today: date
    load: rules.Load | None = None
    works: bool = True
    pace: rules.Pace | None = None
    of_house: bool = False
    of_kind: bool = False
    clashes: tuple[Promise, ...] = ()
    realistic_on: date | None = None

    @property
    def days(self) -> int:
        """The days this promise gives."""
        return (self.asked.due_on - (self.asked.made_on or self.today)).days

    @property
    def too_short(self) -> bool:
        """Whether it gives fewer days than it usually takes."""
        return self.pace is not None and self.days < self.pace.days

    @property
    def full(self) -> bool:
        """Whether the week of its day holds as many promises as make it full."""
        return self.load is not None and self.load.is_full(self.asked.due_on)

    @property
    def away(self) -> bool:
        """Whether its keeper is away on its day."""
        return self.load is not None and self.asked.due_on in self.load.away

    @property
    def tight(self) -> bool:
        """Whether the day does not hold by what is known."""
        return self.full or self.away or self.too_short or not self.works


def foresee(asked: Asked, at: datetime) -> Foreseen:
    """Look ahead for a promise of ours or theirs; nothing is kept, nothing refused (R-B-41). At most six queries."""
    today = local_day(at, asked.client.zone)
    if asked.side == Promise.Side.OURS and asked.owner is not None:
        return _ours(asked, asked.owner, today)
    if asked.side == Promise.Side.THEIRS:
        return _theirs(asked, today)
    return Foreseen(asked, today)


def _ours(asked: Asked, owner: User, today: date) -> Foreseen:
    calendar = calendar_for(owner, around=today)
    load = load_of(owner, today, asked.due_on)
    cases, of_house = own_cases(owner, asked.kind)
    pace = rules.pace(cases)
    works = working_time.is_working_day(calendar, asked.due_on)
    found = clashes.like(
        asked.client,
        text=asked.text,
        due_on=asked.due_on,
        owner_id=owner.pk,
        kind_id=asked.kind.pk if asked.kind else None,
        reference=asked.reference,
    )
    seen = Foreseen(asked, today, load, works, pace, of_house, bool(asked.kind), tuple(found))
    if not seen.tight:
        return seen
    needed = rules.work_needed(calendar, cases) if pace is not None else 0
    on = rules.first_realistic(calendar, load, asked.made_on or today, asked.due_on, needed)
    return Foreseen(**{**vars(seen), "realistic_on": on if on != asked.due_on else None})


def _theirs(asked: Asked, today: date) -> Foreseen:
    cases, of_kind = their_cases(asked.client, asked.kind, asked.contact)
    seen = Foreseen(asked, today, pace=rules.pace(cases), of_kind=of_kind)
    if not seen.too_short or seen.pace is None:
        return seen
    on = (asked.made_on or today) + timedelta(days=seen.pace.days)
    calendar = calendar_for(asked.client, around=today)
    try:
        on = working_time.next_working_day(calendar, on, may_be_same=True)
    except ValueError:
        return seen
    return Foreseen(**{**vars(seen), "realistic_on": on})


def load_of(owner: User, today: date, wanted: date) -> rules.Load:
    """The weeks of somebody from last week on: their open promises, and the days they are away. Two queries."""
    first, last = rules.monday_of(min(today, wanted)) - timedelta(days=7), max(today, wanted) + AHEAD
    by_week: Counter[date] = Counter()
    for due_on, many in _owed_by_day(owner=owner.pk, first=first, last=last):
        by_week[rules.monday_of(due_on)] += many
    away: set[date] = set()
    for begin, end in _away(owner=owner.pk, first=first, last=last):
        day = max(begin, first)
        while day <= min(end, last):
            away.add(day)
            day += timedelta(days=1)
    return rules.Load(dict(by_week), frozenset(away))


@prepared(owner=UUIDField(), first=DateField(), last=DateField())
def _owed_by_day(owner: Slot, first: Slot, last: Slot) -> QuerySet[Promise, tuple[date, int]]:
    owed = Promise.objects.owed().ours().filter(owner=owner, due_on__gte=first, due_on__lte=last)
    return owed.order_by().values("due_on").annotate(many=Count("pk")).values_list("due_on", "many")


@prepared(owner=UUIDField(), first=DateField(), last=DateField())
def _away(owner: Slot, first: Slot, last: Slot) -> QuerySet[Absence, tuple[date, date]]:
    return Absence.objects.filter(user=owner, from_on__lte=last, to_on__gte=first).values_list("from_on", "to_on")


def own_cases(owner: User, kind: Kind | None) -> tuple[Cases, bool]:
    """The latest of this kind that somebody delivered; the house's (True) where they have fewer than three."""
    if kind is None:
        return [], False
    done = Promise.objects.counted().ours().filter(kind=kind)
    own = _cases(done.filter(owner=owner))
    return (own, False) if len(own) >= rules.RECORD_FROM else (_cases(done), True)


def their_cases(client: Client, kind: Kind | None, contact: Contact | None) -> tuple[Cases, bool]:
    """The latest that they brought: of this kind where there are three (True), of this person, else of the client."""
    done = Promise.objects.counted().theirs().filter(client=client)
    if kind is not None and len(found := _cases(done.filter(kind=kind))) >= rules.RECORD_FROM:
        return found, True
    if contact is not None and len(found := _cases(done.filter(owner_contact=contact))) >= rules.RECORD_FROM:
        return found, False
    return _cases(done), False


def _cases(done: PromiseQuerySet) -> Cases:
    rows = done.filter(made_on__isnull=False, delivered_on__isnull=False, closed_on__isnull=False)
    told = rows.order_by("-closed_on", "-id").values_list("made_on", "delivered_on", "judged_on")
    return [
        (made, delivered, judged)
        for made, delivered, judged in told[: rules.RECORD_OF]
        if made is not None and delivered is not None
    ]


def asked_of(client: Client, told: Mapping[str, str], person: User) -> Asked | None:
    """What a form, half filled in, asks for; None while it names no day."""
    try:
        due_on = date.fromisoformat(told.get("due_on", ""))
    except ValueError:
        return None
    side = told.get("side") or Promise.Side.OURS
    made = told.get("made_on", "")
    return Asked(
        client=client,
        due_on=due_on,
        side=side,
        owner=_one(User.objects.filter(is_active=True), told.get("owner", "")) or keeper(client, person),
        contact=_one(Contact.objects.filter(affiliations__client=client), told.get("owner_contact", "")),
        text=told.get("text", "")[:300],
        kind=kinds.called(told.get("kind", "")[:200]),
        reference=told.get("reference", "")[:120],
        made_on=date.fromisoformat(made) if _is_day(made) else None,
    )


def keeper(client: Client, person: User) -> User:
    """Who keeps a word where nobody is named: whoever writes it down, if they may, else the client's manager."""
    if person.may(rights.KEEP_WORD):
        return person
    serving = Assignment.objects.filter(client=client, to_on=None, role=Assignment.Role.MANAGER)
    manager = serving.select_related("user").first()
    return manager.user if manager is not None else person


def _is_day(told: str) -> bool:
    try:
        return bool(date.fromisoformat(told))
    except ValueError:
        return False


def _one(rows: Any, told: str) -> Any:
    try:
        return rows.filter(pk=UUID(told)).first()
    except ValueError:
        return None


def of_word(word: Mapping[str, Any], person: User, at: datetime) -> Foreseen:
    """Look ahead for what is about to be told to ``make``."""
    client: Client = word["client"]
    kind = word.get("kind") or ""
    asked = Asked(
        client=client,
        due_on=word["due_on"],
        side=word.get("side") or Promise.Side.OURS,
        owner=word.get("owner") or keeper(client, person),
        contact=word.get("owner_contact"),
        text=word.get("text") or "",
        kind=kinds.called(kind),
        reference=word.get("reference") or "",
        made_on=word.get("made_on"),
    )
    return foresee(asked, at)
