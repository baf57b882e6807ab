"""Runs that meet what happened since: merges, corrections, undoing that stopped half way."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest

from mainstay.clients import actions as client_actions
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.transfer import actions, queries
from mainstay.transfer.models import Run
from mainstay.transfer.tests.bringing import Bringing, whys

pytestmark = pytest.mark.django_db


def test_undoing_does_not_lay_aside_a_client_into_which_another_was_merged(
    bring: Bringing, atlas: Client, head: User, at: datetime
) -> None:
    first = bring("clients", "Name,Town\nAtlas Two,Bonn\n")
    brought = Client.objects.get(name="Atlas Two")
    client_actions.merge(keep=brought, gone=atlas, by=head, at=at)
    brought.assignments.all().delete()
    stays = bring.undo(first)
    brought.refresh_from_db()
    assert (len(stays), brought.archived) == (1, False)


def test_undoing_tells_of_a_client_that_was_merged_away_since(
    bring: Bringing, atlas: Client, head: User, at: datetime
) -> None:
    first = bring("clients", "Name\nAtlas Two\n")
    client_actions.merge(keep=atlas, gone=Client.objects.get(name="Atlas Two"), by=head, at=at)
    stays = bring.undo(first)
    run = Run.objects.get(pk=first.run.pk)
    assert (len(stays), run.stayed, run.report["taken_back"]) == (1, 1, 0)


def _stage(client: Client, by: User, at: datetime) -> None:
    client_actions.set_stage(client=client, stage="former", by=by, at=at)


def _kind(client: Client, by: User, at: datetime) -> None:
    client_actions.change(client=client, kind="household", by=by, at=at)


def _zone(client: Client, by: User, at: datetime) -> None:
    client_actions.change(client=client, zone="Asia/Tokyo", by=by, at=at)


def _team(client: Client, by: User, at: datetime) -> None:
    client_actions.change(client=client, unit=None, by=by, at=at)


@pytest.mark.parametrize("correct", [_stage, _kind, _zone, _team])
def test_a_client_that_somebody_corrected_stays(
    bring: Bringing, head: User, at: datetime, correct: Callable[..., None]
) -> None:
    first = bring("clients", "Name\nKranich AG\n")
    correct(Client.objects.get(name="Kranich AG"), head, at)
    assert whys(bring.undo(first)) == ["Somebody has corrected it since."]
    assert Client.objects.kept().filter(name="Kranich AG").exists()


def test_what_stayed_is_counted_though_undoing_stopped_half_way(
    bring: Bringing, head: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mainstay.transfer.actions import running

    monkeypatch.setattr(running, "BATCH", 1)
    first = bring("clients", "Name,Town\nOne,Bonn\nTwo,Bonn\nThree,Bonn\n")
    for client in Client.objects.all():
        client_actions.change(client=client, town="Bern", by=head, at=at)
    actions.undo(run=first.run, by=head, at=at, inline=True)
    with pytest.raises(OSError, match="gone"):
        actions.carry_undo(run_id=first.run.pk, at=at, progress=_stop)
    Run.objects.filter(pk=first.run.pk).update(state=Run.State.FAILED)
    bring.undo(first)
    assert Run.objects.get(pk=first.run.pk).stayed == 3


def test_what_is_left_out_says_how_much_of_it_is_not_listed(bring: Bringing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mainstay.transfer.rules.reading.MOST_PROBLEMS", 1)
    text = '[columns]\nname = "Name"\nsince = "Since"\n\n[formats]\ndate = "%d.%m.%Y"\n'
    file = io.BytesIO(b"Name;Since\nA;x1\nB;x2\nC;x3\n")
    run = actions.receive(kind="clients", file_name="a.csv", file=file, by=bring.by, at=bring.at, map_text=text)
    actions.check(run=run, by=bring.by, at=bring.at)
    run = actions.carry_check(run_id=run.pk, at=bring.at)
    said = "2 further values cannot be read. Mend these rows first, then try the file again."
    heads, rows = queries.left_out(run)
    assert [row[-1] for row in rows][1:] == [said]
    run.pieces.all().delete()
    heads, rows = queries.left_out(run)
    assert list(rows)[1:] == [[*[""] * (len(heads) - 1), said]]


def _stop(done: int, total: int) -> None:
    raise OSError("gone")
