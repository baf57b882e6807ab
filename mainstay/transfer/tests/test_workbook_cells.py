"""Lists kept in a workbook, whose numbers and days are partly real and partly text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mainstay.clients.models import Client
from mainstay.kit.tables import open_table
from mainstay.kit.tables.maps import Map
from mainstay.kit.tests.workbooks import xlsx
from mainstay.promises.models import Promise
from mainstay.transfer.rules.kinds import SORTS
from mainstay.transfer.rules.reading import read_table
from mainstay.transfer.tests.bringing import Bringing

MIXED: list[list[Any]] = [
    ["Client", "Promise", "Due", "Price"],
    ["Atlas GmbH", "One", date(2026, 3, 4), "1.234,50"],
    ["Atlas GmbH", "Two", "05.06.2026", 250.5],
    ["Atlas GmbH", "Three", "07.06.2026", 1.234],
    ["Atlas GmbH", "Four", date(2026, 7, 8), "1.234"],
]
VALUES = [
    (date(2026, 3, 4), Decimal("1234.5")),
    (date(2026, 6, 5), Decimal("250.5")),
    (date(2026, 6, 7), Decimal("1.234")),
    (date(2026, 7, 8), Decimal(1234)),
]
COLUMNS = '[columns]\nclient = "Client"\ntitle = "Promise"\ndue = "Due"\nbudget = "Price"\n'


@pytest.mark.parametrize("formats", ["", '[formats]\ndate = "%d.%m.%Y"\n'])
def test_real_and_written_values_of_one_column_are_both_read(formats: str) -> None:
    table, fields = open_table(xlsx({"One": MIXED})), SORTS["promises"].fields
    reading = read_table(table, fields, Map.parse(COLUMNS + formats, fields), skip_bad=False)
    assert (reading.problems, reading.questions, reading.decimal) == ([], [], ",")
    assert [(one.values["due"].day, one.values["budget"].value) for one in reading.records()] == VALUES


@pytest.mark.django_db
@pytest.mark.parametrize("formats", ["", '[formats]\ndate = "%d.%m.%Y"\n'])
def test_promises_of_such_a_workbook_are_taken_in_as_it_holds_them(
    bring: Bringing, atlas: Client, formats: str
) -> None:
    brought = bring("promises", xlsx({"One": MIXED}), COLUMNS + formats, name="list.xlsx")
    assert brought.whats == ["made"] * 4
    found = Promise.objects.order_by("due_on").values_list("due_on", "budget")
    assert list(found) == [(due, round(price, 2)) for due, price in VALUES]
