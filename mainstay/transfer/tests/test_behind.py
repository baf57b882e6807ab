"""What goes out behind the caller is what would have gone out before it; reading ahead changes no batch."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mainstay.house.models import User
from mainstay.kit import behind, rows
from mainstay.kit.behind import check_behind, written_behind
from mainstay.transfer.actions.ahead import Ahead
from mainstay.transfer.models import KeptMap

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite works in our own process")


def write(by: UUID, at: datetime, *names: str) -> None:
    """Rows of one table."""
    told = ({"name": name, "kind": "clients", "text": "x" * 5000, "by_id": by, "at": at} for name in names)
    rows.insert_many(rows.of(KeptMap, told))


def found() -> list[str]:
    """What stands there, as any statement of the connection finds it."""
    return sorted(KeptMap.objects.values_list("name", flat=True))


def write_behind(by: UUID, at: datetime, *several: list[str], broken: BaseException | None = None) -> None:
    """Several times some rows, in one transaction."""
    with transaction.atomic(), written_behind(connection):
        for names in several:
            write(by, at, *names)
        check_behind(connection)
        if broken is not None:
            raise broken


@pytest.mark.django_db
@only_postgresql
def test_whatever_is_asked_waits_for_what_was_sent_before(head: User, at: datetime) -> None:
    before = threading.active_count()
    with transaction.atomic(), written_behind(connection):
        write(head.pk, at, *(f"{n:03d}" for n in range(300)))
        write(head.pk, at, "more")
        assert len(found()) == 301
        write(head.pk, at, "last")
    assert (len(found()), threading.active_count()) == (302, before)


@pytest.mark.django_db
@only_postgresql
def test_rows_go_out_in_another_thread(head: User, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    copy = rows._copy

    def noted(*told: Any) -> None:
        seen.append(threading.current_thread().name)
        copy(*told)

    monkeypatch.setattr(rows, "_copy", noted)
    write(head.pk, at, "at once")
    write_behind(head.pk, at, ["behind"])
    assert seen == [threading.current_thread().name, "behind_0"]


@pytest.mark.django_db
@only_postgresql
def test_what_fails_behind_takes_the_whole_transaction_back(head: User, at: datetime) -> None:
    with pytest.raises(IntegrityError):
        write_behind(head.pk, at, ["one", "one"], ["two"])
    assert found() == []
    with pytest.raises(DatabaseError):
        write_behind(uuid4(), at, ["of nobody"])
    assert found() == []
    with pytest.raises(KeyboardInterrupt):
        write_behind(head.pk, at, ["three"], broken=KeyboardInterrupt())
    assert (found(), behind._NOW.get()) == ([], None)
    write(head.pk, at, "four")
    assert found() == ["four"]


@pytest.mark.django_db
@only_postgresql
def test_a_place_that_is_marked_stands_where_it_was_marked(head: User, at: datetime) -> None:
    with transaction.atomic(), written_behind(connection):
        write(head.pk, at, *(f"{n:03d}" for n in range(300)))
        with suppress(OSError), transaction.atomic():
            write(head.pk, at, "lost")
            raise OSError("the disk is full")
        with transaction.atomic():
            write(head.pk, at, "kept")
        rows.update_all(KeptMap.objects.filter(name="kept"), name="kept and called")
    assert found()[299:] == ["299", "kept and called"]


@pytest.mark.django_db
@only_postgresql
def test_threads_take_short_turns_for_as_long_as_something_may_go_out_behind(head: User, at: datetime) -> None:
    before = sys.getswitchinterval()
    with transaction.atomic(), written_behind(connection):
        with transaction.atomic(), written_behind(connection):
            write(head.pk, at, "one")
        assert sys.getswitchinterval() == pytest.approx(behind.TURN, rel=0.01)
    assert sys.getswitchinterval() == before


def test_a_batch_that_is_read_ahead_is_the_next_one_and_its_trouble_comes_in_its_place() -> None:
    def batches() -> Iterator[list[int]]:
        yield [1]
        yield [2]
        raise OSError("the disk is gone")

    def met(ahead: Ahead) -> Iterator[list[int]]:
        for batch in ahead:
            ahead.look()
            ahead.look()
            yield batch

    found = met(Ahead(batches()))
    assert [next(found), next(found)] == [[1], [2]]
    with pytest.raises(OSError, match="gone"):
        next(found)
    assert list(Ahead(iter([[1], [2]]))) == [[1], [2]]
