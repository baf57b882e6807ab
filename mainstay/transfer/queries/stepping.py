"""What became, or would become, of the records of a run, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mainstay.transfer.models import Batch, Run
from mainstay.transfer.rules.kinds import WHATS, Step

STAYED = "stayed"
_CURSOR = re.compile(r"([nb])([0-9]{1,9})\.([0-9]{1,6})")


@dataclass(frozen=True)
class StepPage:
    """One page of steps, by cursor: ``next`` leads on, ``back`` leads back; empty where nothing is."""

    steps: Sequence[Step]
    next: str
    back: str


@dataclass(frozen=True, order=True)
class _Placed:
    """A step and its place in the run."""

    batch: int
    place: int

    step: Step


def steps(run: Run, what: str = "", cursor: str = "", size: int = 50) -> StepPage:
    """A page of steps; ``what`` is one of WHATS, "stayed" (what could not be undone), or all.

    Of a run that began what was written, of any other what its check foresaw. A cursor that makes no sense gives the
    first page. A page reads the few batches it stands in, the thousandth as the first.
    """
    told = _CURSOR.fullmatch(cursor)
    start = (int(told[2]), int(told[3])) if told else None
    back = bool(told and told[1] == "b")
    found = list(islice(_beyond(run, what, start, back=back), size + 1))
    more, found = len(found) > size, found[:size]
    if not found:
        return StepPage([], "", "") if start is None else steps(run, what, size=size)
    if back:
        found.reverse()
    on = more if not back else True
    before = start is not None if not back else more
    return StepPage(
        [one.step for one in found],
        f"n{found[-1].batch}.{found[-1].place}" if on else "",
        f"b{found[0].batch}.{found[0].place}" if before else "",
    )


def every_step(run: Run, what: str = "") -> Iterator[Step]:
    """Every step of a run, one batch in memory at a time: for a report to keep."""
    return (one.step for one in _beyond(run, what, None, back=False))


def _beyond(run: Run, what: str, start: tuple[int, int] | None, *, back: bool) -> Iterator[_Placed]:
    """Steps after ``start`` (before it, going back), the nearest first."""
    dry = run.state in (Run.State.MAPPING, Run.State.CHECKING, Run.State.CHECKED)
    rows = Batch.objects.filter(run=run, dry=dry)
    if what in WHATS:
        rows = rows.filter(**{f"{what}__gt": 0})
    elif what == STAYED:
        rows = rows.exclude(stayed=[])
    if start is not None:
        rows = rows.filter(**{"seq__lte" if back else "seq__gte": start[0]})
    for batch in rows.order_by("-seq" if back else "seq").iterator(chunk_size=1):
        placed = [_Placed(batch.seq, place, step) for place, step in enumerate(_of(batch, what))]
        for one in reversed(placed) if back else placed:
            here = (one.batch, one.place)
            if start is None or (here < start if back else here > start):
                yield one


def _of(batch: Batch, what: str) -> list[Step]:
    told = batch.stayed if what == STAYED else batch.steps
    return [Step.of(one) for one in told if what not in WHATS or one["what"] == what]
