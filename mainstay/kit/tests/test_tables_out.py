"""Tables written by us and read back; names a map may use; questions that a map can answer."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.kit.tables import Asks, Table, Unreadable, harmless, open_table, plain, write_table
from mainstay.kit.tables.writing import sheet_name

BLNS = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "import" / "blns" / "blns.json"


def rows_of(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


def file_of(format_: Literal["csv", "xlsx"], headers: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    return b"".join(write_table(format_, headers, rows))


# --- out and back

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\n"), max_size=12)
CELLS |= st.sampled_from(["=1+1", "+49 30", "-5", "-x", "@a", "'=x", "''=x", " =x", "'", "007", "1e5", "_x0041_"])
GRIDS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))


def filled(grid: list[list[str]]) -> list[list[str]]:
    return [row for row in grid if any(cell.strip() for cell in row)]


@given(grid=GRIDS)
def test_csv_written_by_us_is_read_back_equal(grid: list[list[str]]) -> None:
    headers = [f"column {place}" for place in range(len(grid[0]) if grid else 2)]
    table = open_table(file_of("csv", headers, grid))
    assert (list(table.headers), table.dialect.encoding, table.dialect.delimiter) == (headers, "utf-8", ",")
    assert rows_of(table) == filled(grid)


@settings(max_examples=40, deadline=None)
@given(grid=GRIDS)
def test_xlsx_written_by_us_is_read_back_equal(grid: list[list[str]]) -> None:
    headers = [f"column {place}" for place in range(len(grid[0]) if grid else 2)]
    table = open_table(file_of("xlsx", headers, grid))
    assert (list(table.headers), table.format) == (headers, "xlsx")
    assert rows_of(table) == filled(grid)


@settings(max_examples=60)
@given(
    grid=GRIDS,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_harmless_cells_in_any_dialect_are_read_back_equal(
    grid: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    headers = [f"column {place}" for place in range(len(grid[0]) if grid else 2)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([headers, *([harmless(cell) for cell in row] for row in grid)])
    assert rows_of(open_table(out.getvalue().encode(encoding), wanted=headers)) == filled(grid)


@given(text=st.text(st.sampled_from("'=+-@1a \t.,"), max_size=6))
def test_plain_takes_away_what_harmless_put_before(text: str) -> None:
    assert plain(harmless(text)) == text
    assert harmless(text).lstrip(" ")[:1] not in set("=+@\t")


VALUES = (None, True, 3, -12.5, Decimal("1234.50"), date(2026, 5, 1), datetime(2026, 5, 1, 13, tzinfo=UTC), "=x", "007")


def test_values_are_written_as_iso_and_codes() -> None:
    headers = [f"h{place}" for place in range(len(VALUES))]
    told = ["", "true", "3", "-12.5", "1234.50", "2026-05-01", "2026-05-01T13:00:00+00:00", "'=x", "007"]
    assert (
        file_of("csv", headers, [VALUES]) == ("\ufeff" + ",".join(headers) + "\r\n" + ",".join(told) + "\r\n").encode()
    )
    read = ["", "true", "3", "-12.5", "1234.5", "2026-05-01", "2026-05-01T13:00:00+00:00", "=x", "007"]
    assert rows_of(open_table(file_of("xlsx", headers, [VALUES]))) == [read]


def test_headers_are_harmless_and_a_table_without_rows_has_them() -> None:
    assert file_of("csv", ["=a", "b"], []) == "\ufeff'=a,b\r\n".encode()
    assert open_table(file_of("xlsx", ["=a", "b"], [])).headers == ("=a", "b")


def test_long_text_is_cut_where_a_workbook_ends_and_long_numbers_are_text() -> None:
    cut, number = rows_of(open_table(file_of("xlsx", ["a", "b"], [["x" * 40_000, 12345678901234567890]])))[0]
    assert (len(cut), cut[-2:], number) == (32_767, "x…", "12345678901234567890")


def test_rows_are_written_while_they_come() -> None:
    rows = iter([["some text"]] * 100_000)
    next(write_table("csv", ["a"], rows))
    assert len(list(rows)) > 90_000


@pytest.mark.skipif(not BLNS.is_file(), reason="MAINSTAY_SHARED names no folder with the big list of naughty strings")
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_naughty_strings_come_back_as_they_went(format_: Literal["csv", "xlsx"]) -> None:
    unreal = str.maketrans({sign: "\ufffd" for sign in (*range(9), *range(11, 32), 0xFFFE) if sign != 13})
    strings = [one for one in json.loads(BLNS.read_text(encoding="utf-8")) if "\0" not in one]
    assert len(strings) > 400
    rows = [[str(number), one.translate(unreal) if format_ == "xlsx" else one] for number, one in enumerate(strings)]
    assert rows_of(open_table(file_of(format_, ["n", "text"], rows))) == rows


# --- names


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        ("a,b", ("a", "b")),
        (",Name ,,name", ("#1", "Name #1", "#3", "name #2")),
        ("date,x,date,Date #2", ("date #1", "x", "date #3", "Date #2")),
        ("#2,,x", ("#2", "#3", "x")),
        ("Project\u200b Type,b", ("Project Type", "b")),
    ],
)
def test_every_column_has_a_name_of_its_own_by_which_it_is_found(headers: str, names: tuple[str, ...]) -> None:
    table = open_table(f"{headers}\n{',' * headers.count(',')}\n".encode(), delimiter=",")
    assert table.names == names
    assert [table.column(name) for name in names] == list(range(len(names)))


def test_column_may_be_told_by_its_place() -> None:
    table = open_table(b"a,b,\n1,2,3\n")
    assert [table.column("#1"), table.column(" #3 ")] == [0, 2]
    with pytest.raises(Unreadable, match="no column “#4”"):
        table.column("#4")


@given(headers=st.lists(st.sampled_from(["a", "A ", "", " ", "#1", "#2", "a #1", "a #2", "b"]), min_size=1, max_size=8))
def test_names_are_unique_and_find_their_column(headers: list[str]) -> None:
    table = Table("csv", open_table(b"a,b").dialect, tuple(headers), 1, lambda: iter(()))
    assert len({name.casefold() for name in table.names}) == len(headers)
    found = [table.column(name) for name in table.names]
    assert [headers[place].strip().casefold() for place in found] == [header.strip().casefold() for header in headers]


# --- questions


def test_delimiter_that_nothing_tells_is_asked_about() -> None:
    content = b"name, first;due\nHale, Ann;x\n"
    with pytest.raises(Asks) as asked:
        open_table(content)
    assert str(asked.value) == (
        "Do the cells of this file stand between commas or between semicolons? Nothing in it tells."
        ' Write delimiter = "," in the map, under [file].'
    )
    assert asked.value.about == "delimiter"
    assert [(value, str(label)) for value, label in asked.value.choices] == [(",", "commas"), (";", "semicolons")]
    assert open_table(content, delimiter=";").headers == ("name, first", "due")


def test_encoding_that_does_not_hold_is_asked_about_with_what_each_would_read() -> None:
    content = "a,b\nMünchen,1\n".encode() + "Köln,3\n".encode("cp1252")
    with pytest.raises(Asks) as asked:
        open_table(content)
    choices = dict(asked.value.choices)
    assert (asked.value.about, choices["cp1252"]) == ("encoding", "cp1252: “a,b MÃ¼nchen,1 Köln,3”")
    assert open_table(content, encoding="cp1252").headers == ("a", "b")


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("kunden.csv", "kunden.csv"),
        ("", "Sheet1"),
        ("History", "Sheet1"),
        ("'a/b'", "a b"),
        ("[x]:*?", "x"),
        ("y" * 40, "y" * 31),
        ("\x00\ud800", "Sheet1"),
    ],
)
def test_a_sheet_is_called_as_far_as_a_spreadsheet_allows(name: str, sheet: str) -> None:
    assert open_table(b"".join(write_table("xlsx", ["a"], [["1"]], sheet=name))).sheet == sheet


def test_a_second_sheet_is_called_by_its_number() -> None:
    assert [sheet_name("y" * 40, before) for before in (0, 1)] == ["y" * 31, "y" * 29 + " 2"]
