"""The house itself in the terminal: what it is, its clock, its teams, its calendars."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from django.utils.translation import gettext as _

from mainstay.house import actions, clock, queries
from mainstay.house.cli.acting import acting, echo_json, who_acts
from mainstay.house.models import Unit, User, WorkCalendar, house
from mainstay.house.rules import hours as hour_rules
from mainstay.kit import times
from mainstay.kit.refusals import Refused

WEEK = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def given(**told: Any) -> dict[str, Any]:
    """The options that were told."""
    return {name: value for name, value in told.items() if value is not None}


def day(told: str, *, field: str) -> date:
    """A day written 2026-03-02. Raises Refused for anything else."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        sentence = _("“%(value)s” is no day; write for example 2026-03-02.")
        raise Refused(sentence % {"value": told[:40]}, rule="R-X-11", field=field) from None


@click.command("house", help=_("What the house is; with options, change it."))
@click.option("--name", help=_("Its name."))
@click.option("--country", metavar="XX", help=_("Two letters, or empty."))
@click.option("--zone", metavar="ZONE", help=_("Its time zone."))
@click.option("--language", metavar="XX", help=_("Its language."))
@click.option("--currency", metavar="XXX", help=_("Its currency."))
@click.option("--calendar", metavar="NAME", help=_("The calendar of whoever has no other."))
@click.option(
    "--second-step-for",
    "asked_of",
    metavar="ROLES",
    help=_("Who has to have a second step: roles with commas between, everybody, or nobody."),
)
@click.option(
    "--rests-after",
    type=int,
    metavar="MINUTES",
    help=_("How long a sign-in may rest before the house asks who is there."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def the_house(
    by: User, at: datetime, as_json: bool, calendar: str | None, asked_of: str | None, **told: str | int | None
) -> None:
    """Show or change the house."""
    changes: dict[str, Any] = given(**told)
    if asked_of is not None:
        changes["second_step_for"] = [
            each.strip() for each in asked_of.split(",") if each.strip() not in ("", "nobody")
        ]
    if calendar is not None:
        changes["calendar"] = queries.calendar_called(calendar)
    here = actions.change_house(by=by, at=at, **changes) if changes else house()
    body = {name: getattr(here, name) for name in ("name", "kind", "country", "zone", "language", "currency")}
    body["calendar"] = here.calendar.name if here.calendar else ""
    body["second_step_for"] = here.second_step_for if as_json else ", ".join(here.second_step_for) or "nobody"
    body["rests_after"] = here.rests_after
    if as_json:
        echo_json(body)
        return
    for name, value in body.items():
        click.echo(f"{name}: {value}")


@click.command("clock", help=_("What the clock of the house shows; in a demo or test house, set it."))
@click.option(
    "--set", "shows", metavar="TIME", help=_("Let it show this: 2026-03-02T09:00, in your zone if none is told.")
)
@click.option("--advance", metavar="SPAN", help=_("Move it on: 31d, 2h, 1w 3d, or back: -2d."))
@click.option("--reset", is_flag=True, help=_("Let it show the real time again."))
@click.option("--by", metavar="USER", envvar="MAINSTAY_USER", help=_("Who sets it."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
def the_clock(shows: str | None, advance: str | None, reset: bool, by: str | None, as_json: bool) -> None:
    """Show or set the clock (R-X-1)."""
    if sum((shows is not None, advance is not None, reset)) > 1:
        raise click.UsageError(_("Set it, advance it or reset it: one at a time."))
    at = clock.now()
    if shows is not None:
        person = who_acts(by)
        actions.set_clock(shows=_time(shows, person), by=person, at=at)
    elif advance is not None:
        actions.advance_clock(delta=queries.span_told(advance), by=who_acts(by), at=at)
    elif reset:
        actions.reset_clock(by=who_acts(by), at=at)
    _show_clock(as_json)


def _show_clock(as_json: bool) -> None:
    here, now = house(), clock.now()
    if as_json:
        echo_json({"shows": now.isoformat(), "set": here.clock_shows is not None, "zone": here.zone})
        return
    words = times.exact_words(now, here.zone, None, here.language)
    if here.clock_shows is None:
        click.echo(_("The clock shows %(time)s, the real time.") % {"time": words})
    else:
        click.echo(_("The clock shows %(time)s. It was set.") % {"time": words})


def _time(told: str, person: User) -> datetime:
    try:
        read = datetime.fromisoformat(told)
    except ValueError:
        sentence = _("“%(value)s” is no time; write for example 2026-03-02T09:00.")
        raise Refused(sentence % {"value": told[:40]}, rule="R-X-1", field="shows") from None
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(person.zone))


@click.group(help=_("The teams of the house."))
def team() -> None:
    """The teams of the house."""


@team.command("list", help=_("All teams."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def list_teams(by: User, at: datetime, as_json: bool) -> None:
    """All teams, by name."""
    rows = list(Unit.objects.all())
    if as_json:
        echo_json([{"id": str(row.pk), "name": row.name} for row in rows])
        return
    for row in rows:
        click.echo(row.name)


@team.command("add", help=_("Add a team."))
@click.argument("name")
@acting
def add_team(by: User, at: datetime, name: str) -> None:
    """Add a team."""
    click.echo(_("%(name)s is a team now.") % {"name": actions.add_unit(name=name, by=by, at=at).name})


@team.command("rename", help=_("Give a team another name."))
@click.argument("name")
@click.argument("new_name")
@acting
def rename_team(by: User, at: datetime, name: str, new_name: str) -> None:
    """Give a team another name."""
    unit = actions.rename_unit(unit=queries.unit_called(name), name=new_name, by=by, at=at)
    click.echo(_("The team is called %(name)s now.") % {"name": unit.name})


@click.group(help=_("Working calendars: hours, holidays, days of the house’s own."))
def calendar() -> None:
    """Working calendars."""


@calendar.command("show", help=_("All calendars, or one with its next holidays."))
@click.argument("name", required=False)
@acting
def show_calendars(by: User, at: datetime, name: str | None) -> None:
    """All calendars, or one."""
    for row in [queries.calendar_called(name)] if name else WorkCalendar.objects.all():
        click.echo(f"{row.name} · {row.zone} · {row.country or '–'} {row.subdivision}".rstrip())
        for short, number in WEEK.items():
            click.echo(f"  {short} {hour_rules.write_day(row.hours, number) or '–'}")
        if name:
            for on, title, works in queries.upcoming_holidays(row, times.local_day(at, by.zone)):
                click.echo(f"  {on} {title}" + (f" ({_('worked')})" if works else ""))


@calendar.command("add", help=_("Add a calendar with office hours."))
@click.argument("name")
@click.option("--zone", metavar="ZONE", help=_("Its time zone; else the house’s."))
@click.option("--country", default="", metavar="XX", help=_("Two letters: gives weekend and holidays."))
@click.option("--part", default="", metavar="XX", help=_("A state or region of the country."))
@acting
def add_calendar(by: User, at: datetime, name: str, zone: str | None, country: str, part: str) -> None:
    """Add a calendar."""
    row = actions.add_calendar(name=name, zone=zone or house().zone, country=country, subdivision=part, by=by, at=at)
    click.echo(_("%(name)s is a calendar now.") % {"name": row.name})


@calendar.command("change", help=_("Change a calendar: its name, place, or the hours of weekdays."))
@click.argument("name")
@click.option("--name", "new_name", help=_("Its new name."))
@click.option("--zone", metavar="ZONE", help=_("Its time zone."))
@click.option("--country", metavar="XX", help=_("Two letters, or empty."))
@click.option("--part", metavar="XX", help=_("A state or region."))
@click.option(
    "--hours",
    multiple=True,
    type=(click.Choice(list(WEEK)), str),
    metavar="DAY HOURS",
    help=_("For example: --hours fri 9-12:30,13-15 or --hours sat '' for a free day."),
)
@acting
def change_calendar(
    by: User,
    at: datetime,
    name: str,
    new_name: str | None,
    part: str | None,
    hours: tuple[tuple[str, str], ...],
    **place: str | None,
) -> None:
    """Change a calendar."""
    row = queries.calendar_called(name)
    changes: dict[str, Any] = given(name=new_name, subdivision=part, **place)
    if hours:
        told = {WEEK[short]: text for short, text in hours}
        changes["hours"] = queries.hours_told(row.hours, told)
    actions.change_calendar(calendar=row, by=by, at=at, **changes)
    click.echo(_("%(name)s is kept.") % {"name": row.name})


@calendar.command("own-day", help=_("A day of the house’s own: free, or worked though it is a holiday."))
@click.argument("name")
@click.argument("on", metavar="DAY")
@click.argument("title", required=False, default="")
@click.option("--works", is_flag=True, help=_("It is worked."))
@click.option("--remove", is_flag=True, help=_("Say nothing of that day any more."))
@acting
def own_day(by: User, at: datetime, name: str, on: str, title: str, works: bool, remove: bool) -> None:
    """Set or remove a day of the house's own."""
    row, that = queries.calendar_called(name), day(on, field="on")
    if remove:
        actions.remove_own_day(calendar=row, on=that, by=by, at=at)
    else:
        actions.set_own_day(calendar=row, on=that, name=title, works=works, by=by, at=at)
    click.echo(_("%(name)s is kept.") % {"name": row.name})
