"""What is handed over: what a preview says, what waits for an answer, how far somebody’s leaving is (R-A-34)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.clients.actions import allowed, may
from mainstay.clients.actions.along import hooks
from mainstay.clients.actions.handing import leaving as leavings
from mainstay.clients.actions.handing.over import change_of, role_of
from mainstay.clients.models import Assignment, Client, ClientQuerySet, HandOver, Leaving
from mainstay.clients.queries import accustomed, presence
from mainstay.house.rules import rights
from mainstay.kit import paging, times
from mainstay.kit.plug import Move
from mainstay.kit.refusals import Refused

if TYPE_CHECKING:
    from mainstay.clients.actions.handing import Terms
    from mainstay.house.models import User

R = Assignment.Role


@dataclass(frozen=True)
class Foreseen:
    """One client as a hand-over would leave it: what goes along, who serves then, what is to be known or refused."""

    client: Client
    role: str
    along: list[str]
    then: list[str]
    warnings: list[str] = field(default_factory=list)
    refused: Refused | None = None


def foresee(
    *, clients: Sequence[Client], giver: User, taker: User, terms: Terms, by: User, at: datetime
) -> list[Foreseen]:
    """What handing these clients over would do; writes nothing. The queries do not grow with the clients."""
    serving = serving_now([client.pk for client in clients])
    along = open_facts(giver, [client.pk for client in clients])
    day = allowed.today(by, at)
    away = presence.absent_until([taker.pk, *([terms.deputy.pk] if terms.deputy else [])], day)
    untold = [client.pk for client in clients] if terms.told_on is None else []
    used = accustomed.of_manager(untold, at)
    known = {} if terms.untold_why else accustomed.told_of_change(untold, at, by=by)
    found = []
    for client in clients:
        now = serving.get(client.pk, [])
        row = HandOver(client=client, giver=giver, taker=taker, deputy=terms.deputy, role=role_of(now, giver))
        told = along.get(client.pk, [])
        try:
            allowed.refuse_laid_aside(client)
            may.hand_over(giver=giver, by=by)
            may.take_over(giver=giver, taker=taker, deputy=terms.deputy)
            told_on = terms.told_on or known.get(client.pk)
            may.told_first(role=row.role, told_on=told_on, untold_why=terms.untold_why, by=by, at=at)
            change = change_of(row, now, day)
        except Refused as refused:
            found.append(Foreseen(client, row.role, told, [], refused=refused))
            continue
        then = [one for one in now if one not in change.ended] + change.made
        care = _warnings(row, then, away) + (used.get(client.pk, []) if row.role == R.MANAGER else [])
        found.append(Foreseen(client, row.role, told, served_words(then), care))
    return found


def served_words(serving: Sequence[Assignment]) -> list[str]:
    """“Deniz Aydin, manager” of everybody who serves, the manager first."""
    order = list(R.values)
    return [
        _("%(name)s, %(role)s") % {"name": one.user.name, "role": R(one.role).label}
        for one in sorted(serving, key=lambda one: order.index(one.role))
    ]


def _warnings(row: HandOver, then: Sequence[Assignment], away: Mapping[UUID, date]) -> list[str]:
    told = []
    there = [one for one in then if one.role in presence.LOOKS_AFTER]
    if row.role in presence.LOOKS_AFTER and not any(one.role == R.DEPUTY for one in there):
        told.append(_("Nobody is deputy then."))
    told += [
        _("%(name)s is away until %(day)s.")
        % {"name": one.user.name, "day": times.spoken(away[one.user_id], year=False)}
        for one in there
        if one.user_id in away
    ]
    return told


def serving_now(clients: Sequence[UUID]) -> dict[UUID, list[Assignment]]:
    """Who serves each of these clients now; one query."""
    found: dict[UUID, list[Assignment]] = {}
    rows = Assignment.objects.now().filter(client__id__among=clients).select_related("user")
    for one in rows.order_by("from_on", "id"):
        found.setdefault(one.client_id, []).append(one)
    return found


def open_facts(person: User, clients: Sequence[UUID]) -> dict[UUID, list[str]]:
    """What of a person’s stands open at each of these clients, as every capability says it."""
    found: dict[UUID, list[str]] = {}
    for hook in hooks().values():
        for client, told in hook.facts(person, clients).items():
            found.setdefault(client, []).extend(told)
    return found


def with_what_is_open(giver: User, clients: Sequence[Client]) -> list[tuple[Client, str]]:
    """Each client with what somebody is there and what of theirs is open: “manager · 2 open promises”. Two queries."""
    ids = [client.pk for client in clients]
    serving, along = serving_now(ids), open_facts(giver, ids)
    found = []
    for client in clients:
        role = role_of(serving.get(client.pk, []), giver)
        parts = [str(R(role).label) if role else "", *(fact.rstrip(".") for fact in along.get(client.pk, []))]
        found.append((client, " · ".join(part for part in parts if part)))
    return found


def given_by(giver: User, by: User) -> ClientQuerySet:
    """The clients that stand with somebody, of those the reader may see."""
    return leavings.stands_with(giver) & Client.objects.visible_to(by)


# --- what was handed over ---


class Batched(TypedDict):
    """What was handed over together: by whom, to whom, when, how many clients, the first of them by name."""

    batch: UUID
    taker: UUID
    giver__name: str
    taker__name: str
    done_at: datetime
    count: int
    first: str


def waiting_for(person: User) -> Sequence[Batched]:
    """What was handed to this person and not accepted yet, together as it was done. One query."""
    return batched(HandOver.objects.waiting().filter(taker=person))


def batched(rows: QuerySet[HandOver], *, most: int = 100) -> Sequence[Batched]:
    """By batch, the longest waiting first; at most a hundred."""
    told = rows.order_by().values("batch", "taker", "giver__name", "taker__name", "done_at")
    told = told.annotate(count=Count("pk"), first=Min("client__name"))
    return cast("Sequence[Batched]", list(told.order_by("done_at", "batch")[:most]))


def of_batch(batch: UUID, by: User) -> list[HandOver]:
    """The hand-overs of one act that this person may see, by client."""
    rows = HandOver.objects.visible_to(by).filter(batch=batch, done_at__isnull=False)
    told = rows.select_related("client", "giver", "taker", "deputy", "done_by", "leaving")
    return list(told.order_by("client__order_name", "pk"))


def concerning(person: User) -> QuerySet[HandOver]:
    """What was handed to or by this person, or stands with clients they head; done ones."""
    rows = HandOver.objects.filter(done_at__isnull=False)
    mine = rows.filter(taker=person) | rows.filter(giver=person)
    return mine | rows.filter(client__in=presence.led_by(person))


def page_of(person: User, *, cursor: str = "", size: int = 50) -> paging.Page[HandOver]:
    """What this person gave, took or heads, the latest first."""
    rows = concerning(person).select_related("client", "giver", "taker")
    return paging.page_of(rows, by=("done_at", "id"), cursor=cursor, size=size, descending=True)


# --- somebody leaves ---


def holds(person: User) -> Iterable[str]:
    """Why somebody cannot be let go yet: clients they serve (R-A-34)."""
    count = Assignment.objects.now().filter(user=person, client__archived_at=None).values("client").distinct().count()
    if count:
        sentence = ngettext("%(name)s serves %(n)d client.", "%(name)s serves %(n)d clients.", count)
        yield sentence % {"name": person.name, "n": count}


def person_moves(reader: User, person: User) -> Iterable[Move]:
    """On a colleague’s page: handing chosen clients over, and leaving as a guided step."""
    if not person.is_active:
        done = last_leaving(person)
        if done is not None and leavings.may_prepare(person=person, by=reader):
            yield Move(_("How it was handed over"), reverse("clients:leaving", args=[person.pk]))
        return
    if may.may_hand_over(giver=person, by=reader):
        yield Move(_("Hand clients over"), f"{reverse('clients:hand_over')}?giver={person.pk}")
    if leavings.may_prepare(person=person, by=reader):
        yield Move(_("Leaves the house"), reverse("clients:leaving", args=[person.pk]))


@dataclass(frozen=True)
class Step:
    """One client of somebody who leaves: what they are there, what is open, and the plan as far as it is."""

    client: Client
    role: str
    along: list[str]
    plan: HandOver | None
    proposed: User | None
    used: list[str]  # to whom they are used, while they were not told of the change (R-A-14)

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return self.plan is not None and self.plan.ready


@dataclass(frozen=True)
class Progress:
    """How far it is: ready and all; clients the reader may not see."""

    ready: int
    all: int
    unseen: int


def progress(leaving: Leaving, by: User) -> Progress:
    """Two queries, however many clients."""
    stands = leavings.stands_with(leaving.person)
    seen = given_by(leaving.person, by)
    every, visible = stands.count(), seen.count()
    plans = HandOver.objects.planned().filter(giver=leaving.person, client__in=stands.values("pk"))
    return Progress(sum(row.ready for row in plans), every, every - visible)


def finishers(person: User) -> list[str]:
    """The heads of client service who finish the leaving of somebody whose clients others may not see, by name."""
    led = Q(posts__unit=None) | Q(posts__unit__isnull=False, posts__unit=person.unit_id)
    found = get_user_model().objects.filter(led, posts__role=rights.HEAD, is_active=True).exclude(pk=person.pk)
    return list(found.order_by("name").values_list("name", flat=True).distinct())


def steps(leaving: Leaving, by: User, clients: Sequence[Client], at: datetime) -> list[Step]:
    """These clients, each with its plan or whom to propose: the deputy, else the manager where the leaver is none."""
    ids = [client.pk for client in clients]
    serving, along = serving_now(ids), open_facts(leaving.person, ids)
    planned = HandOver.objects.planned().filter(giver=leaving.person, client__in=ids)
    plans = {row.client_id: row for row in planned.select_related("taker", "deputy")}
    roles = {pk: role_of(serving.get(pk, []), leaving.person) for pk in ids}
    told = {pk for pk, plan in plans.items() if plan.told_on is not None}
    used = accustomed.of_manager([pk for pk in ids if roles[pk] == R.MANAGER and pk not in told], at)
    return [
        Step(
            client=client,
            role=roles[client.pk],
            along=along.get(client.pk, []),
            plan=plans.get(client.pk),
            proposed=proposed(serving.get(client.pk, []), leaving.person, roles[client.pk]),
            used=used.get(client.pk, []),
        )
        for client in clients
    ]


def proposed(now: Sequence[Assignment], giver: User, role: str) -> User | None:
    """Who follows most naturally: the deputy after a manager, the manager after everybody else; if they are here."""
    wanted = R.DEPUTY if role == R.MANAGER else R.MANAGER
    if role == R.DEPUTY:
        return None  # the manager cannot be deputy: somebody else has to be named
    fit = [one.user for one in now if one.role == wanted and one.user.is_active and one.user_id != giver.pk]
    return fit[0] if fit else None


def not_ready(leaving: Leaving, by: User) -> ClientQuerySet:
    """The clients of a leaving that still lack something, of those the reader may see, by name."""
    ready = HandOver.objects.planned().filter(giver=leaving.person, taker__isnull=False)
    ready = ready.filter(~Q(role=R.MANAGER) | Q(told_on__isnull=False) | ~Q(untold_why=""))
    rows = given_by(leaving.person, by).exclude(pk__in=ready.values("client_id"))
    return rows.order_by("order_name", "pk")


def open_leaving(person: User) -> Leaving | None:
    """The leaving of this person that is begun and not done."""
    return Leaving.objects.filter(person=person, done_at=None, taken_back_at=None).select_related("person").first()


def last_leaving(person: User) -> Leaving | None:
    """The one that stands: begun, or done and not taken back; the latest."""
    rows = Leaving.objects.filter(person=person, taken_back_at=None).select_related("person", "done_by")
    return rows.order_by("-begun_at").first()
