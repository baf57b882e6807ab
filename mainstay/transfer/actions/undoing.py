"""Taking a run back, batch by batch from its end (R-X-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.rows import by_index
from mainstay.kit.tables.maps import Map
from mainstay.transfer.actions import claims
from mainstay.transfer.actions.collecting import collected_seldom
from mainstay.transfer.actions.kinds import kind_of
from mainstay.transfer.actions.receiving import locked
from mainstay.transfer.actions.running import Progress
from mainstay.transfer.actions.turns import ALONE, Pace, Turns
from mainstay.transfer.models import Batch, Piece, Run
from mainstay.transfer.rules.kinds import Around, Step


@transaction.atomic
def undo(*, run: Run, by: User, at: datetime, inline: bool = False) -> Run:
    """Take back what a run did, in the background unless ``inline`` (R-X-10).

    What somebody acted on since stays, and is told. Raises Refused for a run that did nothing, is being worked on or
    was undone; NotFound for one not seen.
    """
    from mainstay.transfer import jobs

    run = locked(run, by)
    if run.state == Run.State.UNDONE:
        raise Refused(_("This run was undone already."), rule="R-X-10")
    if run.at_work and claims.alive(run):
        raise Refused(_("This list is being worked on just now. Look again in a minute."), rule="R-X-10")
    if not run.batches.filter(dry=False).exists() and run.state != Run.State.UNDOING:
        raise Refused(_("This run made nothing; there is nothing to undo."), rule="R-X-10")
    if run.state != Run.State.UNDOING:
        run.report = {**run.report, "undone_by": str(by.pk)}
        before = run.batches.filter(dry=False, undone=True).values_list("made", "changed", "stayed")
        told = [(made + changed, len(stayed)) for made, changed, stayed in before]  # of an undo that failed half way
        run.total, run.done_rows = run.made + run.changed, sum(done for done, _stayed in told)
        run.stayed = sum(stayed for _done, stayed in told)
    run.state, run.worker, run.message, run.beat_at = Run.State.UNDOING, "", "", clock.real_now()
    run.stops, run.given_up = 0, False
    run.save()
    if not inline:
        jobs.work.enqueue(str(run.pk))
    return run


@collected_seldom()
def carry_undo(*, run_id: UUID, at: datetime, progress: Progress | None = None, pace: Pace = ALONE) -> Run:
    """Do what is left of an undo. Safe to call twice (R-X-10)."""
    run = claims.claim(run_id, Run.State.UNDOING)
    if run is not None:
        with claims.working(run):
            _carry(run, at, progress, Turns(pace))
    return Run.objects.select_related("by").get(pk=run_id)


def _carry(run: Run, at: datetime, progress: Progress | None, turns: Turns) -> None:
    by = User.objects.get(pk=run.report.get("undone_by", run.by_id))
    gate.needs_right(by, rights.TAKE_IN)
    kind = kind_of(run.kind)
    around = Around(by, at, run, Map.parse(run.map_text, kind.fields))
    before: int | None = None
    while True:
        with transaction.atomic():
            by_index()
            claims.hold(run)
            batch = _last(run, before)
            if batch is None:
                break
            before = batch.seq
            steps = [step for step in map(Step.of, batch.steps) if step.what in ("made", "changed")]
            _keep(run, batch, steps, kind.undo(steps, around) if steps else [], around)
        turns.give()
        if progress is not None:
            progress(run.done_rows, run.total)
    _finish(run, by, at)


def _last(run: Run, before: int | None) -> Batch | None:
    """The last batch that is not undone yet, found in the order of its index: batches are heavy to read past."""
    left = run.batches.filter(dry=False, undone=False).order_by("-dry", "-seq")
    return (left if before is None else left.filter(seq__lt=before)).first()


def _keep(run: Run, batch: Batch, steps: Sequence[Step], stayed: Sequence[Step], around: Around) -> None:
    """Keep what stays, and count: what was taken back, and clients laid aside because nothing else holds them."""
    batch.undone, batch.stayed = True, [step.as_dict() for step in stayed]
    batch.save(update_fields=["undone", "stayed"])
    kept = {step.id for step in stayed}
    told = run.report
    run.report = {
        **told,
        "taken_back": told.get("taken_back", 0) + sum(step.id not in kept for step in steps),
        "laid_aside": told.get("laid_aside", 0) + around.also.pop("laid_aside", 0),
    }
    run.done_rows += len(steps)
    Run.objects.filter(pk=run.pk).update(
        done_rows=run.done_rows, stops=0, stayed=F("stayed") + len(stayed), report=run.report
    )


def _finish(run: Run, by: User, at: datetime) -> None:
    with transaction.atomic():
        claims.hold(run)
        Run.objects.filter(pk=run.pk).update(
            state=Run.State.UNDONE, ended_at=at, worker="", message="", report=run.report
        )
        Piece.objects.filter(run=run).delete()
        journal.note("transfer.run_undone", about=run, by=by, at=at, text=run.kind)
    run.state, run.worker = Run.State.UNDONE, ""
