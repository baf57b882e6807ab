"""The facts the demo stands on: complete, and the same bytes as its maker takes out of the source."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.machine.northwind_facts import COLUMNS, facts, main, rows_of, written

DEMO = Path(__file__).parent.parent / "mainstay" / "desk" / "demo"
SOURCE = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "orders" / "northwind.sql"


def told() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DEMO / "northwind.json").read_text(encoding="utf-8"))
    return read


def test_facts_hold_together() -> None:
    read = told()
    assert read["columns"] == {name: list(columns) for name, columns in COLUMNS.items()}
    assert {name: len(read[name]) for name in COLUMNS} == {"customers": 91, "employees": 9, "orders": 830}
    customers, employees = ({row[0] for row in read[name]} for name in ("customers", "employees"))
    assert {order[1] for order in read["orders"]} == customers - {"FISSA", "PARIS"}
    assert {order[2] for order in read["orders"]} == employees
    assert {row[5] for row in read["employees"]} - {None} <= employees


def test_facts_hold_the_lateness_the_demo_tells_of() -> None:
    orders = told()["orders"]
    shipped = [order for order in orders if order[5] is not None]
    assert (len(shipped), sum(order[5] > order[4] for order in shipped)) == (809, 37)
    assert sum(order[5] is None and order[4] < "1998-05-25" for order in orders) == 5
    assert round(sum(order[6] for order in orders)) == 1_265_793


def test_facts_name_their_source_and_keep_its_licence() -> None:
    assert "cd0ef28d66369fbe177778e604e4be0f153c9e5c" in told()["source"]
    assert "Microsoft Public License (Ms-PL)" in (DEMO / "LICENSE-northwind.txt").read_text(encoding="utf-8")


def test_dump_is_read_with_its_quotes_and_nulls() -> None:
    dump = "INSERT INTO t VALUES (1, 'rue de l''Abbaye, 5', NULL, '(5) 555', 9.80000019);\nINSERT INTO u VALUES (2);\n"
    assert rows_of(dump, "t") == [["1", "rue de l'Abbaye, 5", None, "(5) 555", "9.80000019"]]


@pytest.mark.skipif(not SOURCE.is_file(), reason="MAINSTAY_SHARED names no folder with northwind.sql")
def test_facts_are_what_their_maker_makes_of_the_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "facts.json"
    assert main([str(SOURCE), str(target)]) == 0
    assert capsys.readouterr().out == f"{target}: {target.stat().st_size} bytes\n"
    assert target.read_bytes() == (DEMO / "northwind.json").read_bytes()
    assert target.read_text(encoding="utf-8") == written(facts(SOURCE.read_text(encoding="utf-8")))
    assert main([]) == 2
