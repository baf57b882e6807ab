"""Taking a file in: once, twice, in any order, undone, died half-way."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mainstay.clients.models import Assignment, Client
from mainstay.desk.actions import intake
from mainstay.desk.models import ImportRun
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.actions import intake as promise_intake
from mainstay.promises.models import Promise
from mainstay.promises.queries import listing

pytestmark = pytest.mark.django_db
Run = Callable[..., intake.Report]

MAP = """
[columns]
client = "Client"
reference = "No"
due = "Due"
delivered = "Done"
owner = "Owner"
budget = "Price"
cost = "Cost"
[formats]
date = ["%d-%b-%y"]
[values]
not_judgeable = ["Date not captured"]
"""
HEADER = ["Client", "No", "Due", "Done", "Owner", "Price", "Cost"]
ROWS = [
    ["Atlas GmbH", "1", "10-Mar-25", "09-Mar-25", "Mara Vogt", "100", "90"],
    ["Atlas GmbH", "2", "10-Mar-25", "12-Mar-25", "Mara Vogt", "100", "110"],
    ["Berg AG", "3", "10-Mar-25", "10-Mar-25", "Otto Fink", "", ""],
    ["Berg AG", "4", "10-Apr-26", "", "Otto Fink", "", ""],
    ["Berg AG", "5", "Date not captured", "10-Mar-25", "Otto Fink", "", ""],
    ["=cmd()", "6", "", "", "", "", ""],
    ["=cmd()", "7", "10-Mar-25", "10-Mar-25", "", "", ""],
]


def written(rows: list[list[str]]) -> bytes:
    """A CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()


@pytest.fixture
def take(tmp_path: Path, head: User, at: datetime) -> Run:
    """``take(rows)`` takes a file in as the head of the team."""

    def run(rows: list[list[str]] = ROWS, **more: Any) -> intake.Report:
        file = tmp_path / "orders.csv"
        file.write_bytes(written(rows))
        return intake.take_in_promises(path=file, map_text=MAP, by=head, at=at, **more)

    return run


def state() -> list[tuple[Any, ...]]:
    """What the ledger says, without ids."""
    rows = Promise.objects.counted().order_by("client__name", "reference")
    return [
        (row.client.name, row.reference, row.due_on, row.delivered_on, row.outcome, row.budget, str(row.owner))
        for row in rows.select_related("client", "owner")
    ]


def test_a_file_is_taken_in_with_counts_owners_and_journal(take: Run, manager: User, atlas: Client) -> None:
    report = take().as_dict()
    assert {name: report[name] for name in ("rows", "promises", "clients", "on_time", "late", "open")} == {
        "rows": 7,
        "promises": 5,
        "clients": 2,
        "on_time": 3,
        "late": 1,
        "open": 1,
    }
    assert (report["over_budget"], report["not_judgeable"], report["problems"]) == (
        1,
        {"Date not captured": 1, "blank": 1},
        [],
    )
    assert Promise.objects.filter(client=atlas, owner=manager).count() == 2
    assert journal.verify().holds
    berg = Client.objects.get(name="Berg AG")
    assert [serves.user.name for serves in berg.assignments.filter(role=Assignment.Role.MANAGER)] == ["Otto Fink"]


def test_a_second_time_makes_nothing_new(take: Run, atlas: Client) -> None:
    take()
    before = state()
    again = take()
    assert (again.promises, again.clients, state()) == (0, 0, before)


def test_shuffled_equals_sorted(take: Run, atlas: Client) -> None:
    take()
    before = state()
    shuffled = ROWS[:]
    random.Random(7).shuffle(shuffled)
    assert take(shuffled).promises == 0
    assert state() == before


def test_a_dry_run_makes_nothing_and_says_what_would_be(take: Run, atlas: Client) -> None:
    report = take(dry_run=True)
    assert (report.run, report.promises, report.clients) == (None, 5, 2)
    assert (Promise.objects.count(), Client.objects.count(), ImportRun.objects.count()) == (0, 1, 0)


