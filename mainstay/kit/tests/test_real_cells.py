"""Numbers and days that a workbook holds as such keep their value, however the texts beside them are written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.kit.tables import (
    Amount,
    AmountFinder,
    AmountReader,
    Asks,
    Day,
    DayFinder,
    DayReader,
    Moment,
    Number,
    open_table,
)
from mainstay.kit.tables.workbooks import cell_text
from mainstay.kit.tests.workbooks import xlsx

THOUSANDTHS = st.decimals(-999_999, 999_999, places=3)
DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))


@given(value=THOUSANDTHS, sign=st.sampled_from(".,"))
def test_a_real_number_keeps_its_value_whatever_the_sign_before_the_decimals_of_texts(
    value: Decimal, sign: str
) -> None:
    reader = AmountReader(sign)
    as_text = cell_text(float(value))
    assert isinstance(as_text, Number)
    before = reader.read(str(as_text))  # a text that looks the same may mean something else
    assert reader.read(as_text) == Amount(value)
    assert reader.read(str(as_text)) == before


@given(reals=st.lists(THOUSANDTHS, max_size=5), sign=st.sampled_from(".,"))
def test_real_numbers_do_not_decide_how_texts_are_read(reals: list[Decimal], sign: str) -> None:
    finder = AmountFinder()
    for value in reals:
        finder.see(cell_text(float(value)))
    finder.see(f"1{'.' if sign == ',' else ','}234{sign}50")
    assert finder.decimal("") == sign


@settings(max_examples=50)
@given(day=DAYS, format_=st.sampled_from(["%d.%m.%Y", "%m/%d/%y", "%d %b %Y", "%Y%m%d"]))
def test_a_real_day_keeps_its_value_whatever_the_format_of_texts(day: date, format_: str) -> None:
    reader = DayReader([format_])
    as_text = cell_text(day)
    assert isinstance(as_text, Day)
    assert reader.read(as_text) == Moment(day)
    assert reader.read(str(as_text)) == DayReader([format_]).read(str(as_text))


def test_a_real_day_keeps_its_time() -> None:
    moment = DayReader(["%d.%m.%Y"]).read(cell_text(datetime(2026, 5, 1, 13, 5)))  # noqa: DTZ001
    assert (moment and moment.day, moment and moment.time and moment.time.hour) == (date(2026, 5, 1), 13)


def test_real_days_leave_open_what_texts_leave_open() -> None:
    finder = DayFinder("Due")
    for text in (cell_text(date(2026, 12, 31)), "01/02/2026"):
        finder.see(text)
    with pytest.raises(Asks):
        finder.formats()


def test_a_number_of_too_many_digits_is_no_amount() -> None:
    assert AmountReader(".").read(Number("1234567890123")) is None


def test_a_workbook_tells_which_cells_are_numbers_and_days() -> None:
    rows: list[list[object]] = [["a", "b", "c", "d"], [1.5, 27217, date(2026, 5, 1), "1.5"]]
    (row,) = open_table(xlsx({"One": rows})).rows()
    assert row.cells == ["1.5", "27217", "2026-05-01", "1.5"]
    assert [type(cell) for cell in row.cells] == [Number, Number, Day, str]
