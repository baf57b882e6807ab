"""People, their posts and absences, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from mainstay.house import actions, clock, queries
from mainstay.house.api import shapes
from mainstay.house.api.door import needs_proof, person_of
from mainstay.house.api.finding import one, one_or_none
from mainstay.house.models import Absence, Unit, User, WorkCalendar
from mainstay.house.rules import rights
from mainstay.kit import times

router = Router(tags=["house"])


def _me(person: User) -> dict[str, Any]:
    fields = {name: getattr(person, name) for name in ("id", "name", "email", "language", "zone", "roles")}
    return {**fields, "team": person.unit.name if person.unit else "", "rights": sorted(person.rights)}


@router.get("/me", response=shapes.MeOut)
def me(request: HttpRequest) -> dict[str, Any]:
    """Who calls, and what they may do."""
    return _me(person_of(request))


@router.patch("/me", response=shapes.MeOut)
def change_me(request: HttpRequest, payload: shapes.MeIn) -> dict[str, Any]:
    """Change one's own name, language or zone."""
    person = person_of(request)
    told: Any = payload.dict(exclude_unset=True)
    return _me(actions.change_person(person=person, by=person, at=clock.now(), **told))


def _seen(request: HttpRequest) -> list[dict[str, Any]]:
    by = person_of(request)
    return [row.as_dict() for row in queries.people_told(by, on=times.local_day(clock.now(), by.zone))]


def _told(request: HttpRequest, person: User) -> dict[str, Any]:
    return next(row for row in _seen(request) if row["id"] == str(person.pk))


@router.get("/people", response=list[shapes.PersonOut])
def people(request: HttpRequest) -> list[dict[str, Any]]:
    """Everybody of the house by name."""
    return _seen(request)


@router.post("/people", response={201: shapes.PersonOut})
def add_person(request: HttpRequest, payload: shapes.PersonIn) -> Status[dict[str, Any]]:
    """Take somebody in."""
    needs_proof(request)
    told: Any = payload.dict(exclude={"posts", "team", "calendar"})
    added = actions.add_person(
        roles=[(post.role, one_or_none(Unit.objects, post.team)) for post in payload.posts],
        unit=one_or_none(Unit.objects, payload.team),
        calendar=one_or_none(WorkCalendar.objects, payload.calendar),
        by=person_of(request),
        at=clock.now(),
        **told,
    )
    return Status(201, _told(request, added))


@router.patch("/people/{uuid:person_id}", response=shapes.PersonOut)
def change_person(request: HttpRequest, person_id: UUID, payload: shapes.PersonChange) -> dict[str, Any]:
    """Change somebody."""
    needs_proof(request)
    told: Any = payload.dict(exclude_unset=True)
    if "team" in told:
        told["unit"] = one_or_none(Unit.objects, told.pop("team"))
    if "calendar" in told:
        told["calendar"] = one_or_none(WorkCalendar.objects, told["calendar"])
    person = one(_people_of(request), person_id)
    return _told(request, actions.change_person(person=person, by=person_of(request), at=clock.now(), **told))


def _people_of(request: HttpRequest) -> Any:
    """Those whom the caller is told of."""
    rows = User.objects.all()
    return rows if person_of(request).may(rights.RUN_HOUSE) else rows.filter(is_active=True)


@router.post("/people/{uuid:person_id}/posts", response=shapes.PersonOut)
def give_post(request: HttpRequest, person_id: UUID, payload: shapes.PostIn) -> dict[str, Any]:
    """Give somebody a post."""
    needs_proof(request)
    person = one(_people_of(request), person_id)
    unit = one_or_none(Unit.objects, payload.team)
    actions.give_post(person=person, role=payload.role, unit=unit, by=person_of(request), at=clock.now())
    return _told(request, person)


@router.delete("/people/{uuid:person_id}/posts/{role}", response=shapes.PersonOut)
def take_post(request: HttpRequest, person_id: UUID, role: str, team: UUID | None = None) -> dict[str, Any]:
    """Take a post from somebody."""
    needs_proof(request)
    person = one(_people_of(request), person_id)
    post = queries.post_of(person, role, one_or_none(Unit.objects, team))
    actions.take_post(post=post, by=person_of(request), at=clock.now())
    return _told(request, person)


@router.post("/people/{uuid:person_id}/leave", response=shapes.PersonOut)
def let_go(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """Let somebody go."""
    person = one(_people_of(request), person_id)
    return _told(request, actions.let_go(person=person, by=person_of(request), at=clock.now()))


@router.post("/people/{uuid:person_id}/return", response=shapes.PersonOut)
def let_in_again(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    """Let somebody in again."""
    needs_proof(request)
    person = one(_people_of(request), person_id)
    return _told(request, actions.let_in_again(person=person, by=person_of(request), at=clock.now()))


@router.post("/people/{uuid:person_id}/password", response={204: None})
def set_password(request: HttpRequest, person_id: UUID, payload: shapes.PasswordIn) -> Status[None]:
    """Give somebody a new password."""
    needs_proof(request)
    person = one(_people_of(request), person_id)
    actions.set_password(person=person, password=payload.password, by=person_of(request), at=clock.now())
    return Status(204, None)


def _absence(row: Absence) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in ("id", "from_on", "to_on", "note")}
    return {**fields, "person": row.user_id, "name": row.user.name}


@router.get("/absences", response=list[shapes.AbsenceOut])
def absences(request: HttpRequest, person: UUID | None = None, past: bool = False) -> list[dict[str, Any]]:
    """Who is away when, from today on unless ``past``."""
    by = person_of(request)
    rows = Absence.objects.select_related("user").filter(user__is_active=True)
    if person is not None:
        rows = rows.filter(user=person)
    if not past:
        rows = rows.filter(to_on__gte=times.local_day(clock.now(), by.zone))
    return [_absence(row) for row in rows.order_by("from_on", "user__name")]


@router.post("/absences", response={201: shapes.AbsenceOut})
def note_absence(request: HttpRequest, payload: shapes.AbsenceIn) -> Status[dict[str, Any]]:
    """Note that somebody is away."""
    by = person_of(request)
    person = one(_people_of(request), payload.person) if payload.person else by
    told = payload.dict(exclude={"person"})
    return Status(201, _absence(actions.note_absence(person=person, by=by, at=clock.now(), **told)))


@router.delete("/absences/{uuid:absence_id}", response={204: None})
def cancel_absence(request: HttpRequest, absence_id: UUID) -> Status[None]:
    """Somebody is not away after all."""
    row = one(Absence.objects.select_related("user"), absence_id)
    actions.cancel_absence(absence=row, by=person_of(request), at=clock.now())
    return Status(204, None)
