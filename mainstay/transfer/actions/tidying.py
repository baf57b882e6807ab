"""What is done with runs every minute: the silent are taken up again, old files are thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mainstay.transfer.actions.claims import DEAD
from mainstay.transfer.actions.receiving import BEFORE
from mainstay.transfer.models import Piece, Run

KEPT = timedelta(days=7)  # how long a file is kept that nobody takes in
AT_WORK = (Run.State.CHECKING, Run.State.RUNNING, Run.State.UNDOING)
MOST = 20


@transaction.atomic
def take_up(*, real: datetime) -> list[UUID]:
    """Runs at work that gave no sign of life for two minutes, named once; ``real`` is the world's time (R-X-10)."""
    silent = Run.objects.select_for_update().filter(state__in=AT_WORK, beat_at__lt=real - DEAD)
    found = list(silent.order_by("beat_at").values_list("pk", flat=True)[:MOST])
    Run.objects.filter(pk__in=found).update(beat_at=real, worker="")
    return found


@transaction.atomic
def throw_away(*, at: datetime) -> None:
    """Delete runs that nobody began for seven days, and the files of whatever else is older (R-X-10)."""
    old = at - KEPT
    Run.objects.filter(state__in=BEFORE, started_at__lt=old).exclude(state=Run.State.CHECKING).delete()
    Piece.objects.filter(run__started_at__lt=old).exclude(run__state__in=AT_WORK).delete()
