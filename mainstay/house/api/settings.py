"""The house itself over the API: what it is, its clock, teams, calendars; and tokens."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from mainstay.house import actions, clock, queries
from mainstay.house.api import shapes
from mainstay.house.api.door import needs_proof, person_of
from mainstay.house.api.finding import one, one_or_none
from mainstay.house.models import House, Unit, WorkCalendar, house
from mainstay.kit import times
from mainstay.kit.refusals import Refused

router = Router(tags=["house"])


@router.get("/house", response=shapes.HouseOut)
def the_house(request: HttpRequest) -> House:
    """What the house is."""
    return house()


@router.patch("/house", response=shapes.HouseOut)
def change_house(request: HttpRequest, payload: shapes.HouseChange) -> House:
    """Change what the house is."""
    told: Any = payload.dict(exclude_unset=True)
    if told.keys() & {"second_step_for", "rests_after"}:
        needs_proof(request)
    if "calendar" in told:
        told["calendar"] = one_or_none(WorkCalendar.objects, told["calendar"])
    return actions.change_house(by=person_of(request), at=clock.now(), **told)


def _clock() -> dict[str, Any]:
    here = house()
    return {"shows": clock.now(), "set": here.clock_shows is not None, "zone": here.zone}


@router.get("/clock", response=shapes.ClockOut)
def the_clock(request: HttpRequest) -> dict[str, Any]:
    """What the clock of the house shows."""
    return _clock()


@router.post("/clock", response=shapes.ClockOut)
def turn_clock(request: HttpRequest, payload: shapes.ClockIn) -> dict[str, Any]:
    """Set, advance or reset the clock of a demo or test house (R-X-1)."""
    by, at = person_of(request), clock.now()
    if (payload.shows is not None) + bool(payload.advance) + payload.reset != 1:
        raise Refused(_("Set it, advance it or reset it: one at a time."), rule="R-X-1", field="shows")
    if payload.shows is not None:
        actions.set_clock(shows=payload.shows, by=by, at=at)
    elif payload.advance:
        actions.advance_clock(delta=queries.span_told(payload.advance), by=by, at=at)
    else:
        actions.reset_clock(by=by, at=at)
    return _clock()


@router.get("/teams", response=list[shapes.TeamOut])
def teams(request: HttpRequest) -> list[Unit]:
    """All teams by name."""
    return list(Unit.objects.all())


@router.post("/teams", response={201: shapes.TeamOut})
def add_team(request: HttpRequest, payload: shapes.TeamIn) -> Status[Unit]:
    """Add a team."""
    return Status(201, actions.add_unit(name=payload.name, by=person_of(request), at=clock.now()))


@router.patch("/teams/{uuid:team_id}", response=shapes.TeamOut)
def rename_team(request: HttpRequest, team_id: UUID, payload: shapes.TeamIn) -> Unit:
    """Give a team another name."""
    unit = one(Unit.objects, team_id)
    return actions.rename_unit(unit=unit, name=payload.name, by=person_of(request), at=clock.now())


@router.get("/calendars", response=list[shapes.CalendarOut])
def calendars(request: HttpRequest) -> list[dict[str, Any]]:
    """All calendars by name."""
    return [_calendar(row) for row in WorkCalendar.objects.prefetch_related("own_days")]


def _calendar(row: WorkCalendar) -> dict[str, Any]:
    names = ("id", "name", "zone", "country", "subdivision", "hours")
    own = [{"on": day.on, "name": day.name, "works": day.works} for day in row.own_days.all()]
    return {**{name: getattr(row, name) for name in names}, "own_days": own}


@router.post("/calendars", response={201: shapes.CalendarOut})
def add_calendar(request: HttpRequest, payload: shapes.CalendarIn) -> Status[dict[str, Any]]:
    """Add a calendar."""
    made = actions.add_calendar(by=person_of(request), at=clock.now(), **payload.dict())
    return Status(201, _calendar(made))


@router.patch("/calendars/{uuid:calendar_id}", response=shapes.CalendarOut)
def change_calendar(request: HttpRequest, calendar_id: UUID, payload: shapes.CalendarChange) -> dict[str, Any]:
    """Change a calendar."""
    told: Any = payload.dict(exclude_unset=True)
    row = one(WorkCalendar.objects, calendar_id)
    return _calendar(actions.change_calendar(calendar=row, by=person_of(request), at=clock.now(), **told))


@router.get("/calendars/{uuid:calendar_id}/holidays", response=list[shapes.HolidayOut])
def holidays(request: HttpRequest, calendar_id: UUID) -> list[dict[str, Any]]:
    """The holidays and own days of the next twelve months."""
    row = one(WorkCalendar.objects, calendar_id)
    on = times.local_day(clock.now(), row.zone)
    return [{"on": day, "name": name, "works": works} for day, name, works in queries.upcoming_holidays(row, on)]


@router.put("/calendars/{uuid:calendar_id}/own-days/{on}", response=shapes.CalendarOut)
def set_own_day(request: HttpRequest, calendar_id: UUID, on: date, payload: shapes.OwnDayIn) -> dict[str, Any]:
    """Set a day of the house's own."""
    row = one(WorkCalendar.objects, calendar_id)
    told = payload.dict()
    actions.set_own_day(calendar=row, on=on, by=person_of(request), at=clock.now(), **told)
    return _calendar(row)


@router.delete("/calendars/{uuid:calendar_id}/own-days/{on}", response=shapes.CalendarOut)
def remove_own_day(request: HttpRequest, calendar_id: UUID, on: date) -> dict[str, Any]:
    """Say nothing of a day any more."""
    row = one(WorkCalendar.objects, calendar_id)
    actions.remove_own_day(calendar=row, on=on, by=person_of(request), at=clock.now())
    return _calendar(row)
