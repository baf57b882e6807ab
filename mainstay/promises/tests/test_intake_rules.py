"""From tables to deliveries: what is one, what is late, what cannot be judged, what is a problem."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.kit.tables import Unreadable, loose
from mainstay.promises.rules.intake import MOST_PROBLEMS, Delivery, Intake, Map, key_of, open_for, take_in

COLUMNS = """
[columns]
client = "client"
due = "due"
delivered = "delivered"
"""
ALL = """
[columns]
client = "client"
reference = "ref"
due = "due"
delivered = "delivered"
title = "title"
owner = "owner"
made = "made"
budget = "budget"
cost = "cost"
accepted = "accepted"
outcome = "outcome"
currency = "currency"
engagement = "engagement"
"""
HEADERS = [line.partition(" = ")[2].strip('"') for line in ALL.splitlines() if " = " in line]


def taken(text: str, told: str = COLUMNS, *, skip_bad: bool = False) -> Intake:
    mapping = Map.parse(told)
    return take_in(open_for(text.encode(), mapping), mapping, skip_bad=skip_bad)


def rows(*told: dict[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADERS, restval="")
    writer.writeheader()
    writer.writerows({"client": "Atlas", "due": "2026-03-10", **row} for row in told)
    return out.getvalue()


def only(intake: Intake) -> Delivery:
    (delivery,) = intake.deliveries()
    return delivery


def problems(intake: Intake) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.value, str(one.reason)) for one in intake.summary.problems]


# --- late, open, not judgeable


@pytest.mark.parametrize(
    ("delivered", "late", "is_open"),
    [
        ("2026-03-09", 0, False),
        ("2026-03-10", 0, False),
        ("2026-03-11", 1, False),
        ("2026-04-10", 31, False),
        ("", 0, True),
    ],
)
def test_late_is_a_calendar_day_after_the_promised_one(delivered: str, late: int, is_open: bool) -> None:
    one = only(taken(f"client,due,delivered\nAtlas,2026-03-10,{delivered}\n"))
    assert (one.days_late, one.late, one.open) == (late, late > 0, is_open)


def test_time_of_day_makes_nothing_late() -> None:
    one = only(taken("client,due,delivered\nAtlas,2026-03-10 09:00,2026-03-10T23:59:00\n"))
    assert (one.late, one.due_time, one.delivered_time) == (False, time(9), time(23, 59))


def test_what_is_no_date_is_counted_by_reason_and_nothing_is_made_of_it() -> None:
    intake = taken(
        "client,due,delivered\nA,PNS,\nA,PNS,2026-03-10\nB,,2026-03-10\n,,\n,\u200b ,x\nA,2026-03-10,Not captured\n"
        "A,Code 7,\nA,2026-03-10,\n",
        COLUMNS + '[values]\nnot_judgeable = ["code 7"]\n',
    )
    assert intake.summary.as_dict() | {"rows": 0} == {
        **dict.fromkeys(("rows", "on_time", "late", "late_rows", "worst_days_late", "over_budget", "bad_rows"), 0),
        "deliveries": 1,
        "open": 1,
        "not_judgeable": {"PNS": 2, "blank": 2, "Not captured": 1, "Code 7": 1},
        "no_amount": {},
        "problem_count": 0,
        "problems": [],
    }
    assert intake.summary.rows == 7


def test_listed_code_that_is_a_date_is_not_judgeable() -> None:
    listed = COLUMNS + '[values]\nnot_judgeable = ["2099-12-31"]\n'
    assert taken("client,due,delivered\nA,2099-12-31,\n", listed).summary.not_judgeable == {"2099-12-31": 1}


def test_word_for_the_day_it_was_made_leaves_the_promise_to_be_judged() -> None:
    one = only(taken(rows({"ref": "R", "made": "From stock"}, {"ref": "R", "made": "From stock"}), ALL))
    assert (one.made_on, one.rows) == (None, (2, 3))


# --- problems


def test_problem_names_row_column_value_and_reason_and_refuses_the_file() -> None:
    intake = taken("client,due,delivered\nA,2026-03-10,2026-02-30\nB,2026-03-10,\n,31/31/2026,\n")
    assert problems(intake) == [
        (2, "delivered", "2026-02-30", "This is not a date written as in 2026-12-31."),
        (4, "due", "31/31/2026", "This is not a date written as in 2026-12-31."),
        (4, "client", "", "A promise needs a client."),
    ]
    assert (intake.refused, list(intake.deliveries()), intake.summary.bad_rows) == (True, [], 2)


def test_bad_rows_can_be_left_out() -> None:
    intake = taken("client,due,delivered\nA,2026-03-10,2026-02-30\nB,2026-03-10,\n", skip_bad=True)
    assert (intake.refused, only(intake).client, intake.summary.problem_count) == (False, "B", 1)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"cost": "12,5,5"}, "cost", "This is not an amount, with decimals after “.”."),
        ({"budget": "See DN 304"}, "budget", "This is not an amount, with decimals after “.”."),
        (
            {"accepted": "perhaps"},
            "accepted",
            "This does not say whether the client accepted. List it in the map, under",
        ),
        (
            {"budget": "5", "currency": "shells"},
            "currency",
            "This is no currency known here. Write its code, as in EUR.",
        ),
        ({"budget": "€5", "currency": "USD"}, "budget", "This row tells amounts in more than one currency."),
        ({"budget": "€5", "cost": "5 USD"}, "budget", "This row tells amounts in more than one currency."),
        ({"ref": "x" * 121}, "ref", "This is longer than 120 characters."),
        ({"client": "x" * 201}, "client", "This is longer than 200 characters."),
        ({"made": "99/99/2026"}, "made", "This is not a date."),
    ],
)
def test_cell_that_cannot_be_read_is_a_problem(row: dict[str, str], column: str, reason: str) -> None:
    (problem,) = taken(rows(row), ALL).summary.problems
    assert (problem.row, problem.column) == (2, column)
    assert str(problem.reason).startswith(reason)
    assert len(problem.value) <= 120


def test_row_with_more_cells_than_headers_is_a_problem() -> None:
    intake = taken(
        "client,due,delivered\nHale, Ann,2026-03-10,2026-03-10\nB,2026-03-10,2026-03-10,,\nC,2026-03-10,,x\n"
    )
    assert problems(intake) == [(4, "", "x", "This row has more cells than there are headers.")]
    assert intake.summary.not_judgeable == {"Ann": 1}


def test_of_many_problems_the_first_are_kept_and_all_are_counted() -> None:
    intake = taken("client,due,delivered\n" + "A,2026-03-10,2026-02-30\n" * (MOST_PROBLEMS + 5))
    assert (len(intake.summary.problems), intake.summary.problem_count) == (MOST_PROBLEMS, MOST_PROBLEMS + 5)


def test_days_that_can_be_read_two_ways_refuse_the_file_with_a_question() -> None:
    with pytest.raises(Unreadable, match="Is “3/4/2026” in the column “due” 2026-04-03"):
        taken("client,due,delivered\nA,3/4/2026,14/4/2026\n")
    told = COLUMNS + '[formats]\ndate = "%m/%d/%Y"\n'
    assert only(taken("client,due,delivered\nA,3/4/2026,\n", told)).due_on == date(2026, 3, 4)


# --- rows that are one delivery


def test_rows_with_one_reference_due_and_delivered_are_one_delivery() -> None:
    one = only(
        taken(
            rows(
                {"ref": "R1", "title": "Kits", "budget": "10.10", "cost": "5", "owner": "Bo", "made": "2026-03-02"},
                {"ref": "R1 ", "title": "Tests", "budget": "", "cost": "7.255", "accepted": "yes", "client": " ATLAS"},
                {
                    "ref": "R1",
                    "title": "Kits",
                    "budget": "1",
                    "accepted": "no",
                    "made": "2026-03-01",
                    "outcome": "On air",
                },
            ),
            ALL,
        )
    )
    assert one == Delivery(
        client="Atlas",
        reference="R1",
        due_on=date(2026, 3, 10),
        delivered_on=None,
        title="Kits; Tests",
        owner="Bo",
        made_on=date(2026, 3, 1),
        budget=Decimal("11.10"),
        cost=None,
        accepted="not_accepted",
        outcome="On air",
        currency="",
        engagement="",
        rows=(2, 3, 4),
        key=key_of("atlas", "R1", date(2026, 3, 10)),
    )


def test_without_a_reference_each_row_is_one_delivery_with_a_key_of_its_own() -> None:
    told = [{"delivered": "2026-03-10"}, {"delivered": "2026-03-10"}, {"ref": "r"}, {"ref": "R"}]
    intake = taken(rows(*told), ALL)
    assert intake.summary.deliveries == len({one.key for one in intake.deliveries()}) == 4


def test_late_deliveries_are_counted_once_and_by_row() -> None:
    late = {"ref": "R1", "delivered": "2026-03-12"}
    summary = taken(rows(late, late, {"ref": "R2", "delivered": "2026-03-10"}), ALL).summary
    assert (summary.deliveries, summary.late, summary.late_rows, summary.on_time) == (2, 1, 2, 1)
    assert summary.worst_days_late == 2


def test_titles_too_many_for_a_line_are_counted() -> None:
    told = [{"ref": "R", "title": f"{number:03} {'x' * 90}"} for number in range(5)]
    assert only(taken(rows(*told), ALL)).title == f"000 {'x' * 90} (+4)"
    assert len(only(taken(rows({"title": "y" * 900}), ALL)).title) == 300


@pytest.mark.parametrize(
    ("budget", "cost", "delivered", "over"),
    [
        ("100", "100.01", "2026-03-10", True),
        ("100", "100", "2026-03-10", False),
        ("100", "", "2026-03-10", False),
        ("", "5", "2026-03-10", False),
        ("0", "5", "2026-03-10", False),
        ("TBD", "5", "2026-03-10", False),
        ("100", "120", "", False),
    ],
)
def test_over_budget_is_more_than_was_agreed_when_delivered(budget: str, cost: str, delivered: str, over: bool) -> None:
    intake = taken(rows({"budget": budget, "cost": cost, "delivered": delivered}), ALL)
    assert (only(intake).over_budget, intake.summary.over_budget) == (over, int(over))
    assert intake.summary.no_amount == ({"TBD": 1} if budget == "TBD" else {})


def test_amounts_of_one_delivery_in_two_currencies_are_not_added_up() -> None:
    told = {"ref": "R", "delivered": "2026-03-10"}
    one = only(taken(rows(told | {"budget": "€5", "cost": "€9"}, told | {"budget": "$5", "currency": "USD"}), ALL))
    assert (one.budget, one.cost, one.currency, one.over_budget) == (None, None, "", False)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("Yes", "accepted"),
        ("ja", "accepted"),
        ("With Remarks", "remarks"),
        ("нет", "not_accepted"),
        ("", None),
        ("?", None),
    ],
)
def test_acceptance_is_understood_in_words(told: str, meant: str | None) -> None:
    assert only(taken(rows({"accepted": told}), ALL)).accepted == meant


def test_map_overrules_the_words_for_acceptance() -> None:
    own = ALL + '[values]\naccepted = ["Green"]\nremarks = "yes"\n'
    told = taken(rows({"accepted": "GREEN"}, {"accepted": "yes"}, {"accepted": "no"}), own).deliveries()
    assert Counter(one.accepted for one in told) == {"accepted": 1, "remarks": 1, "not_accepted": 1}


# --- keys


def test_open_delivery_that_was_delivered_since_keeps_its_key() -> None:
    before = only(taken(rows({"ref": "R", "title": "Kits"}), ALL))
    after = only(taken(rows({"ref": "R", "title": "More", "delivered": "2026-03-12", "owner": "Bo", "cost": "5"}), ALL))
    assert (before.key, before.open, after.open) == (after.key, True, False)


def test_part_that_was_delivered_first_keeps_the_first_key() -> None:
    part = {"ref": "R", "delivered": "2026-03-09"}
    one, two = sorted(taken(rows({"ref": "R"}, part), ALL).deliveries(), key=lambda told: told.key)
    assert (one.delivered_on, two.delivered_on) == (date(2026, 3, 9), None)
    assert two.key == f"{one.key}-1" == key_of("Atlas", "R", date(2026, 3, 10), place=1)


def test_equal_rows_without_reference_are_told_apart_by_what_lasts() -> None:
    first, second = {"title": "Visit", "made": "2026-01-01"}, {"title": "Visit", "made": "2026-02-01"}
    before = taken(rows(first | {"delivered": "2026-03-20"}, second), ALL).deliveries()
    after = taken(rows(second | {"delivered": "2026-03-01"}, first | {"delivered": "2026-03-20"}), ALL).deliveries()
    assert {one.made_on: one.key for one in before} == {one.made_on: one.key for one in after}


WORDS = st.sampled_from(["", "Kits", "Tests", "Visit", "=1"])
DAYS = st.sampled_from(["", "2026-03-09", "2026-03-10", "2026-03-11", "PNS"])
TOLD = st.fixed_dictionaries(
    {
        "client": st.sampled_from(["Atlas", "Borea"]),
        "ref": st.sampled_from(["", "", "R1", "R2"]),
        "due": DAYS,
        "delivered": DAYS,
        "title": WORDS,
        "owner": st.sampled_from(["", "Bo", "Ann"]),
        "made": DAYS,
        "budget": st.sampled_from(["", "0.10", "0.20", "7"]),
        "cost": st.sampled_from(["", "0.30", "6.999999", "-1"]),
        "accepted": st.sampled_from(["", "yes", "no", "remarks"]),
        "currency": st.sampled_from(["", "EUR", "USD"]),
    }
)


@given(told=st.lists(TOLD, max_size=12), seed=st.integers(0, 99))
def test_order_of_rows_never_matters(told: list[dict[str, str]], seed: int) -> None:
    shuffled = random.Random(seed).sample(told, len(told))
    one, other = taken(rows(*told), ALL), taken(rows(*shuffled), ALL)
    assert {row.key: replace(row, rows=()) for row in one.deliveries()} == {
        row.key: replace(row, rows=()) for row in other.deliveries()
    }
    assert replace(one.summary, passed_over=()) == replace(other.summary, passed_over=())


@given(told=st.lists(TOLD, max_size=12))
def test_counts_add_up_and_every_row_is_somewhere(told: list[dict[str, str]]) -> None:
    intake = taken(rows(*told), ALL)
    summary, deliveries = intake.summary, list(intake.deliveries())
    assert summary.rows == len(told)
    assert summary.deliveries == summary.on_time + summary.late + summary.open == len(deliveries)
    assert len({one.key for one in deliveries}) == len(deliveries)
    assert sorted(row for one in deliveries for row in one.rows) == [
        number for number, row in enumerate(told, 2) if "-" in row["due"] and row["delivered"] != "PNS"
    ]
    assert sum(summary.not_judgeable.values()) + sum(len(one.rows) for one in deliveries) == len(told)
    assert summary.over_budget == sum(one.over_budget for one in deliveries)
    assert deliveries == list(taken(rows(*told), ALL).deliveries())


@given(told=st.lists(TOLD, max_size=12))
def test_rows_make_deliveries_as_a_plain_reading_of_the_rule_says(told: list[dict[str, str]]) -> None:
    good = [row for row in told if "-" in row["due"] and row["delivered"] != "PNS"]
    named = {(loose(row["client"]), row["ref"], row["due"], row["delivered"]) for row in good if row["ref"]}
    alone = [row for row in good if not row["ref"]]
    late = sum(delivered > due for _client, _ref, due, delivered in named)
    summary = taken(rows(*told), ALL).summary
    assert summary.deliveries == len(named) + len(alone)
    assert summary.late == late + sum(row["delivered"] > row["due"] for row in alone)
    assert summary.open == sum(not name[3] for name in named) + sum(not row["delivered"] for row in alone)


def test_empty_table_makes_nothing() -> None:
    assert taken("client,due,delivered\n").summary.as_dict()["deliveries"] == 0
