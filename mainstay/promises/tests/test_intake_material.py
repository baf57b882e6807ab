"""Order histories of real firms, where the folder of shared material is at hand: the counts others made of them."""

from __future__ import annotations

import csv
import io
import json
import os
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mainstay.promises.rules.intake import Delivery, Intake, Map, open_for, take_in
from tests.machine.northwind_facts import facts

ORDERS = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "orders"
pytestmark = pytest.mark.skipif(not ORDERS.is_dir(), reason="MAINSTAY_SHARED names no folder with order histories")

NORTHWIND = """
[columns]
client = "client"
reference = "order"
due = "required"
delivered = "shipped"
owner = "owner"
made = "ordered"
"""
SCMS = """
[columns]
client = "Country"
reference = "ASN/DN #"
due = "Scheduled Delivery Date"
delivered = "Delivered to Client Date"
made = "PO Sent to Vendor Date"
[values]
not_judgeable = ["Pre-PQ Process", "Date Not Captured"]
"""
SCHOOLS = """
[columns]
client = "Project School Name"
title = "Project Description"
due = "Project Phase Planned End Date"
delivered = "Project Phase Actual End Date"
made = "Project Phase Actual Start Date"
budget = "Project Budget Amount"
cost = "Total Phase Actual Spending Amount"
engagement = "Project Type"
"""


def expected(file: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((ORDERS / "expected.json").read_text(encoding="utf-8"))
    counts: dict[str, Any] = told[file]
    return counts


def taken(source: Path | bytes, told: str) -> Intake:
    mapping = Map.parse(told)
    intake = take_in(open_for(source, mapping), mapping)
    assert intake.summary.problems == ()
    return intake


def northwind() -> bytes:
    """The orders as a firm would export them."""
    told = facts((ORDERS / "northwind.sql").read_text(encoding="utf-8"))
    customers = {row[0]: row[1] for row in told["customers"]}
    employees = {row[0]: row[2] for row in told["employees"]}
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["order", "client", "owner", "ordered", "required", "shipped"])
    for order, customer, employee, *days, _value in told["orders"]:
        writer.writerow([order, customers[customer], employees[employee], *days])
    return out.getvalue().encode()


def test_northwind_counts_are_those_made_by_others() -> None:
    intake, others = taken(northwind(), NORTHWIND), expected("northwind.sql")
    summary = intake.summary
    assert (summary.rows, summary.deliveries) == (830, others["orders"])
    assert (summary.on_time + summary.late, summary.open) == (others["shipped"], others["unshipped"])
    assert (summary.late, summary.worst_days_late) == (others["late_shipped"], others["max_days_late"])
    late = [one for one in intake.deliveries() if one.late]
    assert len({one.client for one in late}) == others["customers_with_late"]
    assert Counter(one.owner for one in late) == {
        "Peacock": 10,
        "Leverling": 5,
        **dict.fromkeys(("Fuller", "Callahan", "King", "Dodsworth"), 4),
        "Suyama": 3,
        "Davolio": 2,
        "Buchanan": 1,
    }


@pytest.mark.parametrize("file", ["scms_excerpt_cp1252_tab.csv", "scms_excerpt_utf8bom_cr_comma.csv"])
@pytest.mark.parametrize("formats", ["", '[formats]\ndate = ["%d-%b-%y", "%m/%d/%y"]\n'])
def test_containers_are_one_delivery_each_in_either_dialect(file: str, formats: str) -> None:
    intake, others = taken(ORDERS / file, SCMS + formats), expected("scms_excerpt (both files)")
    summary = intake.summary
    assert (summary.rows, summary.deliveries) == (535, others["asn_dn"])
    assert (summary.late, summary.late_rows, summary.worst_days_late) == (24, others["late"], others["max_days_late"])
    assert (summary.open, summary.not_judgeable) == (0, {})
    rows: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for one in intake.deliveries():
        rows[one.client] += len(one.rows)
        late[one.client] += len(one.rows) if one.late else 0
    assert {client: (rows[client], late[client]) for client in rows} == {
        client: (told["n"], told["bad"]) for client, told in others["per_country"].items()
    }


def test_both_dialects_give_the_same_deliveries() -> None:
    one, other = (
        {told.key: told for told in taken(ORDERS / file, SCMS).deliveries()}
        for file in ("scms_excerpt_cp1252_tab.csv", "scms_excerpt_utf8bom_cr_comma.csv")
    )
    assert one == other


def test_shuffled_rows_give_the_same_deliveries() -> None:
    with (ORDERS / "scms_excerpt_utf8bom_cr_comma.csv").open(encoding="utf-8-sig", newline="") as file:
        headers, *rows = csv.reader(file)
    random.Random(7).shuffle(rows)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="|").writerows([headers, *rows])
    told = SCMS.replace("[values]", 'title = "Item Description"\n[values]')
    assert _by_key(taken(out.getvalue().encode("utf-16"), told)) == _by_key(
        taken(ORDERS / "scms_excerpt_cp1252_tab.csv", told)
    )


def _by_key(intake: Intake) -> dict[str, Delivery]:
    return {one.key: replace(one, rows=()) for one in intake.deliveries()}


def test_codes_of_the_schools_are_not_judgeable_and_the_rest_is_judged_as_others_did() -> None:
    intake, others = taken(ORDERS / "nyc_sca_district1.csv", SCHOOLS), expected("nyc_sca_district1.csv")
    summary = intake.summary
    assert summary.rows == others["rows"]
    assert summary.not_judgeable == {text or "blank": n for text, n in others["planned_end_nondates"].items()}
    assert intake.date_formats == dict.fromkeys(("due", "delivered", "made"), ("%m/%d/%Y",))
    assert summary.on_time + summary.late == others["judgeable_on_time"]
    assert (summary.on_time, summary.late) == (others["on_or_before_planned_end"], others["late"])
    assert summary.over_budget == others["over_budget"]
    judged = [one for one in intake.deliveries() if one.budget is not None and one.cost is not None]
    assert len(judged) == others["judgeable_time_and_budget"]
    assert Counter((one.late, one.over_budget) for one in judged) == {
        (False, False): others["on_time_and_within_budget"],
        (False, True): others["on_time_but_over"],
        (True, False): others["late_but_within"],
        (True, True): others["late_and_over"],
    }


def test_schools_under_way_past_their_day_are_open_and_can_be_told() -> None:
    intake, others = taken(ORDERS / "nyc_sca_district1.csv", SCHOOLS), expected("nyc_sca_district1.csv")
    overdue = [one for one in intake.deliveries() if one.open and one.due_on.isoformat() < "2025-09-15"]
    assert len(overdue) == others["in_progress_past_planned_end_as_of_2025_09_15"]
    assert intake.summary.open == 34
