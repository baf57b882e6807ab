"""``mainstay init`` opens the house."""

from __future__ import annotations

import os
from pathlib import Path

import click
from django.core.management import call_command
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mainstay.house import actions, clock, queries
from mainstay.house.cli import secrets
from mainstay.house.models import zones


def machine_zone() -> str:
    """The time zone this machine is set to, or UTC."""
    for told in (os.environ.get("TZ", ""), str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]):
        if told in zones():
            return told
    return "UTC"


def usual_currency(country: str) -> str:
    """What one pays with in a country; the euro where none is told."""
    from babel.numbers import get_territory_currencies

    found: list[str] = get_territory_currencies(country.upper()) if country else []
    return found[0] if found else "EUR"


@click.command(help=_("Open the house: its tables, its name, its first person, who holds every post."))
@click.option("--house", "name", required=True, metavar="NAME", help=_("The name of the house."))
@click.option("--admin", required=True, metavar="MAIL", help=_("The mail address of its first person."))
@click.option("--name", "person", metavar="NAME", help=_("That person’s name; else out of the address."))
@click.option("--country", default="", metavar="XX", help=_("Two letters: gives the weekend and the holidays."))
@click.option("--zone", metavar="ZONE", help=_("The time zone; else this machine’s."))
@click.option("--language", metavar="XX", help=_("en, de, ms or ru; else the terminal’s."))
@click.option("--currency", metavar="XXX", help=_("Three letters; else the country’s."))
@click.option(
    "--kind",
    type=click.Choice(["real", "test"]),
    default="real",
    show_default=True,
    help=_("In a test house the clock may be set."),
)
def init(
    name: str,
    admin: str,
    person: str | None,
    country: str,
    zone: str | None,
    language: str | None,
    currency: str | None,
    kind: str,
) -> None:
    """Open the house. The password comes from MAINSTAY_ADMIN_PASSWORD or is asked for twice."""
    call_command("migrate", interactive=False, verbosity=0)
    queries.refuse_second_house()
    password = secrets.password("MAINSTAY_ADMIN_PASSWORD", _("Password for %(mail)s") % {"mail": admin})
    local = admin.partition("@")[0]
    opened, first = actions.open_house(
        name=name,
        kind=kind,
        country=country,
        zone=zone or machine_zone(),
        language=language or (get_language() or "en")[:2],
        currency=currency or usual_currency(country),
        admin_name=person or " ".join(local.replace(".", " ").replace("_", " ").split()).title(),
        admin_email=admin,
        password=password,
        at=clock.now(),
    )
    click.echo(_("%(house)s is open, in the time zone %(zone)s.") % {"house": opened.name, "zone": opened.zone})
    click.echo(_("Serve it with: mainstay serve. Then sign in as %(mail)s.") % {"mail": first.email})
