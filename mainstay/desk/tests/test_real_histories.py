"""Order histories that firms really have, where the folder of shared material is at hand."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.promises import queries
from mainstay.promises.models import Promise

SHARED = os.environ.get("MAINSTAY_SHARED", "")
ORDERS = Path(SHARED) / "data" / "orders"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not SHARED or not ORDERS.is_dir(), reason="MAINSTAY_SHARED names no folder with order histories"
    ),
]
SCMS = """
[columns]
client = "Country"
reference = "ASN/DN #"
due = "Scheduled Delivery Date"
delivered = "Delivered to Client Date"
[formats]
date = ["%d-%b-%y"]
[values]
not_judgeable = ["Pre-PQ Process", "Date Not Captured"]
"""
NORTHWIND = """
[columns]
client = "client"
reference = "order"
due = "required"
delivered = "shipped"
owner = "owner"
made = "ordered"
"""


@pytest.fixture
def take(terminal: Callable[..., Any], tmp_path: Path, head: User) -> Callable[[Path, str], dict[str, Any]]:
    """Take a file in through the terminal, as anybody would."""

    def run(file: Path, map_text: str, *more: str) -> dict[str, Any]:
        map_file = tmp_path / "map.toml"
        map_file.write_text(map_text)
        result = terminal(["import", "promises", str(file), "--map", str(map_file), "--json", *more], by=head)
        assert result.exit_code == 0, result.output
        told: dict[str, Any] = json.loads(result.stdout)
        return told

    return run


def northwind(to: Path) -> Path:
    """The orders of northwind.sql as a CSV."""
    text = (ORDERS / "northwind.sql").read_text(encoding="utf-8")

    def values(table: str) -> list[list[str]]:
        found = re.findall(rf"^INSERT INTO {table} VALUES \((.*)\);$", text, re.MULTILINE)
        return [next(csv.reader([row], quotechar="'", skipinitialspace=True)) for row in found]

    customers = {row[0]: row[1] for row in values("customers")}
    employees = {row[0]: f"{row[2]} {row[1]}" for row in values("employees")}
    with to.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["client", "order", "owner", "ordered", "required", "shipped"])
        for row in values("orders"):
            shipped = "" if row[5] == "NULL" else row[5]
            writer.writerow([customers[row[1]], row[0], employees[row[2]], row[3], row[4], shipped])
    return to


def test_northwind_says_who_was_promised_what_and_what_was_kept(
    take: Callable[..., dict[str, Any]], tmp_path: Path, head: User
) -> None:
    told = take(northwind(tmp_path / "orders.csv"), NORTHWIND)
    assert {name: told[name] for name in ("rows", "promises", "on_time", "late", "open", "not_judgeable")} == {
        "rows": 830,
        "promises": 830,
        "on_time": 772,
        "late": 37,
        "open": 21,
        "not_judgeable": {},
    }
    late = Promise.objects.filter(outcome="kept_late").select_related("owner")
    assert max(promise.days_late for promise in late) == 23
    by_owner = Counter(promise.owner.name.split()[-1] for promise in late if promise.owner)
    assert by_owner == {
        "Peacock": 10, "Leverling": 5, "Fuller": 4, "Callahan": 4, "King": 4, "Dodsworth": 4, "Suyama": 3,
        "Davolio": 2, "Buchanan": 1,
    }  # fmt: skip
    counts = queries.tallies(Promise.objects.all())["ours"].counts
    assert (counts.made, counts.kept, counts.kept_late, counts.open) == (830, 772, 37, 21)
    assert take(tmp_path / "orders.csv", NORTHWIND)["promises"] == 0
    assert journal.verify().holds


@pytest.mark.parametrize("name", ["scms_excerpt_cp1252_tab.csv", "scms_excerpt_utf8bom_cr_comma.csv"])
def test_both_writings_of_one_history_tell_the_same(take: Callable[..., dict[str, Any]], name: str) -> None:
    told = take(ORDERS / name, SCMS)
    assert (told["rows"], told["promises"], told["late"], told["late_rows"]) == (535, 409, 24, 38)
    assert (told["clients"], told["open"], told["not_judgeable"]) == (12, 0, {})


def test_codes_of_the_school_file_are_not_judgeable(
    take: Callable[..., dict[str, Any]], at: datetime, head: User
) -> None:
    school = """
[columns]
client = "Project School Name"
due = "Project Phase Planned End Date"
delivered = "Project Phase Actual End Date"
title = "Project Description"
"""
    told = take(ORDERS / "nyc_sca_district1.csv", school)
    expected = json.loads((ORDERS / "expected.json").read_text())["nyc_sca_district1.csv"]
    codes = {code or "blank": count for code, count in expected["planned_end_nondates"].items()}
    assert {code: told["not_judgeable"].get(code) for code in codes} == codes
    assert told["late"] == expected["late"]
    assert told["on_time"] == expected["on_or_before_planned_end"]
    assert Client.objects.visible_to(head).count() == told["clients"]
