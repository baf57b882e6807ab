"""Cells of tables: days, amounts, what two texts have in common, and cells on their way out."""

from __future__ import annotations

import locale
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import (
    Amount,
    AmountFinder,
    AmountReader,
    DayFinder,
    DayReader,
    Moment,
    Unreadable,
    harmless,
    loose,
    tidy,
    write_csv_cell,
)
from mainstay.kit.tables.amounts import currency_of

APRIL = date(2008, 4, 9)
FORMATS = ["%Y-%m-%d", "%d-%b-%y", "%m/%d/%Y", "%d.%m.%y", "%B %d, %Y", "%d %B %Y", "%a, %d %b %Y", "%Y%m%d", "%D"]


# --- days


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("9-Apr-08", "%d-%b-%y"),
        ("09-APR-08", "%d-%b-%y"),
        ("9-april-08", "%d-%b-%y"),
        ("4/9/2008", "%m/%d/%Y"),
        ("April 9, 2008", "%B %d, %Y"),
        ("9. April 2008", "%d. %B %Y"),
        ("9 апреля 2008", "%d %b %Y"),
        ("Wed, 9 Apr 2008", "%a, %d %b %Y"),
        ("20080409", "%Y%m%d"),
        ("04/09/08", "%D"),
        ("2008-04-09", "%F"),
        (" 2008-04-09\u200b ", "%Y-%m-%d"),
    ],
)
def test_day_is_read_by_its_format(text: str, format_: str) -> None:
    assert DayReader([format_]).read(text) == Moment(APRIL)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2008-04-09 00:00:00", None),
        ("2008-04-09 00:00:00.000", None),
        ("2008-04-09T17:05", time(17, 5)),
        ("2008-04-09 5:05:30 PM", time(17, 5, 30)),
        ("2008-04-09 12:00 am", None),
        ("2008-04-09T17:05:00Z", time(17, 5, tzinfo=UTC)),
        ("2008-04-09T17:05:00.123-05:30", time(17, 5, tzinfo=timezone(-timedelta(hours=5, minutes=30)))),
    ],
)
def test_time_behind_a_day_is_kept_and_never_needed(text: str, clock: time | None) -> None:
    assert DayReader(["%Y-%m-%d"]).read(text) == Moment(APRIL, clock)


def test_format_may_tell_the_time_itself() -> None:
    assert DayReader(["%d.%m.%Y, %H:%M"]).read("09.04.2008, 17:05") == Moment(APRIL, time(17, 5))
    assert DayReader(["%d.%m.%Y %I:%M %p"]).read("09.04.2008 05:05 pm") == Moment(APRIL, time(17, 5))


@pytest.mark.parametrize(
    "text", ["2008-02-30", "2008-13-01", "08-04-09", "2008-04-09 25:00", "0208-04-09", "9999-12-31", "x"]
)
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert DayReader(["%Y-%m-%d"]).read(text) is None


def test_first_format_that_fits_reads() -> None:
    assert DayReader(["%d/%m/%Y", "%m/%d/%Y"]).read("3/4/2008") == Moment(date(2008, 4, 3))
    assert DayReader(["%d/%m/%Y", "%m/%d/%Y"]).read("3/14/2008") == Moment(date(2008, 3, 14))


@pytest.mark.parametrize(("two", "year"), [("00", 2000), ("68", 2068), ("69", 1969), ("99", 1999)])
def test_two_digits_of_a_year_are_read_as_strptime_reads_them(two: str, year: int) -> None:
    assert DayReader(["%d-%b-%y"]).read(f"1-Jan-{two}") == Moment(date(year, 1, 1))


