"""Bringing a list in and taking it back, as page, API and terminal do, for the tests of the kinds."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.transfer import actions, queries
from mainstay.transfer.actions.running import carry_check
from mainstay.transfer.models import Batch, Run
from mainstay.transfer.rules.kinds import Step


@dataclass
class Brought:
    """What became of a list: the run and its steps."""

    run: Run
    steps: list[Step]

    @property
    def whats(self) -> list[str]:
        """What became of each record, in order."""
        return [step.what for step in self.steps]


@dataclass
class Bringing:
    """``bring("clients", "Name;No\\nAtlas;1")`` takes a list in as ``by``; a dry run must have said the same."""

    by: User
    at: datetime

    def __call__(
        self, kind: str, text: str | bytes, map_text: str = "", *, by: User | None = None, name: str = "list.csv"
    ) -> Brought:
        """Take in."""
        by = by or self.by
        self.at += timedelta(minutes=1)
        content = text.encode() if isinstance(text, str) else text
        run = actions.receive(kind=kind, file_name=name, file=io.BytesIO(content), by=by, at=self.at, map_text=map_text)
        run = actions.check(run=run, by=by, at=self.at)
        run = carry_check(run_id=run.pk, at=self.at)
        assert run.message == ""
        foreseen = steps_of(run, dry=True)
        run = actions.start(run=run, skip_bad=False, by=by, at=self.at, inline=True)
        run = actions.carry_out(run_id=run.pk, at=self.at)
        assert (run.state, run.message) == ("done", "")
        done = steps_of(run)
        assert [(step.what, step.changes, step.why) for step in done] == [
            (step.what, step.changes, step.why) for step in foreseen
        ]
        assert journal.verify().holds
        return Brought(run, done)

    def undo(self, brought: Brought, *, by: User | None = None) -> list[Step]:
        """Take back; what stayed."""
        by = by or self.by
        self.at += timedelta(minutes=1)
        actions.undo(run=brought.run, by=by, at=self.at, inline=True)
        run = actions.carry_undo(run_id=brought.run.pk, at=self.at)
        assert (run.state, run.message) == ("undone", "")
        assert journal.verify().holds
        rows = Batch.objects.filter(run=run, dry=False).order_by("seq")
        return [Step.of(told) for batch in rows for told in batch.stayed]

    def reading(self, kind: str, text: str | bytes, map_text: str = "", name: str = "list.csv") -> queries.Preview:
        """The preview of a list."""
        content = text.encode() if isinstance(text, str) else text
        run = actions.receive(
            kind=kind, file_name=name, file=io.BytesIO(content), by=self.by, at=self.at, map_text=map_text
        )
        return queries.preview(run, run.map_text, self.by, at=self.at)


def steps_of(run: Run, *, dry: bool = False) -> list[Step]:
    """Every step kept."""
    rows = Batch.objects.filter(run=run, dry=dry).order_by("seq")
    return [Step.of(told) for batch in rows for told in batch.steps]


def whys(steps: Sequence[Step]) -> list[str]:
    """Why, of each."""
    return [step.why for step in steps]
