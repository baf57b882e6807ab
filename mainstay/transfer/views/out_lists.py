"""The runs and the rows of one as files, in the words of the pages: a report to keep (R-X-10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.kit.lists import Column, Outgoing, listed
from mainstay.transfer import queries
from mainstay.transfer.models import Run
from mainstay.transfer.views import told
from mainstay.transfer.views.told import Shown

if TYPE_CHECKING:
    from mainstay.house.models import User

RUNS: tuple[Column[Run], ...] = (
    Column("file", _("File"), lambda run: run.file_name),
    Column("kind", _("Kind"), lambda run: told.kind_words(run.kind)),
    Column("state", _("State"), told.state_words),
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
    return listed("runs", RUNS, lambda: rows.iterator(chunk_size=500), count=rows.count, title=_("Bring in"))


STEPS: tuple[Column[Shown], ...] = (
    Column("rows", _("Row"), lambda shown: ", ".join(map(str, shown.rows))),
    Column("what", _("What becomes of it"), lambda shown: shown.word),
    Column("name", _("Name"), lambda shown: shown.name),
    Column("client", _("Client"), lambda shown: shown.client),
    Column("changes", _("What changes"), lambda shown: "\n".join(shown.lines)),
    Column("why", pgettext_lazy("a reason", "Why"), lambda shown: shown.why),
)


def steps(run: Run, what: str = "") -> Outgoing:
    """What became, or would become, of the rows of a run, as its page says it; ``what`` names one sort of them."""
    counts = {name: int(getattr(run, name)) for name in ("made", "changed", "left", "refused", "stayed")}
    many = counts.get(what, sum(counts.values()) - counts["stayed"])

    def rows() -> Iterator[Shown]:
        return (told.step(each, run.kind, stayed=what == "stayed") for each in queries.every_step(run, what))

    return listed("rows", STEPS, rows, count=lambda: many, title=run.file_name)
