"""Carrying a run out in short transactions; what dies is taken up again by counting its batches (R-X-10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.actions import gate
from mainstay.house.models import House, User, house, house_kept
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.behind import check_behind, written_behind
from mainstay.kit.refusals import Refused
from mainstay.kit.rows import by_index, insert_many, update_all
from mainstay.kit.tables.maps import Map
from mainstay.transfer.actions import claims, files
from mainstay.transfer.actions.ahead import Ahead
from mainstay.transfer.actions.collecting import collected_seldom
from mainstay.transfer.actions.kinds import kind_of
from mainstay.transfer.actions.receiving import BEFORE, locked
from mainstay.transfer.actions.turns import ALONE, Pace, Turns
from mainstay.transfer.models import Batch, Piece, Run
from mainstay.transfer.rules.kinds import WHATS, Around, Kind, Reading, Step

BATCH = ALONE.batch  # records in one transaction, at most
MOST_NAMED = 50  # colleagues named in a report
Progress = Callable[[int, int], None]  # rows done, rows in all


@transaction.atomic
def check(*, run: Run, by: User, at: datetime) -> Run:
    """Go through the file in the background and keep what each row would become, writing nothing else (R-X-10).

    Raises Refused for a run that has begun, NotFound for one not seen, Unreadable for a map that lacks what is needed.
    """
    run = locked(run, by)
    if run.state not in BEFORE:
        raise Refused(_("This list has been taken in already; it can be undone."), rule="R-X-10")
    Map.parse(run.map_text, kind_of(run.kind).fields)
    return _put_aside(run, Run.State.CHECKING)


@transaction.atomic
def start(*, run: Run, skip_bad: bool, by: User, at: datetime, inline: bool = False) -> Run:
    """Begin to carry a run out, in the background unless ``inline`` (R-X-10). A failed run goes on where it stopped.

    Raises Refused without the right, for a run that is done or being worked on, and where rows cannot be read and
    ``skip_bad`` is not set; NotFound for a run not seen; Unreadable for a map that lacks what is needed.
    """
    run = locked(run, by)
    begun = run.batches.filter(dry=False).exists()
    if run.state == Run.State.RUNNING and not claims.alive(run):
        return _put_aside(run, Run.State.RUNNING, inline=inline)
    if run.at_work and run.state != Run.State.CHECKING:
        raise Refused(_("This list is being worked on just now. Look again in a minute."), rule="R-X-10")
    if run.state in (Run.State.DONE, Run.State.UNDONE):
        raise Refused(_("This list has been taken in already; it can be undone."), rule="R-X-10")
    if run.batches.filter(undone=True).exists():
        raise Refused(_("This list has been taken back in part; undo it whole, then bring it in again."), rule="R-X-10")
    Map.parse(run.map_text, kind_of(run.kind).fields)
    if (bad := run.report.get("problem_count", 0)) and not skip_bad:
        raise Refused(bad_rows(bad), rule="R-X-10", field="skip_bad")
    if not begun:
        run.batches.all().delete()
        run.skip_bad = skip_bad
        run.made = run.changed = run.left = run.refused = run.done_rows = run.stayed = 0
        journal.note("transfer.run_started", about=run, by=by, at=at, text=run.kind)
    return _put_aside(run, Run.State.RUNNING, inline=inline)


def bad_rows(count: int) -> str:
    """What is said of a file with values that cannot be read."""
    sentence = ngettext(
        "%(n)d value cannot be read. Nothing was made; mend the file, or leave its row out.",
        "%(n)d values cannot be read. Nothing was made; mend the file, or leave their rows out.",
        count,
    )
    return sentence % {"n": count}


def refused_rows(count: int) -> str:
    """What is said of a file with rows that the house would refuse."""
    sentence = ngettext(
        "%(n)d row would be refused. Nothing was made; mend the file, or leave the row out.",
        "%(n)d rows would be refused. Nothing was made; mend the file, or leave the rows out.",
        count,
    )
    return sentence % {"n": count}


def _put_aside(run: Run, state: str, *, inline: bool = False) -> Run:
    """Set the state and, unless the caller does the work itself, put the work aside for the worker."""
    from mainstay.house import clock
    from mainstay.transfer import jobs

    run.state, run.worker, run.message, run.beat_at = state, "", "", clock.real_now()
    run.stops, run.given_up = 0, False
    run.save()
    if not inline:
        jobs.work.enqueue(str(run.pk))
    return run


# --- working --------------------------------------------------------------------------------------------------


@collected_seldom()
def carry_check(*, run_id: UUID, at: datetime) -> Run:
    """Do the dry run of a run that waits for it, from its beginning. Safe to call twice (R-X-10)."""
    run = claims.claim(run_id, Run.State.CHECKING)
    if run is not None:
        with claims.working(run, fails_to=Run.State.MAPPING), _read(run, skip_bad=True) as (kind, map_, reading):
            _check(run, kind, Around(run.by, at, None, map_, reading), reading)
    return Run.objects.select_related("by").get(pk=run_id)


def _check(run: Run, kind: Kind, around: Around, reading: Reading) -> None:
    refuse_questions(reading)
    with transaction.atomic():
        claims.hold(run)
        run.batches.filter(dry=True).delete()
        counts, run.done_rows = dict.fromkeys(("done_rows", *WHATS), 0), 0
        Run.objects.filter(pk=run.pk).update(rows=reading.rows, total=reading.rows, **counts)
    also: Counter[str] = Counter()
    for seq, records in enumerate(batches(reading.records())):
        around.also.clear()
        steps = kind.compare(records, around)
        also.update(around.also)
        with transaction.atomic():
            claims.hold(run)
            _keep(run, seq, len(records), steps, around, dry=True)
    _end(run, Run.State.CHECKED, report_of(reading, also, around.caches.get("newcomers", ())))


@collected_seldom()
def carry_out(
    *,
    run_id: UUID,
    at: datetime,
    reading: Reading | None = None,
    progress: Progress | None = None,
    pace: Pace = ALONE,
) -> Run:
    """Do what is left of a run. Safe to call twice: what somebody else works on is left (R-X-10).

    ``reading`` saves reading the file anew where the caller has read it by the run's own map.
    """
    run = claims.claim(run_id, Run.State.RUNNING)
    if run is not None:
        with claims.working(run):
            gate.needs_right(run.by, rights.TAKE_IN)
            if reading is not None:
                kind = kind_of(run.kind)
                _carry(run, kind, Map.parse(run.map_text, kind.fields), reading, at, progress, pace)
            else:
                with _read(run, skip_bad=run.skip_bad) as (kind, map_, read):
                    _carry(run, kind, map_, read, at, progress, pace)
    return Run.objects.select_related("by").get(pk=run_id)


@contextmanager
def _read(run: Run, *, skip_bad: bool) -> Iterator[tuple[Kind, Map, Reading]]:
    """The file of a run, read by its map, with signs of life."""
    kind = kind_of(run.kind)
    map_ = Map.parse(run.map_text, kind.fields)
    with files.spooled(run) as path:
        table = files.opened(path, run.file_name, map_, lambda: claims.beat(run))
        yield kind, map_, kind.read(table, map_, skip_bad)


def _carry(
    run: Run, kind: Kind, map_: Map, reading: Reading, at: datetime, progress: Progress | None, pace: Pace
) -> None:
    refuse_questions(reading)
    if reading.problem_count and not run.skip_bad:
        raise Refused(bad_rows(reading.problem_count), rule="R-X-10", field="skip_bad")
    Run.objects.filter(pk=run.pk, worker=run.worker).update(rows=reading.rows, total=reading.rows)
    there = run.batches.filter(dry=False).aggregate(records=Sum("records"))
    seq = run.batches.filter(dry=False).count()
    around, turns = Around(run.by, at, run, map_, reading), Turns(pace)
    ahead = Ahead(batches(islice(reading.records(), there["records"] or 0, None), min(BATCH, pace.batch)))
    for records in ahead:
        done = _one_batch(run, seq, kind, records, around, ahead)
        turns.give()
        seq += 1
        if progress is not None:
            progress(done, reading.rows)
    for portion in kind.afterwards(around):
        with transaction.atomic():
            claims.hold(run)
            portion()
        turns.give()
    _done(run, reading, at)


def _one_batch(run: Run, seq: int, kind: Kind, records: list[Any], around: Around, ahead: Ahead) -> int:
    """Compare and write one batch, and keep what became of it, all in one transaction; gives the rows gone through.

    PostgreSQL writes while we go on, up to reading the next batch while it looks at the references of this one: from
    the first long row that goes out nothing is asked of it any more until all is told.
    """
    with transaction.atomic(), house_kept(), written_behind(connection):
        by_index()
        claims.hold(run)
        House.objects.select_for_update().order_by("pk").first()  # two runs at once never make the same client twice
        house()  # as it stands until the batch is written: who asks for it does not wait for what goes out behind us
        around.also.clear()
        steps = kind.compare(records, around)
        kind.apply(steps, records, around)
        check_behind(connection)
        done = _keep(run, seq, len(records), steps, around, dry=False)
        if connection.vendor == "postgresql":
            ahead.look()
        return done


def _keep(run: Run, seq: int, records: int, steps: list[Step], around: Around, *, dry: bool) -> int:
    counts: Counter[str] = Counter(dict.fromkeys(WHATS, 0))
    counts.update(step.what for step in steps)
    kept = Batch(run=run, seq=seq, dry=dry, records=records, also=dict(around.also), **counts)
    kept.steps = [step.as_dict() for step in steps]
    rows = sum(len(step.rows) for step in steps)
    run.done_rows += rows
    more = {what: F(what) + count for what, count in counts.items() if count}
    update_all(Run.objects.filter(pk=run.pk), done_rows=F("done_rows") + rows, stops=0, **more)
    insert_many([kept])
    return run.done_rows


def _done(run: Run, reading: Reading, at: datetime) -> None:
    also: Counter[str] = Counter()
    for told in run.batches.filter(dry=False).values_list("also", flat=True):
        also.update(told)
    newcomers = User.objects.filter(run_id=run.pk).order_by("name").values_list("name", flat=True)
    with transaction.atomic():
        claims.hold(run)
        report = report_of(reading, also, newcomers)
        _end(run, Run.State.DONE, report, at)
        lost = reading.problem_count or report.get("passed_over")
        if not lost and Run.objects.filter(pk=run.pk, refused=0).exists():
            Piece.objects.filter(run=run).delete()  # else it waits a week, so that what was left out can be mended
        journal.note("transfer.run_done", about=run, by=run.by, at=at, text=run.kind)


def _end(run: Run, state: str, report: dict[str, Any], at: datetime | None = None) -> None:
    with transaction.atomic():
        claims.hold(run)
        Run.objects.filter(pk=run.pk).update(state=state, report=report, ended_at=at, worker="", message="")
    run.state, run.worker = state, ""


# --- for every door -------------------------------------------------------------------------------------------


def batches(records: Iterable[Any], most: int | None = None) -> Iterator[list[Any]]:
    """Records, a batch at a time."""
    source = iter(records)
    while batch := list(islice(source, most or BATCH)):
        yield batch


def refuse_questions(reading: Reading) -> None:
    """Raise the first question of a file that the map leaves open."""
    if reading.questions:
        raise reading.questions[0]


def report_of(reading: Reading, also: Counter[str], newcomers: Iterable[str] = ()) -> dict[str, Any]:
    """What a run keeps of its file: counts, problems, how it is written; ``also`` what was made beside the rows.

    ``newcomers`` are the names of colleagues that nobody here bore: taken in without a way to sign in.
    """
    return {
        **reading.summary,
        "problem_count": reading.problem_count,
        "problems": [problem.as_dict() for problem in reading.problems],
        "also": dict(also),
        "newcomers": list(islice(newcomers, MOST_NAMED)),
    }
