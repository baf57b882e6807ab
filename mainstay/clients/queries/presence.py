"""Who is there for whom today: away colleagues, whoever stands in for them, clients with nobody (R-A-34)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from mainstay.clients.models import Assignment, AssignmentQuerySet, Client, ClientQuerySet
from mainstay.house.models import Absence, User
from mainstay.kit.ordering import written

R = Assignment.Role
LOOKS_AFTER = (R.MANAGER, R.DEPUTY)


@dataclass(frozen=True)
class Away:
    """A manager who is not there: until when (None: let go), of how many clients, one of them by name."""

    user_id: UUID
    name: str
    until: date | None
    clients: int
    client_id: UUID
    client: str


def not_there(day: date) -> Q:
    """Of assignments: whoever serves was let go, or is away on this day. The few who are lead to their clients."""
    absent = Absence.objects.filter(from_on__lte=day, to_on__gte=day).values("user_id")
    return Q(user__in=User.objects.filter(Q(is_active=False) | Q(pk__in=absent)).order_by().values("pk"))


def managing_and_away(day: date) -> AssignmentQuerySet:
    """The present managers who are not there, of clients that are kept."""
    return Assignment.objects.now().filter(not_there(day), role=R.MANAGER, client__archived_at=None)


def stands_in(person: User, day: date) -> AssignmentQuerySet:
    """For whom this person stands in as deputy: the assignments of managers who are not there."""
    mine = Assignment.objects.now().filter(user=person, role=R.DEPUTY).values("client_id")
    return managing_and_away(day).filter(client__in=mine)


def led_by(person: User) -> ClientQuerySet:
    """The clients of the teams this person heads, or of the whole house; none for whoever heads nobody."""
    if not person.is_head:
        return Client.objects.none()
    every = Client.objects.kept().exclude(stage=written(Client.Stage.FORMER))
    if person.heads_house:
        return every
    return every.filter(unit__in=person.units_led)


def unattended(person: User, day: date) -> ClientQuerySet:
    """Clients this person heads whom neither a manager nor a deputy looks after on this day (R-A-34).

    Begun at the few it can be: those of nobody, and those of whoever is not there; never at all clients.
    """
    named = Assignment.objects.now().filter(role__in=LOOKS_AFTER)
    there = named.filter(client=OuterRef("pk")).exclude(not_there(day))
    away = named.filter(not_there(day)).order_by().values("client_id")
    few = unmanaged(person).order_by().values("pk").union(away)
    return led_by(person).filter(pk__in=few).exclude(Exists(there))


def unmanaged(person: User) -> ClientQuerySet:
    """Clients this person heads whom nobody manages or stands in for at all: among the few that may have nobody."""
    found = led_by(person).filter(looked_after=False)
    for role in LOOKS_AFTER:  # one by one: each asks an index of its own
        found = found.exclude(Exists(Assignment.objects.now().filter(client=OuterRef("pk"), role=written(role))))
    return found


def left_alone(person: User, day: date) -> AssignmentQuerySet:
    """The managers away whose clients, headed by this person, have no deputy there either."""
    there = Assignment.objects.now().filter(client=OuterRef("client"), role=R.DEPUTY).exclude(not_there(day))
    if not person.is_head:
        return Assignment.objects.none()
    found = managing_and_away(day).exclude(client__stage=Client.Stage.FORMER).exclude(Exists(there))
    if person.heads_house:
        return found
    return found.filter(client__unit__in=person.units_led)


def by_person(rows: AssignmentQuerySet, day: date) -> list[Away]:
    """One for each manager who is away, by name. One query."""
    until = Absence.objects.filter(user=OuterRef("user"), from_on__lte=day, to_on__gte=day).order_by("-to_on")
    told = (
        rows.order_by()
        .values("user_id", name=F("user__name"), active=F("user__is_active"))
        .annotate(
            until=Subquery(until.values("to_on")[:1]),
            clients=Count("client", distinct=True),
        )
    )
    found = list(told.order_by("name", "user_id"))
    one = _named(rows, [row["user_id"] for row in found if row["clients"] == 1])
    return [
        Away(
            row["user_id"],
            row["name"],
            row["until"] if row["active"] else None,
            row["clients"],
            *one.get(row["user_id"], (UUID(int=0), "")),
        )
        for row in found
    ]


def _named(rows: AssignmentQuerySet, users: list[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """The only client of each of these managers; no query where there is none."""
    if not users:
        return {}
    told = rows.filter(user__in=users).values_list("user_id", "client_id", "client__name")
    return {user: (client, name) for user, client, name in told}


def absent_until(users: list[UUID], day: date) -> dict[UUID, date]:
    """Until when each of them is away, of those who are."""
    found = Absence.objects.filter(user__in=users, from_on__lte=day, to_on__gte=day)
    return dict(found.order_by("to_on").values_list("user_id", "to_on"))
