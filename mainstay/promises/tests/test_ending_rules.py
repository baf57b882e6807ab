"""How a promise ends and what shows it early: pure (R-A-12, R-B-39, R-B-75)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.promises import rules
from mainstay.promises.rules import Watched

MADE, DUE = date(2026, 3, 2), date(2026, 6, 10)  # a hundred days
DAY = timedelta(days=1)


@pytest.mark.parametrize(("left", "step"), [(8, None), (7, 7), (6, 7), (3, 7), (2, 2), (1, 2), (0, 0), (-3, 0)])
def test_a_date_that_costs_is_reminded_of_at_seven_two_and_no_days(left: int, step: int | None) -> None:
    assert rules.step(left) == step


def test_early_with_a_note_is_communication_and_either_alone_is_nothing() -> None:
    assert rules.exceeds(DUE, DUE - 2 * DAY, "All three versions, with what each is for") == "communication"
    assert [rules.exceeds(DUE, DUE - 2 * DAY, " "), rules.exceeds(DUE, DUE - DAY, "Here it is")] == ["", ""]


@pytest.mark.parametrize(
    ("outcome", "delivered", "ours", "may"),
    [
        ("kept", True, True, True),
        ("moved", True, True, True),
        ("moved", False, True, False),
        ("kept_late", True, True, False),
        ("kept", True, False, False),
    ],
)
def test_only_a_word_of_ours_kept_as_agreed_can_be_exceeded(
    outcome: str, delivered: bool, ours: bool, may: bool
) -> None:
    assert rules.may_exceed(outcome, delivered=delivered, ours=ours) is may


def test_what_was_promised_for_longer_is_warned_of_earlier() -> None:
    assert rules.quiet_from(MADE, MADE + 5 * DAY) == MADE + 2 * DAY
    assert rules.quiet_from(MADE, DUE) == DUE - 10 * DAY
    assert rules.quiet_from(MADE, MADE + 400 * DAY) == MADE + 386 * DAY
    assert rules.quiet_from(None, DUE) is None


@pytest.mark.parametrize(
    ("spent", "until"),
    [(None, None), ("0", None), ("100", None), ("500", MADE + 40 * DAY), ("1000", DUE), ("1200", DUE)],
)
def test_half_the_price_used_is_ahead_until_two_fifths_of_the_time(spent: str | None, until: date | None) -> None:
    used = None if spent is None else Decimal(spent)
    assert rules.ahead_until(MADE, DUE, Decimal(1000), used) == until


def test_without_price_or_beginning_nothing_can_be_ahead() -> None:
    assert rules.ahead_until(MADE, DUE, None, Decimal(5)) is None
    assert rules.ahead_until(MADE, DUE, Decimal(0), Decimal(5)) is None
    assert rules.ahead_until(None, DUE, Decimal(9), Decimal(5)) is None


@given(spent=st.integers(0, 3000), more=st.integers(0, 500))
def test_the_more_is_used_the_longer_it_is_ahead(spent: int, more: int) -> None:
    less, later = (rules.ahead_until(MADE, DUE, Decimal(1000), Decimal(used)) for used in (spent, spent + more))
    assert (less or MADE) <= (later or MADE)


def test_warnings_are_named_and_end_with_the_day() -> None:
    seen: dict[str, Any] = {"due_on": DUE, "quiet_from": DUE - 10 * DAY, "ahead_until": DUE, "inputs_late": 1}
    assert rules.warnings(Watched(today=DUE, **seen)) == ("input_late", "untouched", "budget_ahead")[:2]
    assert rules.warnings(Watched(today=DUE - 11 * DAY, **seen)) == ("input_late", "budget_ahead")
    assert rules.warnings(Watched(today=DUE - DAY, touched=True, **seen)) == ("input_late", "budget_ahead")
    assert rules.warnings(Watched(today=DUE + DAY, **seen)) == ()