@pytest.mark.parametrize("format_", ["", "%d-%m", "%Y-%m-%d %Q", "%Y %Y-%m-%d", "dd/mm/yyyy", "%j %Y", "%d%m%Y%", "%c"])
def test_wrong_format_is_refused(format_: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        DayReader([format_])


@given(day=st.dates(date(1969, 1, 1), date(2068, 12, 31)), format_=st.sampled_from(FORMATS))
def test_every_day_written_by_a_format_is_read_back(day: date, format_: str) -> None:
    assert locale.setlocale(locale.LC_TIME) in ("C", "C.UTF-8", "en_US.UTF-8")
    assert DayReader([format_]).read(day.strftime(format_)) == Moment(day)


@given(day=st.datetimes(datetime(1969, 1, 2), datetime(2068, 12, 31)))  # noqa: DTZ001
def test_every_moment_in_iso_is_read_back(day: datetime) -> None:
    clock = day.time().replace(microsecond=0)
    assert DayReader(["%Y-%m-%d"]).read(day.isoformat()) == Moment(day.date(), clock if clock != time(0) else None)


def found(*texts: str) -> tuple[str, ...]:
    finder = DayFinder("due")
    for text in texts:
        finder.see(text)
    return finder.formats()


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (["2008-04-09", "PNS", ""], ("%Y-%m-%d",)),
        (["2008/4/9 12:00"], ("%Y/%m/%d",)),
        (["20080409"], ("%Y%m%d",)),
        (["9-Apr-08", "10-May-08"], ("%d-%b-%y",)),
        (["Apr 9, 2008"], ("%b %d, %Y",)),
        (["Wednesday, 9. April 2008"], ("%a, %d. %b %Y",)),
        (["1/2/2024", "3/14/2024"], ("%m/%d/%Y",)),
        (["1/2/2024", "14/3/2024"], ("%d/%m/%Y",)),
        (["1/2/24", "14/3/2024"], ("%d/%m/%Y", "%d/%m/%y")),
        (["2-1-2024", "14-3-2024"], ("%d-%m-%Y",)),
        (["2.1.2024"], ("%d.%m.%Y",)),
        (["2.14.2024"], ("%m.%d.%Y",)),
        (["3/3/2024"], ("%d/%m/%Y",)),
        (["2024-01-02", "9-Apr-08"], ("%Y-%m-%d", "%d-%b-%y")),
        (["45000", "Q3 2024", "31/31/2024", "1/2/3000"], ()),
    ],
)
def test_way_of_writing_days_is_found_out_from_the_whole_column(texts: list[str], formats: tuple[str, ...]) -> None:
    assert found(*texts) == formats
    assert found(*reversed(texts)) == found(*texts, *texts) or set(found(*reversed(texts))) == set(formats)


def test_days_that_can_be_read_two_ways_are_asked_about() -> None:
    with pytest.raises(Unreadable) as asked:
        found("3/4/2024", "5/6/2024", "7/7/2024")
    assert str(asked.value) == (
        "Is “3/4/2024” in the column “due” 2024-04-03 (day first) or 2024-03-04 (month first)? Nothing in the column"
        ' tells. Write date = ["%d/%m/%Y"] or date = ["%m/%d/%Y"] in the map, under [formats].'
    )


def test_days_that_no_one_order_reads_are_refused_with_a_value_of_each() -> None:
    with pytest.raises(Unreadable, match=r"“13/1/2024” and “1/13/2024”: no one order"):
        found("13/1/2024", "1/13/2024")


# --- amounts


@pytest.mark.parametrize(
    ("text", "decimal", "value", "currency"),
    [
        ("1234.5", ".", "1234.5", ""),
        ("1,234.50", ".", "1234.5", ""),
        ("1.234,50", ",", "1234.5", ""),
        ("1 234,50 €", ",", "1234.5", "EUR"),
        ("1\u202f234\u202f567,5", ",", "1234567.5", ""),
        ("1'234.50", ".", "1234.5", ""),
        ("12,34,567.00", ".", "1234567", ""),
        ("$1,234", ".", "1234", ""),
        ("USD 12", ".", "12", "USD"),
        ("RM 1,200.00", ".", "1200", "MYR"),
        ("12 руб.", ",", "12", "RUB"),
        ("-12.5", ".", "-12.5", ""),
        ("12.5-", ".", "-12.5", ""),
        ("(12.50)", ".", "-12.5", ""),
        ("−12", ".", "-12", ""),
        ("$-5", ".", "-5", ""),
        ("12,-", ",", "12", ""),
        ("12.--", ".", "12", ""),
        (".5", ".", "0.5", ""),
        ("5.", ".", "5", ""),
        ("1.2E+3", ".", "1200", ""),
        ("0", ".", "0", ""),
        ("32.3800011", ".", "32.380001", ""),
        ("0007", ".", "7", ""),
    ],
)
def test_amount_is_read_as_people_write_it(text: str, decimal: str, value: str, currency: str) -> None:
    assert AmountReader(decimal).read(text) == Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    "text",
    [
        *("1,23", "1,2345", "0,125", "1,234.5.6", "12 34", "1/2", "--5", "(5", "-5-", "5%", "12a", "1e99", ""),
        *("See DN 304", "ASN 12", "DN-304", "1234567890123", "USD 5 EUR"),
    ],
)
def test_what_is_no_amount_is_not_read(text: str) -> None:
    assert AmountReader(".").read(text) is None


