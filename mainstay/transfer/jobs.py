"""What the worker does with runs: in the background, and every minute."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import InterfaceError, OperationalError

from mainstay.house import clock
from mainstay.kit.tasks import task
from mainstay.transfer.actions import carry_check, carry_out, carry_undo
from mainstay.transfer.actions.tidying import take_up, throw_away
from mainstay.transfer.actions.turns import BESIDE
from mainstay.transfer.models import Run

log = logging.getLogger("mainstay.transfer")


@task()
def work(run_id: str) -> None:
    """Do whatever this run waits for. What stops it for now is logged; the next tick takes it up again."""
    run = Run.objects.filter(pk=UUID(run_id)).first()
    carry: dict[str, Callable[..., object]] = {
        Run.State.CHECKING: carry_check,
        Run.State.RUNNING: partial(carry_out, pace=BESIDE),
        Run.State.UNDOING: partial(carry_undo, pace=BESIDE),
    }
    if run is None or run.state not in carry:
        return
    try:
        carry[Run.State(run.state)](run_id=run.pk, at=clock.now())
    except (OperationalError, InterfaceError, OSError) as error:
        log.warning("The run %s stopped and is taken up again: %s", run.pk, str(error).strip())


def tick(at: datetime) -> None:
    """Take up runs whose worker died; throw away files that are done with or too old (R-X-10)."""
    for run_id in take_up(real=clock.real_now()):
        work.enqueue(str(run_id))
    throw_away(at=at)
