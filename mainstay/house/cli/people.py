"""The people of the house in the terminal: who they are, their posts, absences and passwords."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from mainstay.house import actions, queries
from mainstay.house.cli import secrets
from mainstay.house.cli.acting import acting, echo_json
from mainstay.house.cli.settings import day, given
from mainstay.house.models import Absence, Unit, User
from mainstay.house.rules import rights
from mainstay.kit import times
from mainstay.kit.refusals import NotFound

ROLE = click.Choice(list(rights.ROLES))


@click.command(help=_("Everybody of the house."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def people(by: User, at: datetime, as_json: bool) -> None:
    """Everybody, by name; mail addresses for those who run the house."""
    rows = queries.people_told(by, on=times.local_day(at, by.zone))
    if as_json:
        echo_json([row.as_dict() for row in rows])
        return
    for row in rows:
        notes = [row.email, row.team, ", ".join(row.posts)]
        notes += [_("away")] if row.away else []
        notes += [] if row.active else [_("let go")]
        click.echo(" · ".join([row.name, *filter(None, notes)]))


@click.group(help=_("One person of the house."))
def person() -> None:
    """One person of the house."""


@person.command("add", help=_("Take somebody in. MAINSTAY_PASSWORD or --password gives a first password."))
@click.argument("name")
@click.option("--mail", "email", metavar="MAIL", help=_("The address to sign in with."))
@click.option(
    "--role", "roles", multiple=True, type=ROLE, help=_("A post in the team, or in the whole house without one.")
)
@click.option("--team", metavar="NAME", help=_("The team."))
@click.option("--language", default="", metavar="XX", help=_("en, de, ms or ru; else the house’s."))
@click.option("--zone", default="", metavar="ZONE", help=_("The time zone; else the house’s."))
@click.option("--password", "ask", is_flag=True, help=_("Ask for a first password."))
@acting
def add(
    by: User,
    at: datetime,
    name: str,
    email: str | None,
    roles: tuple[str, ...],
    team: str | None,
    language: str,
    zone: str,
    ask: bool,
) -> None:
    """Take somebody in."""
    unit = _unit(team)
    added = actions.add_person(
        name=name,
        email=email,
        roles=[(role, unit) for role in roles],
        unit=unit,
        language=language,
        zone=zone,
        password=_password() if ask or "MAINSTAY_PASSWORD" in os.environ else None,
        by=by,
        at=at,
    )
    click.echo(_("%(name)s belongs to the house now.") % {"name": added.name})


@person.command("change", help=_("Change somebody’s name, address, language, zone, team or calendar."))
@click.argument("who")
@click.option("--name", help=_("The name."))
@click.option("--mail", "email", metavar="MAIL", help=_("The address to sign in with; empty for none."))
@click.option("--language", metavar="XX", help=_("en, de, ms or ru."))
@click.option("--zone", metavar="ZONE", help=_("The time zone."))
@click.option("--team", metavar="NAME", help=_("The team; empty for none."))
@click.option("--calendar", metavar="NAME", help=_("The calendar; empty for the house’s."))
@acting
def change(by: User, at: datetime, who: str, team: str | None, calendar: str | None, **told: str | None) -> None:
    """Change what is named."""
    changes: dict[str, Any] = given(**told)
    if team is not None:
        changes["unit"] = _unit(team)
    if calendar is not None:
        changes["calendar"] = queries.calendar_called(calendar) if calendar else None
    changed = actions.change_person(person=queries.person_called(who), by=by, at=at, **changes)
    click.echo(_("What is kept about %(name)s is changed.") % {"name": changed.name})


@person.command("give", help=_("Give somebody a post, in a team or in the whole house."))
@click.argument("who")
@click.argument("role", type=ROLE)
@click.option("--team", metavar="NAME", help=_("The team."))
@acting
def give(by: User, at: datetime, who: str, role: str, team: str | None) -> None:
    """Give a post."""
    found = queries.person_called(who)
    actions.give_post(person=found, role=role, unit=_unit(team), by=by, at=at)
    click.echo(_("%(name)s holds the post.") % {"name": found.name})


@person.command("take", help=_("Take a post from somebody."))
@click.argument("who")
@click.argument("role", type=ROLE)
@click.option("--team", metavar="NAME", help=_("The team."))
@acting
def take(by: User, at: datetime, who: str, role: str, team: str | None) -> None:
    """Take a post."""
    found = queries.person_called(who)
    actions.take_post(post=queries.post_of(found, role, _unit(team)), by=by, at=at)
    click.echo(_("%(name)s does not hold the post any more.") % {"name": found.name})


@person.command("leave", help=_("Let somebody go: no sign-in, no token; name and past stay."))
@click.argument("who")
@acting
def leave(by: User, at: datetime, who: str) -> None:
    """Let somebody go."""
    gone = actions.let_go(person=queries.person_called(who), by=by, at=at)
    click.echo(_("%(name)s may not sign in any more.") % {"name": gone.name})


@person.command("return", help=_("Let somebody in again."))
@click.argument("who")
@acting
def let_in_again(by: User, at: datetime, who: str) -> None:
    """Let somebody in again."""
    back = actions.let_in_again(person=queries.person_called(who), by=by, at=at)
    click.echo(_("%(name)s may sign in again.") % {"name": back.name})


@person.command("password", help=_("Give somebody a new password: MAINSTAY_PASSWORD, or asked for twice."))
@click.argument("who")
@acting
def password(by: User, at: datetime, who: str) -> None:
    """Give a new password."""
    found = queries.person_called(who)
    actions.set_password(person=found, password=_password(), by=by, at=at)
    click.echo(_("%(name)s has a new password.") % {"name": found.name})


@person.command("absent", help=_("Note that somebody is away, both days included."))
@click.argument("who")
@click.argument("from_on", metavar="FROM")
@click.argument("to_on", metavar="TO")
@click.option("--note", default="", help=_("What others may read of it."))
@acting
def absent(by: User, at: datetime, who: str, from_on: str, to_on: str, note: str) -> None:
    """Note an absence."""
    found = queries.person_called(who)
    first, last = day(from_on, field="from_on"), day(to_on, field="to_on")
    actions.note_absence(person=found, from_on=first, to_on=last, note=note, by=by, at=at)
    words = {"name": found.name, "from": first, "to": last}
    click.echo(_("%(name)s is away from %(from)s to %(to)s.") % words)


@person.command("present", help=_("Cancel the absence of somebody that holds this day."))
@click.argument("who")
@click.argument("on", metavar="DAY")
@acting
def present(by: User, at: datetime, who: str, on: str) -> None:
    """Cancel an absence."""
    found, that = queries.person_called(who), day(on, field="on")
    absence = Absence.objects.filter(user=found, from_on__lte=that, to_on__gte=that).first()
    if absence is None:
        raise NotFound(_("%(name)s is not noted as away on %(on)s.") % {"name": found.name, "on": that})
    actions.cancel_absence(absence=absence, by=by, at=at)
    click.echo(_("%(name)s is not away then.") % {"name": found.name})


def _unit(told: str | None) -> Unit | None:
    return queries.unit_called(told) if told else None


def _password() -> str:
    return secrets.password("MAINSTAY_PASSWORD", _("New password"))
