"""Taking lists in, in the terminal: at once, with a bar that shows how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.cli import acting, echo_json
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.refusals import NotFound
from mainstay.kit.tables import Unreadable
from mainstay.promises.queries import brought_in
from mainstay.transfer import actions, queries
from mainstay.transfer.actions import inline
from mainstay.transfer.actions.inline import Outcome
from mainstay.transfer.actions.running import Progress, refused_rows
from mainstay.transfer.cli.groups import import_, standing
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.views.told import counted, state_words

MOST_SHOWN = 20
HELP = {
    "clients": _("Clients: firms and households."),
    "contacts": _("People at clients; a file of cards (.vcf) needs no map."),
    "assignments": _("Who serves whom."),
    "engagements": _("Engagements: what you do for a client."),
    "promises": _("Promises, kept or open, by you or to you."),
}
HOW = _(
    "FILE is a table (CSV, XLSX, ODS), cards (vCard, jCard) or a calendar (iCalendar); which, is found out by what is "
    "in it. - is standard input. Where a row cannot be read or would be refused nothing is brought in, unless "
    "--skip-bad is given. What a run did can be undone: “mainstay import undo RUN”."
)
ENDS = _(
    "It ends with 0 when done, 1 when it was refused, 2 when the file, the map or a row cannot be read, or a row would "
    "be refused. With --skip-bad such rows are left out, and it ends with 0."
)


def _command(kind: str) -> click.Command:
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
    @click.option(
        "--map",
        "map_file",
        metavar="MAP.toml",
        type=click.Path(dir_okay=False, path_type=Path),
        help=_("Which column is what. Without it the columns are found by their headers."),
    )
    @click.option("--dry-run", is_flag=True, help=_("Say what would be made, and make nothing."))
    @click.option("--skip-bad", is_flag=True, help=_("Leave out rows that cannot be read, or are refused."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
    @acting
    def take(by: User, at: datetime, file: Path, map_file: Path | None, as_json: bool, **told: bool) -> None:
        _take(kind, file, map_file, as_json, by=by, at=at, **told)

    return click.command(kind, help=f"{HELP[kind]}\n\n{HOW}\n\n{ENDS}")(take)


for _kind in SORTS:
    import_.add_command(_command(_kind))


def _take(kind: str, file: Path, map_file: Path | None, as_json: bool, **told: Any) -> None:
    map_text = _map_text(map_file) if map_file is not None else None
    try:
        with standing(file) as path, _bar(as_json) as progress:
            outcome = inline.take_in(kind=kind, path=path, map_text=map_text, progress=progress, **told)
    except Unreadable as wrong:
        click.echo(str(wrong), err=True)
        raise SystemExit(2) from None
    except inline.BadRows as bad:
        _print_bad(bad, as_json)
        raise SystemExit(2) from None
    if as_json:
        echo_json(outcome.as_dict())
    else:
        _print(outcome, guessed=map_text is None)
    if outcome.run is not None and outcome.run.state != Run.State.DONE:
        click.echo(outcome.run.message or _("Another process works on this run now."), err=True)
        raise SystemExit(1)
    if (count := outcome.counts.get("refused", 0)) and outcome.run is None and not told["skip_bad"]:
        click.echo(f"{refused_rows(count)} (--skip-bad)", err=True)
        raise SystemExit(2)


def _map_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        click.echo(_("The map %(file)s cannot be read: %(reason)s.") % {"file": file, "reason": reason}, err=True)
        raise SystemExit(2) from None


@contextmanager
def _bar(as_json: bool) -> Iterator[Progress | None]:
    """A bar on the terminal; nothing where nobody looks."""
    if as_json or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=_("Rows"), file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, done, 1)
            bar.update(done - bar.pos)

        yield progress


def _print_bad(bad: inline.BadRows, as_json: bool) -> None:
    if as_json:
        echo_json(bad.outcome.as_dict())
    click.echo(f"{bad} (--skip-bad)", err=True)
    for problem in bad.outcome.report["problems"][:MOST_SHOWN]:
        where = (
            _("row %(row)d, %(column)s: “%(value)s”") if problem["column"] else _("row %(row)d: “%(value)s”")
        ) % problem
        click.echo(f"  {where}: {problem['reason']}", err=True)
    for step in bad.outcome.refused[:MOST_SHOWN]:
        click.echo("  " + _told_refusal(step.rows, step.name, step.why), err=True)


def _told_refusal(rows: Sequence[int], name: str, why: str) -> str:
    return _("row %(row)d, %(name)s: %(why)s") % {"row": rows[0], "name": name, "why": why}


def _print(outcome: Outcome, *, guessed: bool) -> None:
    told = outcome.as_dict()
    if told.get("encoding"):
        click.echo(_("Read as %(encoding)s, columns parted by %(delimiter)r.") % told)
    if guessed:
        click.echo(_("Columns found by their headers:"))
        click.echo("  " + outcome.map_text.strip().replace("\n", "\n  "))
    if "deliveries" in told:
        _print_promises(outcome, told)
    else:
        click.echo(ngettext("%(n)d row.", "%(n)d rows.", told["rows"]) % {"n": told["rows"]})
    for reason, count in told.get("not_judgeable", {}).items():
        sentence = ngettext("Not judgeable: %(n)d row (%(reason)s).", "Not judgeable: %(n)d rows (%(reason)s).", count)
        click.echo(sentence % {"n": count, "reason": reason})
    if count := told.get("bad_rows", 0):
        click.echo(ngettext("%(n)d row was left out.", "%(n)d rows were left out.", count) % {"n": count})
    _print_counts(outcome, told)


def _print_promises(outcome: Outcome, told: dict[str, Any]) -> None:
    """How many promises the rows hold and what became of them; once they stand here, how many are past their day."""
    rows = ngettext("%(n)d row", "%(n)d rows", told["rows"]) % {"n": told["rows"]}
    many = ngettext("%(n)d promise", "%(n)d promises", told["deliveries"]) % {"n": told["deliveries"]}
    click.echo(f"{rows}, {many}.")
    click.echo(_("%(on_time)d kept on time, %(late)d kept late, %(open)d open; %(over_budget)d over budget.") % told)
    if outcome.run is None:
        return
    made = brought_in(outcome.run.pk, outcome.run.started_at)
    if made.late:
        words = ngettext("%(n)d open promise is past its day.", "%(n)d open promises are past their day.", made.late)
        click.echo(words % {"n": made.late})
    if made.theirs:
        words = ngettext("%(n)d promise is theirs.", "%(n)d promises are theirs.", made.theirs)
        click.echo(words % {"n": made.theirs})


def _print_counts(outcome: Outcome, told: dict[str, Any]) -> None:
    counts = _("made %(made)d, changed %(changed)d, left as they were %(left)d, refused %(refused)d") % told
    click.echo(f"{SORTS[outcome.kind].label}: {counts}.")
    if outcome.kind != "clients" and (count := told["clients"]):
        click.echo(ngettext("Beside them %(n)d client.", "Beside them %(n)d clients.", count) % {"n": count})
    for refusal in told["refusals"][:MOST_SHOWN]:
        click.echo("  " + _told_refusal(refusal["rows"], refusal["name"], refusal["why"]))
    if outcome.run is None:
        click.echo(_("This is what would be made. Nothing was made yet."))
    elif told["made"] or told["changed"]:
        click.echo(_("Undo it with: mainstay import undo %(run)s") % told)


@import_.command(help=_("Take back what a run did. What somebody acted on since stays, and is told."))
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def undo(by: User, at: datetime, run: str, as_json: bool) -> None:
    """Undo a run."""
    try:
        found = queries.one(by, run)
    except NotFound:
        raise NotFound(_("There is no run %(run)s that you may undo.") % {"run": run}) from None
    actions.undo(run=found, by=by, at=at, inline=True)
    with _bar(as_json) as progress:
        done = actions.carry_undo(run_id=found.pk, at=at, progress=progress)
    stayed = queries.steps(done, "stayed", size=MOST_SHOWN).steps
    told = {
        "run": str(done.pk),
        "state": done.state,
        "clients": done.report.get("laid_aside", 0),
        done.kind: done.report.get("taken_back", 0),
        "stayed": done.stayed,
        "stayed_why": [{"rows": list(step.rows), "name": step.name, "why": step.why} for step in stayed],
    }
    if as_json:
        echo_json(told)
    else:
        _print_undone(done, told)
    if done.state != Run.State.UNDONE:
        click.echo(done.message or _("Another process works on this run now."), err=True)
        raise SystemExit(1)


def _print_undone(run: Run, told: dict[str, Any]) -> None:
    count = told[run.kind]
    click.echo(ngettext("%(n)d record was taken back.", "%(n)d records were taken back.", count) % {"n": count})
    if run.kind != "clients" and (count := told["clients"]):
        click.echo(
            ngettext("%(n)d client of the run was laid aside.", "%(n)d clients of the run were laid aside.", count)
            % {"n": count}
        )
    if count := told["stayed"]:
        click.echo(ngettext("%(n)d record stays:", "%(n)d records stay:", count) % {"n": count})
        for step in told["stayed_why"]:
            click.echo(f"  {step['name']}: {step['why']}")


@import_.command(help=_("The runs so far, the latest first."))
@click.option("--json", "as_json", is_flag=True, help=_("Print as JSON."))
@acting
def runs(by: User, at: datetime, as_json: bool) -> None:
    """List runs."""
    gate.needs_right(by, rights.TAKE_IN)
    found = list(queries.runs(by)[:100])
    if as_json:
        echo_json([_told(run) for run in found])
        return
    if not found:
        click.echo(_("No list was taken in yet."))
        return
    zone = clock.zone_of(by)
    click.echo(_("Times are those of %(zone)s.") % {"zone": zone.key})
    for run in found:
        when = f"{run.started_at.astimezone(zone):%Y-%m-%d %H:%M}"
        click.echo(f"{when}  {run.file_name}, {state_words(run)}: {counted(run)}  {run.pk}")
        if run.message:
            click.echo(f"  {run.message}")


def _told(run: Run) -> dict[str, Any]:
    told = {name: getattr(run, name) for name in ("kind", "state", "made", "changed", "left", "refused", "message")}
    return {"run": str(run.pk), "file": run.file_name, "by": run.by.name, "started": run.started_at.isoformat(), **told}
