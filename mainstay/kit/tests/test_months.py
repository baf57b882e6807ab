"""Months after a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.kit import months


@pytest.mark.parametrize(
    ("day", "told", "then"),
    [
        (date(2026, 1, 31), {"months": 1}, date(2026, 2, 28)),
        (date(2028, 1, 31), {"months": 1}, date(2028, 2, 29)),
        (date(2026, 1, 31), {"months": 2}, date(2026, 3, 31)),
        (date(2026, 11, 30), {"months": 3}, date(2027, 2, 28)),
        (date(2026, 12, 31), {"months": 1, "days": 1}, date(2027, 2, 1)),
        (date(2026, 5, 4), {"days": 10}, date(2026, 5, 14)),
    ],
)
def test_a_month_after_its_last_day_is_the_last_of_the_next(day: date, told: dict[str, int], then: date) -> None:
    assert months.after(day, **told) == then


@settings(max_examples=50)
@given(st.dates(max_value=date(8000, 1, 1)), st.integers(0, 240))
def test_months_go_forward_and_keep_the_day_where_there_is_one(day: date, number: int) -> None:
    then = months.after(day, months=number)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == number
    assert then.day == day.day or (then.day < day.day and months.after(then, days=1).day == 1)


def test_a_day_beyond_all_years_is_refused() -> None:
    for told in ({"months": 12}, {"days": 40}):
        with pytest.raises(ValueError, match="no such"):
            months.after(date(9999, 12, 1), **told)
