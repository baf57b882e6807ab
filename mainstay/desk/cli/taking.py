"""Taking in and out in the terminal."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.desk.actions import intake
from mainstay.desk.models import ImportRun
from mainstay.house.actions import gate
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound
from mainstay.kit.tables import Unreadable
from mainstay.promises.models import Promise
from mainstay.promises.queries import listing

MOST_SHOWN = 20


@click.group("import", help=_("Take in lists."))
def import_() -> None:
    """Take in lists."""


@import_.command(help=_("Deliveries promised and made, by a map that says which column is what."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--map", "map_file", type=click.Path(dir_okay=False, path_type=Path), required=True, help=_("MAP.toml"))
@click.option("--dry-run", is_flag=True, help=_("Say what would be made, and make nothing."))
@click.option("--skip-bad", is_flag=True, help=_("Leave out rows that cannot be read."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def promises(by: User, at: datetime, file: Path, map_file: Path, as_json: bool, **told: bool) -> None:
    """Take in promises."""
    try:
        map_text = map_file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        click.echo(_("The map %(file)s cannot be read: %(reason)s.") % {"file": map_file, "reason": reason}, err=True)
        raise SystemExit(2) from None
    try:
        report = intake.take_in_promises(path=file, map_text=map_text, by=by, at=at, **told)
    except Unreadable as wrong:
        click.echo(str(wrong), err=True)
        raise SystemExit(2) from None
    except intake.BadRows as bad:
        _print_bad(bad.report, as_json)
        raise SystemExit(2) from None
    if as_json:
        echo_json(report.as_dict())
    else:
        _print(report)


def _print_bad(report: intake.Report, as_json: bool) -> None:
    if as_json:
        echo_json(report.as_dict())
    summary = report.taken.summary
    count = summary.problem_count
    click.echo(
        ngettext(
            "%(n)d value cannot be read. Nothing was made; mend the file, or leave its row out with --skip-bad.",
            "%(n)d values cannot be read. Nothing was made; mend the file, or leave their rows out with --skip-bad.",
            count,
        )
        % {"n": count},
        err=True,
    )
    for problem in summary.problems[:MOST_SHOWN]:
        where = _("row %(row)d, %(column)s: “%(value)s”") % {
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
        }
        click.echo(f"  {where}: {problem.reason}", err=True)


def _print(report: intake.Report) -> None:
    told: dict[str, Any] = report.as_dict()
    click.echo(
        _("Read as %(encoding)s, columns parted by %(delimiter)r: %(rows)d rows, %(deliveries)d deliveries.") % told
    )
    click.echo(_("%(on_time)d on time, %(late)d late, %(open)d open, %(over_budget)d over budget.") % told)
    for reason, count in told["not_judgeable"].items():
        click.echo(
            ngettext("Not judgeable: %(n)d row (%(reason)s).", "Not judgeable: %(n)d rows (%(reason)s).", count)
            % {"n": count, "reason": reason}
        )
    if told["bad_rows"]:
        count = told["bad_rows"]
        click.echo(ngettext("%(n)d row was left out.", "%(n)d rows were left out.", count) % {"n": count})
    if told["run"] is None:
        click.echo(_("Would make: promises %(promises)d, clients %(clients)d. Nothing was made yet.") % told)
    else:
        click.echo(_("Made: promises %(promises)d, clients %(clients)d.") % told)
        click.echo(_("Undo it with: mainstay import undo %(run)s") % told)


@import_.command(help=_("Mark all a run made as entered in error, as long as nobody has acted on it."))
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def undo(by: User, at: datetime, run: str, as_json: bool) -> None:
    """Undo a run."""
    found = intake.find_run(run, by)
    if found is None:
        raise NotFound(_("There is no run %(run)s that you may undo.") % {"run": run})
    gone = intake.undo(run=found, by=by, at=at)
    if as_json:
        echo_json({"run": str(found.pk), **gone})
    else:
        click.echo(
            _("Undone: promises marked as entered in error %(promises)d, clients laid aside %(clients)d.") % gone
        )


@import_.command(help=_("The runs so far, the latest first."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def runs(by: User, at: datetime, as_json: bool) -> None:
    """List runs."""
    rows = ImportRun.objects.select_related("by").order_by("-started_at")
    rows = rows if by.may(rights.SEE_ALL) else rows.filter(by=by)
    found = list(rows[:100])
    if as_json:
        echo_json([{"run": str(run.pk), "file": run.file_name, "state": run.state, **run.made} for run in found])
        return
    for run in found:
        click.echo(f"{run.started_at:%Y-%m-%d %H:%M}  {run.get_state_display():<8}  {run.file_name}  {run.pk}")
    if not found:
        click.echo(_("No list was taken in yet."))


@click.group(help=_("Take out lists."))
def export() -> None:
    """Take out lists."""


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


commands = (import_, export)
