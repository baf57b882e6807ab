"""What the worker does with runs: in the background, and every minute."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError

from mainstay.house import clock
from mainstay.kit.tasks import task
from mainstay.transfer.actions import carry_check, carry_out, carry_undo
from mainstay.transfer.actions.claims import DEAD
from mainstay.transfer.actions.receiving import BEFORE
from mainstay.transfer.models import Piece, Run

log = logging.getLogger("mainstay.transfer")
KEPT = timedelta(days=7)  # how long a file is kept that nobody takes in
AT_WORK = (Run.State.CHECKING, Run.State.RUNNING, Run.State.UNDOING)


@task()
def work(run_id: str) -> None:
    """Do whatever this run waits for. What stops it for now is logged; the next tick takes it up again."""
    run = Run.objects.filter(pk=UUID(run_id)).first()
    carry = {Run.State.CHECKING: carry_check, Run.State.RUNNING: carry_out, Run.State.UNDOING: carry_undo}
    if run is None or run.state not in carry:
        return
    try:
        carry[Run.State(run.state)](run_id=run.pk, at=clock.now())
    except (OperationalError, InterfaceError, OSError) as error:
        log.warning("The run %s stopped and is taken up again: %s", run.pk, str(error).strip())


def tick(at: datetime) -> None:
    """Take up runs whose worker died; throw away files that are done with or too old (R-X-10)."""
    now = clock.real_now()
    for run in Run.objects.filter(state__in=AT_WORK, beat_at__lt=now - DEAD).order_by("beat_at")[:20]:
        if Run.objects.filter(pk=run.pk, beat_at=run.beat_at).update(beat_at=now, worker=""):
            work.enqueue(str(run.pk))
    Run.objects.filter(state__in=BEFORE, started_at__lt=at - KEPT).exclude(state=Run.State.CHECKING).delete()
    old = Piece.objects.filter(run__started_at__lt=at - KEPT).exclude(run__state__in=AT_WORK)
    old.delete()
