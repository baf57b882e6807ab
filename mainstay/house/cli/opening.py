"""``mainstay init`` opens the house; ``mainstay doctor`` looks whether it is well."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mainstay.finding.queries import wholeness
from mainstay.house import actions, clock, queries
from mainstay.house.cli import secrets
from mainstay.house.cli.acting import echo_json
from mainstay.house.models import House, zones
from mainstay.journal import triggers


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


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at."""

    what: str
    well: bool
    said: str


def findings() -> list[Finding]:
    """Everything the doctor looks at, in the order in which one would put it right."""
    found = [_folder(), _tables()]
    if all(each.well for each in found):
        found += [_journal(), _house(), _index(), _reminders(), _locks()]
    return found


def _folder() -> Finding:
    folder = Path(settings.MAINSTAY_HOME)
    well = os.access(folder, os.W_OK)
    sentence = _("The data folder is %(folder)s.") if well else _("The data folder %(folder)s cannot be written to.")
    return Finding("folder", well, sentence % {"folder": folder})


def _tables() -> Finding:
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        return Finding("tables", False, _("The tables are not those of this version. Run: mainstay migrate"))
    return Finding("tables", True, _("The tables are those of this version."))


def _journal() -> Finding:
    gone = triggers.missing()
    if gone:
        sentence = _("The database does not guard the journal (%(names)s are missing). Run: mainstay migrate")
        return Finding("journal", False, sentence % {"names": ", ".join(gone)})
    return Finding("journal", True, _("The database guards the journal."))


def _index() -> Finding:
    found = wholeness()
    if found.whole:
        return Finding("search", True, _("Search finds everything."))
    said = _("Search knows %(n)s of %(wanted)s things. Run: mainstay reindex")
    return Finding("search", False, said % {"n": found.slips, "wanted": found.wanted})


def _house() -> Finding:
    here = House.objects.first()
    if here is None:
        sentence = _("There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL")
        return Finding("house", False, sentence)
    return Finding("house", True, _("The house is %(name)s.") % {"name": here.name})


def _reminders() -> Finding:
    here = House.objects.first()
    if here is None or here.ticked_at is None:
        return Finding("reminders", False, _("Reminders have not run yet. Start them with: mainstay serve"))
    real = clock.real_now()
    return Finding("reminders", clock.silent_since(here, real) is None, clock.last_ran(here, real))


def _locks() -> Finding:
    if settings.SESSION_COOKIE_SECURE:
        return Finding("locks", True, _("Cookies travel by https only."))
    open_to_all = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}
    if open_to_all:
        sentence = _(
            "The house answers to %(hosts)s without https. Put a server with a certificate before it and set "
            "MAINSTAY_TLS=true and MAINSTAY_BEHIND_PROXY=true."
        )
        return Finding("locks", False, sentence % {"hosts": ", ".join(sorted(open_to_all))})
    return Finding("locks", True, _("The house answers on this machine only, so it needs no https."))


@click.command(help=_("Look whether the house is well; exit code 1 if something is to be put right."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Look whether the house is well."""
    found = findings()
    if as_json:
        echo_json([{"what": each.what, "well": each.well, "said": each.said} for each in found])
    else:
        for each in found:
            click.echo(("  " if each.well else "! ") + each.said)
    ctx.exit(0 if all(each.well for each in found) else 1)