def test_a_bad_row_refuses_the_file_unless_skipped(take: Run, atlas: Client) -> None:
    rows = [*ROWS, ["Atlas GmbH", "8", "31-Feb-25", "", "", "", ""]]
    with pytest.raises(intake.BadRows) as bad:
        take(rows)
    (problem,) = bad.value.report.taken.summary.problems
    assert (problem.row, problem.column, problem.value) == (9, "Due", "31-Feb-25")
    assert Promise.objects.count() == 0
    assert take(rows, skip_bad=True).promises == 5


def test_a_run_is_undone_whole(take: Run, head: User, at: datetime, atlas: Client) -> None:
    run = ImportRun.objects.get(pk=str(take().run))
    assert intake.undo(run=run, by=head, at=at) == {"promises": 5, "clients": 2}
    assert (state(), Promise.objects.count()) == ([], 5)
    assert list(Client.objects.filter(archived_at=None)) == [atlas]
    with pytest.raises(Refused):
        intake.undo(run=run, by=head, at=at)
    assert take().promises == 5
    assert journal.verify().holds


def test_a_run_somebody_acted_on_stays(take: Run, head: User, at: datetime, atlas: Client) -> None:
    run = ImportRun.objects.get(pk=str(take().run))
    owed = Promise.objects.get(is_owed=True)
    actions.deliver(promise=owed, by=head, at=at)
    with pytest.raises(Refused) as refused:
        intake.undo(run=run, by=head, at=at)
    assert refused.value.rule == "R-X-2"
    assert Promise.objects.counted().count() == 5


def test_a_run_that_died_is_taken_up_again(take: Run, atlas: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    real, calls = promise_intake.take_in, []

    def dies(**told: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**told)

    monkeypatch.setattr(promise_intake, "take_in", dies)
    with pytest.raises(KeyboardInterrupt):
        take()
    assert ImportRun.objects.get().state == "running"
    report = take()
    assert (report.promises, ImportRun.objects.count(), len(state())) == (5, 1, 5)
    assert ImportRun.objects.get().state == "done"


def test_somebody_without_the_right_takes_nothing_in(tmp_path: Path, front: User, at: datetime) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(written(ROWS))
    with pytest.raises(Refused) as refused:
        intake.take_in_promises(path=file, map_text=MAP, by=front, at=at)
    assert refused.value.rule == "R-X-3"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A file and its map."""
    (tmp_path / "orders.csv").write_bytes(written(ROWS))
    (tmp_path / "map.toml").write_text(MAP)
    return str(tmp_path / "orders.csv"), str(tmp_path / "map.toml")


def test_terminal_takes_in_undoes_and_takes_out(
    terminal: Callable[..., Any], files: tuple[str, str], head: User, atlas: Client, tmp_path: Path
) -> None:
    file, map_ = files
    dry = json.loads(terminal(["import", "promises", file, "--map", map_, "--dry-run", "--json"], by=head).output)
    assert (dry["run"], dry["promises"]) == (None, 5)
    made = json.loads(terminal(["import", "promises", file, "--map", map_, "--json"], by=head).output)
    assert (made["promises"], made["encoding"], made["delimiter"]) == (5, "utf-8", ",")
    out = tmp_path / "out.csv"
    assert terminal(["export", "promises", str(out)], by=head).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text())))
    assert len(rows) == 5
    assert [row["client"] for row in rows if "cmd" in row["client"]] == ["'=cmd()"]
    assert list(rows[0]) == list(listing.columns(head))
    undone = terminal(["import", "undo", made["run"]], by=head)
    assert (undone.exit_code, Promise.objects.counted().count()) == (0, 0)


def test_terminal_says_what_is_wrong_and_changes_nothing(
    terminal: Callable[..., Any], files: tuple[str, str], head: User, tmp_path: Path
) -> None:
    file, map_ = files
    missing = terminal(["import", "promises", str(tmp_path / "no.csv"), "--map", map_], by=head)
    assert missing.exit_code == 2
    (tmp_path / "bad.toml").write_text('[columns]\nclient = "Client"\ndue = "When"\n')
    wrong = terminal(["import", "promises", file, "--map", str(tmp_path / "bad.toml")], by=head)
    assert (wrong.exit_code, "When" in wrong.stderr) == (2, True)
    assert Promise.objects.count() == 0
