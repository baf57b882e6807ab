"""Taking out, in the terminal: lists, one client, the whole house; and a whole house in again."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click
from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mainstay.clients.models import Client
from mainstay.clients.queries import client_called
from mainstay.house.actions import take_out
from mainstay.house.cli import acting, echo_json, secrets
from mainstay.house.models import User
from mainstay.kit.lists import Outgoing
from mainstay.kit.placing import NotPlaced, place, placed
from mainstay.kit.tables import Unreadable
from mainstay.transfer.actions import archive_in, archive_out, client_out
from mainstay.transfer.cli.groups import export, import_, standing
from mainstay.transfer.queries import out

HELP = {
    "clients": gettext_lazy("The clients you may see, as CSV or XLSX."),
    "contacts": gettext_lazy("The people at clients you may see, as CSV, XLSX or cards (.vcf)."),
    "promises": gettext_lazy("Every promise you may see, as CSV, XLSX or a calendar (.ics)."),
}
HOW = gettext_lazy(
    "The ending of FILE says the format; - is standard output, as CSV unless --format says otherwise. A file takes its "
    "place only when it is whole, and that something was taken out stands in the journal."
)


def written(target: str, write: Callable[[IO[bytes]], int]) -> int:
    """Let ``write`` fill a file that takes its place only when it is whole; “-” is standard output."""
    try:
        if target != "-":
            with placed(Path(target)) as file:
                return write(file)
        with tempfile.TemporaryFile() as whole:
            count = write(whole)
            whole.seek(0)
            shutil.copyfileobj(whole, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return count
    except NotPlaced as trouble:
        click.echo(str(trouble), err=True)
        raise SystemExit(2) from None


def _format(kind: str) -> Callable[[Any], Any]:
    return click.option("--format", "form", type=click.Choice(out.FORMS[kind]), help=_("Else as the file’s name ends."))


def _command(kind: str) -> click.Command:
    @click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
    @_format(kind)
    @acting
    def take(by: User, at: datetime, file: str, form: str | None) -> None:
        form = form or _form(kind, file)
        _take(out.LISTS[kind](by, at), file, form, by, at)

    return click.command(kind, help=f"{HELP[kind]}\n\n{HOW}")(take)


for _kind in out.LISTS:
    export.add_command(_command(_kind))


@export.command(help=f"{_('What a client and you owe each other, as CSV, XLSX or a calendar (.ics).')}\n\n{HOW}")
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@_format("ledger")
@acting
def ledger(by: User, at: datetime, name: str, file: str, form: str | None) -> None:
    """Take out the sheet of one client."""
    form = form or _form("ledger", file)
    found = client_called(by, name)
    _take(out.ledger(found, by, at), file, form, by, at, client=found)


def _take(outgoing: Outgoing, file: str, form: str, by: User, at: datetime, client: Client | None = None) -> None:
    pieces = take_out(outgoing=outgoing, form=form, by=by, at=at, client=client)
    if file == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    try:
        place(Path(file), pieces)
    except NotPlaced as trouble:
        click.echo(str(trouble), err=True)
        raise SystemExit(2) from None
    count = outgoing.count()
    said = ngettext("%(n)d row written to %(file)s.", "%(n)d rows written to %(file)s.", count)
    click.echo(said % {"n": count, "file": file}, err=True)


def _form(kind: str, file: str) -> str:
    """The format by the file’s ending; CSV on standard output."""
    ending = Path(file).suffix.lower().lstrip(".")
    if file == "-":
        return "csv"
    if ending not in out.FORMS[kind]:
        known = ", ".join(f".{form}" for form in out.FORMS[kind])
        sentence = _("The name of the file ends in one of %(known)s; or say which format with --format.")
        raise click.UsageError(sentence % {"known": known})
    return ending


@export.command(help=_("Everything kept about one client, as a ZIP that anybody can read; - is standard output."))
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@acting
def client(by: User, at: datetime, name: str, file: str) -> None:
    """Take out one client."""
    found = client_called(by, name)
    written(file, lambda whole: client_out.take_client_out(file=whole, client=found, by=by, at=at))
    if file != "-":
        said = _("Everything kept about %(client)s was written to %(file)s.")
        click.echo(said % {"client": found.name, "file": file}, err=True)


@export.command("house", help=_("The whole house as one archive, for “mainstay import house”; - is standard output."))
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@acting
def house_out(by: User, at: datetime, file: str) -> None:
    """Take out the house."""
    count = written(file, lambda whole: archive_out.take_house_out(file=whole, by=by, at=at).records)
    if file != "-":
        said = ngettext("%(n)d record written to %(file)s.", "%(n)d records written to %(file)s.", count)
        click.echo(said % {"n": count, "file": file}, err=True)
        click.echo(_("Passwords, second factors, sessions and keys are not in it."), err=True)


@import_.command(
    "house", help=_("A house out of its archive, into an empty place: all of it or nothing; - is standard input.")
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--admin", default="", metavar="MAIL", help=_("The administrator who opens the door; gets a password."))
@click.option("--dry-run", is_flag=True, help=_("Look the archive through, and take nothing in."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
def house_in(file: Path, admin: str, dry_run: bool, as_json: bool) -> None:
    """Take in a house. The password comes from MAINSTAY_ADMIN_PASSWORD or is asked for twice."""
    archive_in.refuse_inhabited()
    if str(file) == "-" and not dry_run and not os.environ.get("MAINSTAY_ADMIN_PASSWORD"):
        raise click.UsageError(_("An archive from standard input needs the password in MAINSTAY_ADMIN_PASSWORD."))
    with standing(file) as path:
        _house_in(path, admin, dry_run, as_json)


def _house_in(file: Path, admin: str, dry_run: bool, as_json: bool) -> None:
    try:
        looked = archive_in.look_through(file)
        told: dict[str, Any] = {"house": looked.manifest.house, "made_at": looked.manifest.made_at}
        told |= {"counts": looked.manifest.counts, "records": looked.manifest.records, "admin": ""}
        if not dry_run:
            password = _password(admin)
            archive_in.refuse_weak(password)
            call_command("migrate", interactive=False, verbosity=0)
            first = archive_in.take_house_in(looked=looked, admin=admin, password=password)
            told["admin"] = first.email
    except Unreadable as wrong:
        click.echo(str(wrong), err=True)
        raise SystemExit(2) from None
    if as_json:
        echo_json(told)
    elif dry_run:
        click.echo(_("The archive is whole: %(house)s, %(records)d records. Nothing was taken in.") % told)
    else:
        click.echo(_("%(house)s stands here now: %(records)d records, and its journal holds.") % told)
        click.echo(_("Serve it with: mainstay serve. Then sign in as %(admin)s; the others need new passwords.") % told)


def _password(admin: str) -> str:
    asked = _("Password for %(mail)s") % {"mail": admin} if admin else _("Password for the administrator")
    return secrets.password("MAINSTAY_ADMIN_PASSWORD", asked)
