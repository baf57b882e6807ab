"""Taking lists out, in the terminal."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.actions import gate
from mainstay.house.cli import acting
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.promises.models import Promise
from mainstay.promises.queries import listing
from mainstay.transfer.cli.groups import export


@export.command("promises", help=_("Every promise you may see, as CSV; - is standard output."))
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@acting
def export_promises(by: User, at: datetime, file: str) -> None:
    """Take out promises."""
    gate.needs_right(by, rights.TAKE_OUT)
    if file == "-":
        _write(sys.stdout, by, at)
        return
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as out:
            count = _write(out, by, at)
    except OSError as error:
        click.echo(_("%(file)s cannot be written: %(reason)s.") % {"file": file, "reason": error.strerror}, err=True)
        raise SystemExit(2) from None
    click.echo(ngettext("%(n)d promise written.", "%(n)d promises written.", count) % {"n": count})


def _write(out: TextIO, by: User, at: datetime) -> int:
    """The same cells as the list on the page gives; returns how many promises."""
    found = Promise.objects.visible_to(by).counted().select_related("client", "owner", "owner_contact", "engagement")
    writer = csv.writer(out, lineterminator="\r\n")
    count = -1
    for cells in listing.cells(found.order_by("due_at", "id").iterator(chunk_size=1000), by, at):
        writer.writerow(cells)
        count += 1
    return count
