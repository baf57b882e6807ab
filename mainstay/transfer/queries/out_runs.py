"""The runs and the steps of one, as files: a report to keep (R-X-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.kit.lists import Column, Outgoing, listed
from mainstay.transfer import queries
from mainstay.transfer.models import Run
from mainstay.transfer.rules.kinds import Step

if TYPE_CHECKING:
    from mainstay.house.models import User

RUNS: tuple[Column[Run], ...] = (
    Column("file", _("File"), lambda run: run.file_name),
    Column("kind", _("Kind"), lambda run: run.kind),
    Column("state", _("State"), lambda run: run.state),
    Column("started_at", _("Started"), lambda run: run.started_at),
    Column("ended_at", _("Ended"), lambda run: run.ended_at),
    Column("by", pgettext_lazy("somebody did it", "Who"), lambda run: run.by.name),
    Column("rows", _("Rows"), lambda run: run.rows),
    Column("made", _("new"), lambda run: run.made),
    Column("changed", _("changed"), lambda run: run.changed),
    Column("left", _("left as is"), lambda run: run.left),
    Column("refused", _("left out"), lambda run: run.refused),
    Column("stayed", _("could not be undone"), lambda run: run.stayed),
    Column("message", _("Why it stopped"), lambda run: run.message),
    Column("id", _("Id"), lambda run: str(run.pk)),
)


def runs(by: User) -> Outgoing:
    """The runs this person may see, the latest first."""
    rows = queries.runs(by)
    return listed("runs", RUNS, lambda: rows.iterator(chunk_size=500), count=rows.count)


STEPS: tuple[Column[Step], ...] = (
    Column("rows", _("Row"), lambda step: ", ".join(str(row) for row in step.rows)),
    Column("what", _("What becomes of it"), lambda step: step.what),
    Column("name", _("Name"), lambda step: step.name),
    Column("client", _("Client"), lambda step: step.client),
    Column("changes", _("What changes"), lambda step: "\n".join(_change(*pair) for pair in step.changes.items())),
    Column("why", pgettext_lazy("a reason", "Why"), lambda step: step.why),
    Column("alike", _("Looks like"), lambda step: "\n".join(step.alike)),
    Column("id", _("Id"), lambda step: step.id),
)


def _change(name: str, change: list[object]) -> str:
    old, new = ("" if value is None else str(value) for value in change)
    return f"{name}: {old} → {new}" if old else f"{name}: {new}"


def steps(run: Run, what: str = "") -> Outgoing:
    """What became, or would become, of the rows of a run; ``what`` names one sort of them."""
    counts = {name: int(getattr(run, name)) for name in ("made", "changed", "left", "refused", "stayed")}
    many = counts.get(what, sum(counts.values()) - counts["stayed"])
    return listed("rows", STEPS, lambda: queries.every_step(run, what), count=lambda: many)
