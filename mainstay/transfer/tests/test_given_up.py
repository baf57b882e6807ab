"""A run that stops time and again is given up, and whoever runs the house is told."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from mainstay.house import clock
from mainstay.house.models import User
from mainstay.transfer import actions
from mainstay.transfer.actions import tidying
from mainstay.transfer.actions.kinds import clients as clients_kind
from mainstay.transfer.capability import alarms
from mainstay.transfer.models import Run
from mainstay.transfer.queries import given_up

pytestmark = pytest.mark.django_db


def full(*_told: Any) -> None:
    """What a database says that has no room."""
    raise OperationalError("no space left")


def test_a_run_that_stops_time_and_again_is_given_up_and_whoever_runs_the_house_is_told(
    head: User, admin: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = io.BytesIO(b"Name\nAtlas\n")
    run = actions.receive(kind="clients", file_name="clients.csv", file=file, by=head, at=at)
    run = actions.start(run=run, skip_bad=False, by=head, at=at, inline=True)
    with monkeypatch.context() as patch:
        patch.setattr(clients_kind.kind, "apply", full, raising=False)
        with pytest.raises(OperationalError):
            actions.carry_out(run_id=run.pk, at=at)
    real = clock.real_now()
    again = [len(tidying.take_up(real=real + turn * timedelta(minutes=3))) for turn in range(1, 8)]
    assert again == [1] * tidying.MOST_STOPS + [0, 0]
    run = Run.objects.get()
    assert (run.state, run.message.split(".")[0]) == (
        "failed",
        "It stopped again and again without getting further, and is not tried again by itself",
    )
    assert run.message.endswith(" no space left.")
    (seen,), (unseen,) = given_up.alarms(head), alarms(admin)
    assert (str(seen.text), str(run.pk) in seen.url) == (
        "Bringing in clients.csv stopped and is not tried again by itself. Look why.",
        True,
    )
    words = "A list of Helga Brandt’s stopped while it was brought in and is not tried again by itself."
    assert (str(unseen.text), unseen.url) == (f"{words} The log of the house says why.", "")
    assert list(alarms(head)) == []
    run = actions.start(run=run, skip_bad=False, by=head, at=at, inline=True)
    assert actions.carry_out(run_id=run.pk, at=at).state == "done"
    assert list(given_up.alarms(head)) == []
