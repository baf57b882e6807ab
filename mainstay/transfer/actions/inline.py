"""Taking a file in at once, as the terminal does: read, then carried out; the same command goes on with what died."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext

from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import Unreadable
from mainstay.kit.tables.maps import Map
from mainstay.transfer.actions import files
from mainstay.transfer.actions.collecting import collected_seldom
from mainstay.transfer.actions.kinds import kind_of
from mainstay.transfer.actions.receiving import receive
from mainstay.transfer.actions.running import (
    Progress,
    bad_rows,
    batches,
    carry_out,
    refuse_questions,
    refused_rows,
    report_of,
    start,
)
from mainstay.transfer.actions.undoing import carry_undo, undo
from mainstay.transfer.models import Run
from mainstay.transfer.rules.guessing import guess
from mainstay.transfer.rules.kinds import WHATS, Around, Kind, Reading, Step

MOST_HEADERS, LONGEST_HEADER = 8, 40  # named where none is known
MOST_TOLD = 100  # refused steps told by name; all are counted, and kept with the run


@dataclass(frozen=True)
class Outcome:
    """What a file said and what became, or would become, of it. ``run`` is None where nothing was written."""

    kind: str
    map_text: str
    run: Run | None = None
    report: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    refused: list[Step] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``: what was made by its kind, beside it, and all the file said."""
        told = {name: value for name, value in self.report.items() if name not in ("also", "rows")}
        made = {self.kind: self.counts.get("made", 0)}
        return {
            "run": str(self.run.pk) if self.run else None,
            "state": self.run.state if self.run else None,
            "rows": self.report.get("rows", 0),
            "clients": 0,
            **self.report.get("also", {}),
            **made,
            **{what: self.counts.get(what, 0) for what in WHATS},
            **told,
            "refusals": [{"rows": list(step.rows), "name": step.name, "why": step.why} for step in self.refused],
            "map": self.map_text,
        }


class BadRows(Exception):
    """Rows that cannot be read, or would be refused; nothing was changed. Carries what the file said."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        count = outcome.report["problem_count"]
        if outcome.run is not None:
            super().__init__(_taken_back(outcome.run, outcome.counts["refused"]))
        else:
            super().__init__(bad_rows(count) if count else refused_rows(outcome.counts["refused"]))


def _taken_back(run: Run, refused: int) -> str:
    """Where the house changed between looking the list through and writing it."""
    said = ngettext(
        "%(n)d row came to be refused while the list was brought in, because something here changed meanwhile. "
        "All of the list was taken back; mend the file, or leave the row out.",
        "%(n)d rows came to be refused while the list was brought in, because something here changed meanwhile. "
        "All of the list was taken back; mend the file, or leave the rows out.",
        refused,
    ) % {"n": refused}
    if not run.stayed:
        return said
    stays = ngettext(
        "%(n)d record stays, because somebody has acted on it since.",
        "%(n)d records stay, because somebody has acted on them since.",
        run.stayed,
    )
    return f"{said} {stays % {'n': run.stayed}}"


@collected_seldom()
def take_in(
    *,
    kind: str,
    path: Path,
    by: User,
    at: datetime,
    map_text: str | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Read a file by its map, or by the map its headers suggest, and write what is new or differs (R-X-10).

    Opens its own short transactions. The same file and map after a run that died takes that run up again. Raises
    Unreadable for a file or map that cannot be read, BadRows when rows have problems, would be refused or come to be
    refused (the list is taken back then) and ``skip_bad`` is not set, Refused without the right and where another
    process works on the run; nothing is changed then. A run that fails later comes back with its state and message; a
    dry run tells what would be refused.
    """
    gate.needs_right(by, rights.TAKE_IN)
    found = kind_of(kind)
    if path.is_file() and (size := path.stat().st_size):
        files.refuse_size(size)
    table, told = _opened(found, path, map_text)
    reading = found.read(table, told, skip_bad)
    refuse_questions(reading)
    text = told.toml() if map_text is None else map_text
    if reading.problem_count and not skip_bad:
        raise BadRows(Outcome(kind, text, report=report_of(reading, Counter())))
    if dry_run:
        return _foreseen(found, reading, Around(by, at, None, told, reading), text, progress)
    run = _again(kind, path, text, by)
    if run is None:
        if not skip_bad:
            _refuse_refused(found, reading, Around(by, at, None, told, reading, brief=True), text)
        run = _received(kind, path, text, by, at)
    start(run=run, skip_bad=skip_bad, by=by, at=at, inline=True)
    run = carry_out(run_id=run.pk, at=at, reading=reading, progress=progress)
    outcome = _came_out(run, text, reading)
    return outcome if skip_bad else _whole(outcome, by, at)


