"""Rows that name no day are not lost: they can be shown, and taken out to be mended."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.tests.workbooks import xlsx
from mainstay.transfer import queries
from mainstay.transfer.models import Run
from mainstay.transfer.tests.bringing import Bringing

pytestmark = pytest.mark.django_db
COLUMNS = '[columns]\nclient = "Client"\ntitle = "Promise"\ndue = "Due"\nbudget = "Price"\n'
ROWS: list[list[Any]] = [
    ["Client", "Promise", "Due", "Price"],
    ["Atlas GmbH", "One", "04.03.2026", "1.234,50"],
    ["Atlas GmbH", "Two", "next week", 250.5],
    ["Atlas GmbH", "Three", "", 1000],
]
WHY = "It names no day and is passed over."


@pytest.fixture
def run(bring: Bringing, atlas: Client) -> Run:
    """A run that passed two rows over."""
    return bring("promises", xlsx({"One": ROWS}), COLUMNS, name="list.xlsx").run


def test_rows_passed_over_stand_in_the_file_of_what_is_left_out(run: Run, head: User, signed_in: Any) -> None:
    answer = signed_in(head).get(reverse("transfer:left_out_csv", args=[run.pk]))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows == [
        ["Client", "Promise", "Due", "Price", "Row", "Why"],
        ["Atlas GmbH", "Two", "next week", "250,5", "3", WHY],
        ["Atlas GmbH", "Three", "", "1000", "4", WHY],
    ]
    run.pieces.all().delete()
    _heads, kept = queries.left_out(run)
    assert list(kept) == [["3", "", "next week", WHY], ["4", "", "", WHY]]


def test_rows_passed_over_can_be_shown(run: Run, head: User, signed_in: Any) -> None:
    page = signed_in(head).get(reverse("transfer:run", args=[run.pk]), {"what": "passed"})
    assert [(row.where, row.name, row.word, row.why) for row in page.context["rows"]] == [
        ("Row 3", "“next week”", "passed over", WHY),
        ("Row 4", "nothing", "passed over", WHY),
    ]
    (group,) = page.context["groups"]
    assert [choice.label for choice in group.choices] == ["All rows", "new, 1", "passed over, 2"]
    assert "What was left out, as a file" in page.content.decode()


def test_of_many_rows_passed_over_the_first_are_kept_and_all_are_counted(
    bring: Bringing, atlas: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mainstay.promises.rules.intake.reading.MOST_PROBLEMS", 1)
    run = bring("promises", xlsx({"One": ROWS}), COLUMNS, name="list.xlsx").run
    assert (run.report["not_judgeable"], run.report["passed_over"]) == (
        {"next week": 1, "blank": 1},
        [[3, "next week"]],
    )
    _heads, rows = queries.left_out(run)
    assert [row[-1] for row in rows] == [WHY, "1 further row names no day."]
