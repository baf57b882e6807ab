"""The worker: every capability's tick, background tasks, and trouble that stops neither."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from mainstay.config import worker
from mainstay.house import actions, clock
from mainstay.house.models import House, User
from mainstay.kit.plug import Capability, registry
from mainstay.kit.tasks import task


@pytest.fixture
def plugged() -> Iterator[Callable[[str, Callable[[datetime], None]], None]]:
    """Switch on a capability that has a tick and nothing else."""
    names = []

    def plug(name: str, tick: Callable[[datetime], None]) -> None:
        registry.register(Capability(name=name, tick=tick))
        names.append(name)

    yield plug
    for name in names:
        registry.remove(name)


Plugged = Callable[[str, Callable[[datetime], None]], None]


@pytest.mark.django_db
def test_a_tick_hands_every_capability_the_clock_of_the_house(
    house: House, admin: User, at: datetime, plugged: Plugged
) -> None:
    actions.advance_clock(delta=timedelta(days=31), by=admin, at=at)
    seen: list[datetime] = []
    plugged("one", seen.append)
    plugged("other", seen.append)
    assert worker.tick()
    assert seen == [at + timedelta(days=31)] * 2


@pytest.mark.django_db
def test_the_pulse_is_kept_in_real_time(house: House, admin: User, at: datetime) -> None:
    actions.advance_clock(delta=timedelta(days=31), by=admin, at=at)
    worker.tick()
    assert House.objects.get().ticked_at == at


@pytest.mark.django_db
def test_trouble_in_one_capability_is_logged_and_the_others_go_on(
    house: House, at: datetime, plugged: Plugged, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[datetime] = []

    def stumble(_at: datetime) -> None:
        raise RuntimeError("on the stairs")

    plugged("one", stumble)
    plugged("other", seen.append)
    with caplog.at_level(logging.ERROR, "mainstay.worker"):
        assert not worker.tick()
    assert seen == [at]
    assert [record.getMessage() for record in caplog.records] == ["The tick of one did not run through."]


@pytest.mark.django_db
def test_a_tick_that_did_not_run_through_leaves_the_pulse_so_that_it_is_seen(
    house: House, at: datetime, plugged: Plugged
) -> None:
    worker.tick()
    earlier = at - timedelta(minutes=10)
    actions.note_ticked(at=earlier)

    def stumble(_at: datetime) -> None:
        raise RuntimeError("on the stairs")

    plugged("one", stumble)
    worker.tick()
    assert House.objects.get().ticked_at == earlier


@pytest.mark.django_db
def test_before_the_house_is_open_there_is_nothing_to_remind_of(plugged: Plugged) -> None:
    seen: list[datetime] = []
    plugged("one", seen.append)
    assert not worker.tick()
    assert seen == []


@pytest.mark.django_db
def test_a_tick_reads_the_house_once(house: House, plugged: Plugged) -> None:
    def look(_at: datetime) -> None:
        for _turn in range(5):
            clock.now()

    plugged("one", look)
    with CaptureQueriesContext(connection) as seen:
        worker.tick()
    assert sum('FROM "house_house"' in query["sql"] for query in seen) <= 2  # is it open; what it is


@task()
def add_up(first: int, second: int) -> int:
    """A task of these tests."""
    return first + second


@task()
def stumble() -> None:
    """A task that does not come to its end."""
    raise RuntimeError("on the stairs")


@pytest.mark.django_db(transaction=True)
def test_background_tasks_are_worked_off_and_one_that_fails_stops_no_other(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "django_tasks")
    stumble.enqueue()
    add_up.enqueue(2, 3)
    assert worker.work_off() == 2
    assert sorted(DBTaskResult.objects.values_list("status", "return_value")) == [
        ("FAILED", None),
        ("SUCCESSFUL", 5),
    ]
    assert worker.work_off() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_survives_a_database_that_does_not_answer(caplog: pytest.LogCaptureFixture) -> None:
    def locked() -> None:
        raise OperationalError("database is locked")

    with caplog.at_level(logging.WARNING, "mainstay.worker"):
        worker.survive(locked)
        worker.survive(lambda: 1 / 0)
    assert [record.getMessage() for record in caplog.records] == [
        "The database did not answer: database is locked. It is tried again.",
        "The worker met trouble and goes on.",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_worker_ticks_at_once_and_ends_when_told(house: House, at: datetime, plugged: Plugged) -> None:
    one = worker.Worker()
    plugged("one", lambda _at: one.stop())
    began = time.monotonic()
    one.run()
    assert time.monotonic() - began < 30
    assert House.objects.get().ticked_at == at
    assert "tasks" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_server_is_gone_ends(house: House) -> None:
    one = worker.Worker(parent=1 << 30)  # nobody's child has that parent
    one.run()
    assert one.stopping.is_set()