def _came_out(run: Run, text: str, reading: Reading) -> Outcome:
    """What became of a run."""
    report = run.report or report_of(reading, Counter())
    return Outcome(run.kind, text, run, report, {what: getattr(run, what) for what in WHATS}, _refused(run))


def _whole(outcome: Outcome, by: User, at: datetime) -> Outcome:
    """The outcome; a run that came to refuse a row after all is taken back, and BadRows raised."""
    run = outcome.run
    if run is None or run.state != Run.State.DONE or not run.refused:
        return outcome
    if run.made or run.changed:
        undo(run=run, by=by, at=at, inline=True)
        run = carry_undo(run_id=run.pk, at=at)
    nothing = {"refused": outcome.counts["refused"]}
    raise BadRows(replace(outcome, run=run, counts=nothing, report={**outcome.report, "also": {}}))


def _opened(kind: Kind, path: Path, map_text: str | None) -> tuple[Any, Map]:
    """The table and its map; without one, what the headers suggest, if that is enough. Raises Unreadable."""
    if map_text is not None:
        told = Map.parse(map_text, kind.fields)
        return files.opened(path, path.name, told), told
    table = files.opened(path, path.name, Map())
    told = guess(kind.fields, table)
    try:
        return table, Map.parse(told.toml(), kind.fields)
    except Unreadable:
        raise _no_map(kind, told, table.names) from None


def _no_map(kind: Kind, told: Map, headers: Sequence[str]) -> Unreadable:
    named = ", ".join(f"“{name[:LONGEST_HEADER]}”" for name in headers[:MOST_HEADERS])
    return Unreadable(
        _(
            "No header of the file is known as “%(name)s”; its headers are %(headers)s. "
            "Say in a map which column it is; name the map with --map.",
            name=told.lacking(kind.fields)[0].name,
            headers=f"{named} …" if len(headers) > MOST_HEADERS else named,
        )
    )


def _refuse_refused(kind: Kind, reading: Reading, around: Around, text: str) -> None:
    """Raise BadRows where the house would refuse a row: found out before the first is written."""
    foreseen = _foreseen(kind, reading, around, text, None)
    if count := foreseen.counts.get("refused", 0):
        report = report_of(reading, Counter())
        raise BadRows(Outcome(kind.name, text, None, report, {"refused": count}, foreseen.refused))


def _again(kind: str, path: Path, map_text: str, by: User) -> Run | None:
    """The run of the same file and map by the same person that did not come to its end."""
    with path.open("rb") as file:
        digest = files.digest_of(file)[0]
    unfinished = (Run.State.RUNNING, Run.State.FAILED)
    return Run.objects.filter(kind=kind, digest=digest, map_text=map_text, by=by, state__in=unfinished).first()


def _received(kind: str, path: Path, map_text: str, by: User, at: datetime) -> Run:
    with path.open("rb") as file:
        return receive(kind=kind, file_name=path.name, file=file, by=by, at=at, map_text=map_text)


def _foreseen(kind: Kind, reading: Reading, around: Around, text: str, progress: Progress | None) -> Outcome:
    """What a run would make."""
    counts: Counter[str] = Counter()
    also: Counter[str] = Counter()
    refused: list[Step] = []
    rows = 0
    for records in batches(reading.records()):
        around.also.clear()
        for step in kind.compare(records, around):
            counts[step.what] += 1
            rows += len(step.rows)
            if step.what == "refused" and len(refused) < MOST_TOLD:
                refused.append(step)
        also.update(around.also)
        if progress is not None:
            progress(rows, reading.rows)
    return Outcome(
        kind.name, text, None, report_of(reading, also, around.caches.get("newcomers", ())), dict(counts), refused
    )


def _refused(run: Run) -> list[Step]:
    found: list[Step] = []
    for told in run.batches.filter(dry=False, refused__gt=0).order_by("seq").values_list("steps", flat=True):
        found += [Step.of(one) for one in told if one["what"] == "refused"]
        if len(found) >= MOST_TOLD:
            break
    return found[:MOST_TOLD]
