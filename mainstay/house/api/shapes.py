"""What the API of the house takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema


class MeOut(Schema):
    """Who calls."""

    id: UUID
    name: str
    email: str | None
    language: str
    zone: str
    team: str
    roles: list[str]
    rights: list[str]


class MeIn(Schema):
    """What one may change of oneself; what is left out stays."""

    name: str = ""
    language: str = ""
    zone: str = ""


class PersonOut(Schema):
    """Somebody of the house. The address is empty for those who do not run the house."""

    id: UUID
    name: str
    email: str
    team: str
    posts: list[str]
    away: bool
    active: bool


class PostIn(Schema):
    """A role, in a team or (no team) in the whole house."""

    role: str
    team: UUID | None = None


class PersonIn(Schema):
    """Somebody to take in."""

    name: str
    email: str | None = None
    posts: list[PostIn] = []
    team: UUID | None = None
    calendar: UUID | None = None
    language: str = ""
    zone: str = ""
    password: str | None = None


class PersonChange(Schema):
    """What is to be changed; what is left out stays."""

    name: str = ""
    email: str | None = None
    language: str = ""
    zone: str = ""
    team: UUID | None = None
    calendar: UUID | None = None


class PasswordIn(Schema):
    """A new password."""

    password: str


class AbsenceOut(Schema):
    """Days on which somebody is away, both included."""

    id: UUID
    person: UUID
    name: str
    from_on: date
    to_on: date
    note: str


class AbsenceIn(Schema):
    """Who is away when; without a person, oneself."""

    person: UUID | None = None
    from_on: date
    to_on: date
    note: str = ""


class ClockOut(Schema):
    """What the clock of the house shows."""

    shows: datetime
    set: bool
    zone: str


class ClockIn(Schema):
    """One of the three: a time to show, a span to move on by (31d, 2h), or the real time again."""

    shows: datetime | None = None
    advance: str = ""
    reset: bool = False


class TeamOut(Schema):
    """A team."""

    id: UUID
    name: str


class TeamIn(Schema):
    """A team's name."""

    name: str


class HouseOut(Schema):
    """The house."""

    name: str
    kind: str
    country: str
    zone: str
    language: str
    currency: str
    calendar: UUID | None = Field(None, alias="calendar_id")
    second_step_for: list[str] = Field(description="Roles that have to sign in by two steps; or everybody.")
    rests_after: int = Field(description="Minutes a sign-in may rest before the house asks who is there.")
    ticked_at: datetime | None = Field(description="When reminders last ran, in real time.")


class HouseChange(Schema):
    """What is to be changed of the house; what is left out stays."""

    name: str = ""
    country: str = ""
    zone: str = ""
    language: str = ""
    currency: str = ""
    calendar: UUID | None = None
    second_step_for: list[str] = []
    rests_after: int = 120


class OwnDayIn(Schema):
    """A day of the house's own."""

    name: str
    works: bool = False


class OwnDayOut(OwnDayIn):
    """A day of the house's own, with its day."""

    on: date


class CalendarOut(Schema):
    """A calendar: its hours are [[weekday 0=Monday, "09:00", "12:30"], …]."""

    id: UUID
    name: str
    zone: str
    country: str
    subdivision: str
    hours: list[tuple[int, str, str]]
    own_days: list[OwnDayOut]


class CalendarIn(Schema):
    """A calendar to add; without hours it has office hours."""

    name: str
    zone: str
    country: str = ""
    subdivision: str = ""
    hours: list[tuple[int, str, str]] | None = None


class CalendarChange(Schema):
    """What is to be changed; what is left out stays, hours replace all hours."""

    name: str = ""
    zone: str = ""
    country: str = ""
    subdivision: str = ""
    hours: list[tuple[int, str, str]] = []


class HolidayOut(Schema):
    """A holiday or a day of the house's own."""

    on: date
    name: str
    works: bool