@pytest.mark.parametrize("signs", [" ", "' ", "1 ", "1,", "- ", "1"])
def test_a_cell_made_to_be_thought_about_for_hours_is_no_amount_at_once(signs: str) -> None:
    text = f"1,{signs * 20_000}x"
    assert AmountReader(".").read(text) is None
    finder = AmountFinder()
    finder.see(text)
    assert finder.decimal("") == "."


def test_an_amount_among_many_blanks_is_read() -> None:
    assert AmountReader(".").read(f"EUR{' ' * 200}1,234.50") == Amount(Decimal("1234.5"), "EUR")


@given(
    value=st.decimals(-999_999_999, 999_999_999, places=2),
    decimal=st.sampled_from([".", ","]),
    blank=st.sampled_from(["", "\u00a0", "'", "other"]),
)
def test_every_amount_written_in_groups_is_read_back(value: Decimal, decimal: str, blank: str) -> None:
    group = blank if blank != "other" else "," if decimal == "." else "."
    text = f"{value:,.2f}".replace(",", "g").replace(".", decimal).replace("g", group)
    amount = AmountReader(decimal).read(text)
    assert amount == Amount(value)


@pytest.mark.parametrize(
    ("texts", "delimiter", "decimal"),
    [
        (["12", "x", ""], "\t", "."),
        (["12.5", "1,234"], "\t", "."),
        (["12,5", "1.234"], "\t", ","),
        (["1,234.50"], ";", "."),
        (["1.234,50"], ",", ","),
        (["1.234.567"], ",", ","),
        (["0.125"], ";", "."),
        (["1234.567"], ";", "."),
        (["1,234"], ",", "."),
        (["1.234"], ";", ","),
        (["12.50", "13.50", "14,5"], "\t", "."),
    ],
)
def test_sign_before_the_decimals_is_found_out(texts: list[str], delimiter: str, decimal: str) -> None:
    finder = AmountFinder()
    for text in texts:
        finder.see(text)
    assert finder.decimal(delimiter) == decimal


def test_amounts_that_can_be_read_two_ways_are_asked_about() -> None:
    finder = AmountFinder()
    finder.see("1,234")
    with pytest.raises(Unreadable, match="Is “1,234” an amount in thousands, or one with three decimals"):
        finder.decimal("\t")


@pytest.mark.parametrize(("text", "code"), [("eur", "EUR"), ("€", "EUR"), ("$", ""), ("руб.", "RUB"), ("Dollar", None)])
def test_currency_is_known_by_code_or_sign(text: str, code: str | None) -> None:
    assert currency_of(text) == code


# --- texts and sentences


def test_texts_are_compared_without_what_nobody_sees() -> None:
    assert tidy(" Bon\u200b  app'\r\n\x07 ") == "Bon app'"
    assert tidy("Atlas \u202exslx.\u2066GmbH\u2069") == "Atlas xslx.GmbH"
    assert loose("ＡＣＭＥ  Straße\u200d") == loose("acme strasse")
    assert tidy("علی\u200cرضا") == "علی\u200cرضا"


@pytest.mark.parametrize(
    ("value", "out"),
    [
        ("Atlas", "Atlas"),
        ("", ""),
        ("-12.5", "-12.5"),
        ("-1.234,50", "-1.234,50"),
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-1+2", "'-1+2"),
        ("- later", "'- later"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("1=1", "1=1"),
    ],
)
def test_formulas_are_made_harmless_and_numbers_stay(value: str, out: str) -> None:
    assert harmless(value) == out


def test_values_are_written_as_cells() -> None:
    values = [None, APRIL, Decimal("-12.50"), 3, "=x", True]
    assert [write_csv_cell(value) for value in values] == ["", "2008-04-09", "-12.50", "3", "'=x", "true"]


def test_sentence_is_said_in_the_language_of_its_reader() -> None:
    said = _("There is no file %(path)s.", path="100%")
    assert said == Sentence("There is no file %(path)s.", (("path", "100%"),))
    with translation.override("en"):
        assert str(said) == "There is no file 100%."
    with translation.override("de"):
        assert str(_("Monday")) == "Montag"
    assert str(_("100% of it")) == "100% of it"
