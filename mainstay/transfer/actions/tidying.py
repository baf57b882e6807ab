"""What is done with runs every minute: the silent are taken up again, old files are thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from mainstay.transfer.actions.claims import DEAD
from mainstay.transfer.actions.receiving import BEFORE
from mainstay.transfer.models import Piece, Run

KEPT = timedelta(days=7)  # how long a file is kept that nobody takes in
AT_WORK = (Run.State.CHECKING, Run.State.RUNNING, Run.State.UNDOING)
MOST = 20
MOST_STOPS = 5  # in a row, without a batch between them: what stops it does not pass by itself


@transaction.atomic
def take_up(*, real: datetime) -> list[UUID]:
    """Runs at work that gave no sign of life for two minutes, named once; ``real`` is the world's time (R-X-10).

    One that stopped time and again without getting further is given up, and says so; whoever runs the house is told.
    """
    silent = Run.objects.select_for_update(of=("self",)).filter(state__in=AT_WORK, beat_at__lt=real - DEAD)
    found = list(silent.select_related("by").order_by("beat_at")[:MOST])
    for run in found:
        if run.stops >= MOST_STOPS:
            _give_up(run)
    again = [run.pk for run in found if run.stops < MOST_STOPS]
    Run.objects.filter(pk__in=again).update(beat_at=real, worker="", stops=F("stops") + 1)
    return again


def _give_up(run: Run) -> None:
    """A dry run goes back to its map; what was written stands, and can be gone on with or undone."""
    with translation.override(run.by.language or None):
        sentence = _(
            "It stopped again and again without getting further, and is not tried again by itself. Begin it again once "
            "what stops it is mended; the log of the house says what that is."
        )
    state = Run.State.MAPPING if run.state == Run.State.CHECKING else Run.State.FAILED
    Run.objects.filter(pk=run.pk).update(
        state=state, worker="", given_up=True, message=" ".join(filter(None, (sentence, _last_time(run))))[:1000]
    )


def _last_time(run: Run) -> str:
    """What it said when it stopped last; nothing where its worker died without a word."""
    _begun, colon, why = run.message.partition(": ")
    return why if colon else ""


@transaction.atomic
def throw_away(*, at: datetime) -> None:
    """Delete runs that nobody began for seven days, and the files of whatever else is older (R-X-10)."""
    old = at - KEPT
    Run.objects.filter(state__in=BEFORE, started_at__lt=old).exclude(state=Run.State.CHECKING).delete()
    Piece.objects.filter(run__started_at__lt=old).exclude(run__state__in=AT_WORK).delete()
