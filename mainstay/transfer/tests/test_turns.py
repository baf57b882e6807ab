"""A list that is brought in beside the pages lets others write in between."""

from __future__ import annotations

import io
from datetime import datetime
from itertools import count

import pytest
from django.db import connection

from mainstay.house.models import User
from mainstay.transfer import actions
from mainstay.transfer.actions import running, turns
from mainstay.transfer.tests.working import work_off

pytestmark = pytest.mark.django_db


def test_a_list_beside_the_pages_gives_others_a_turn_after_each_batch_and_alone_now_and_then(
    head: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    paused: list[float] = []
    ticks = count(step=0.2)  # each batch takes a fifth of a second
    monkeypatch.setattr(turns, "sleep", paused.append)
    monkeypatch.setattr(turns, "monotonic", lambda: next(ticks))
    file = io.BytesIO("\n".join(["Name", *(f"Client {n}" for n in range(8))]).encode())
    run = actions.receive(kind="clients", file_name="clients.csv", file=file, by=head, at=at)
    actions.start(run=run, skip_bad=False, by=head, at=at)
    work_off()
    run.refresh_from_db()
    assert (run.state, run.made, run.batches.count()) == ("done", 8, 4)
    others_wait = connection.vendor == "sqlite"
    assert paused == [turns.PAUSE] * 4 * others_wait
    actions.undo(run=run, by=head, at=at, inline=True)
    actions.carry_undo(run_id=run.pk, at=at)
    assert len(paused) == 4 * others_wait
