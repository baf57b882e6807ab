"""Whoever waits to write in a house on SQLite is let in before whoever writes again and again."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import ConnectionHandler, OperationalError

from mainstay.config.busy import is_busy
from mainstay.config.sqlite.turns import FIRST, LEAST, pause

pytestmark = pytest.mark.django_db

PATIENCE = 0.2


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[ConnectionHandler]:
    """A database in a file; every thread has a connection of its own."""
    options = {
        "timeout": PATIENCE,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF",
    }
    told = {"ENGINE": "mainstay.config.sqlite", "NAME": str(tmp_path / "house.sqlite3"), "OPTIONS": options}
    made = ConnectionHandler({"default": told})
    run(made["default"], "CREATE TABLE told (n INTEGER)")
    run(made["default"], "INSERT INTO told VALUES (0)")
    yield made
    made["default"].close()


def run(connection: Any, statement: str) -> Any:
    """One statement; its first row."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_who_waits_is_let_in_before_whoever_writes_again_and_again(handler: ConnectionHandler) -> None:
    turns, stop = [0], threading.Event()

    def again_and_again() -> None:
        mine = handler["default"]
        while not stop.is_set():
            mine.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            turns[0] += 1
            time.sleep(0.03)
            mine.commit()
            mine.set_autocommit(True)
        mine.close()

    other = threading.Thread(target=again_and_again)
    other.start()
    waited = []
    for statement in ("BEGIN", "UPDATE told SET n = n + 1"):  # with a transaction around it and without
        for _ in range(4):
            before, mine = turns[0], handler["default"]
            if statement == "BEGIN":
                mine.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                waited.append(turns[0] - before)
                mine.rollback()
                mine.set_autocommit(True)
            else:
                run(mine, statement)
                waited.append(turns[0] - before)
            time.sleep(0.01)
    stop.set()
    other.join()
    assert sum(waited) <= 2 * len(waited), waited  # the turn that has begun, seldom one more
    assert run(handler["default"], "SELECT n FROM told") == (4,)


def test_a_wait_ends_with_what_may_be_tried_again(handler: ConnectionHandler) -> None:
    mine = handler["default"]
    with sqlite3.connect(mine.settings_dict["NAME"], isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        with pytest.raises(OperationalError) as raised:
            mine.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert is_busy(raised.value)
        assert PATIENCE <= time.monotonic() - begun < 10 * PATIENCE
    other.close()
    mine.set_autocommit(True)
    assert run(mine, "PRAGMA busy_timeout") == (PATIENCE * 1000,)


def test_who_reads_what_is_old_meanwhile_does_not_wait_in_vain(handler: ConnectionHandler) -> None:
    mine = handler["default"]
    run(mine, "INSERT INTO told VALUES (1)")
    reading = mine.cursor()
    reading.execute("SELECT n FROM told")
    reading.fetchone()
    with sqlite3.connect(mine.settings_dict["NAME"], isolation_level=None) as other:
        other.execute("INSERT INTO told VALUES (2)")
    other.close()
    begun = time.monotonic()
    with pytest.raises(OperationalError):
        mine.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert time.monotonic() - begun < PATIENCE
    reading.close()


def test_the_longer_somebody_has_waited_the_sooner_they_try_again() -> None:
    waits = [pause(waited) for waited in (0, 0.1, 0.5, 1, 20)]
    assert waits == sorted(waits, reverse=True)
    assert (waits[0], waits[-1]) == (FIRST, LEAST)
    assert not is_busy(OperationalError("disk I/O error"))
