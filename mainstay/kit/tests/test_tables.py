"""Tables in text, however they are written."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mainstay.kit.tables import LONGEST_CELL, MOST_COLUMNS, Dialect, Row, Table, Unreadable, open_table

SPECTRUM = Path(os.environ.get("MAINSTAY_SHARED", "nowhere")) / "data" / "import" / "csv-spectrum"

PLAIN = "client,due,note\nAtlas,2026-03-02,“näher”\nBorea,2026-03-03,x\n"


def rows_of(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


def written(rows: list[list[str]], delimiter: str, end: str, *, every: bool) -> str:
    """A table as csv writes it; everything in quotes where a cell has a line end that csv overlooks (before 3.13)."""
    every = every or any(sign in cell for row in rows for cell in row for sign in "\r\n")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if every else 0)
    writer.writerows(rows)
    return out.getvalue()


def refusal(source: bytes | Path, **told: str) -> str:
    with pytest.raises(Unreadable) as refused:
        list(open_table(source, **told).rows())
    return str(refused.value)


# --- encodings


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_encoding_is_found_out_with_and_without_a_mark(written: str, found: str) -> None:
    table = open_table(PLAIN.encode(written))
    assert table.dialect == Dialect(found, ",")
    assert table.headers == ("client", "due", "note")
    assert rows_of(table) == [["Atlas", "2026-03-02", "“näher”"], ["Borea", "2026-03-03", "x"]]


def test_utf16_big_endian_with_mark_is_read() -> None:
    assert open_table("\ufeffa,b\n1,ж\n".encode("utf-16-be")).headers == ("a", "b")


def test_cyrillic_of_windows_is_told_from_western_text() -> None:
    table = open_table("клиент;срок\nООО «УРАЛ»;02.03.2026\nЗАО «Восток»;03.03.2026\n".encode("cp1251"))
    assert table.dialect == Dialect("cp1251", ";")
    assert rows_of(table)[0] == ["ООО «УРАЛ»", "02.03.2026"]


def test_western_text_that_is_good_utf8_in_one_place_by_chance_stays_western() -> None:
    text = "name;x\n" + "Müller & Söhne Käseladen;größer äöü\n" * 3 + "»Spaß«;1\n"
    assert open_table(text.encode("cp1252")).dialect.encoding == "cp1252"


def test_told_encoding_is_believed() -> None:
    table = open_table("имя,x\nкот,1\n".encode("koi8-r"), encoding="koi8-r")
    assert table.headers == ("имя", "x")


def test_stray_byte_at_the_end_of_a_long_plain_file_makes_it_western(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_bytes(b"a,b\n" + b"1,plain\n" * 300_000 + b"2,caf\xe9\n")
    table = open_table(file)
    assert table.dialect.encoding == "cp1252"
    assert [row for row in table.rows() if row.cells[0] == "2"] == [Row(300_002, ["2", "café"])]


def test_byte_of_another_encoding_is_named_with_its_row() -> None:
    mixed = 'a,b\nMünchen,1\n"Düren\nRhein",2\n'.encode() + "Köln,3\n".encode("cp1252")
    assert refusal(mixed).startswith("Row 4 holds the byte 0xF6, which is no utf-8")


def test_byte_at_the_start_of_a_row_is_of_that_row() -> None:
    assert refusal("a,b\nMünchen,1\n".encode() + b"\xd6lde,2\n").startswith("Row 3 holds the byte 0xD6")


def test_byte_that_no_encoding_has_is_named() -> None:
    assert refusal(b"a,b\n1,\x81\xe9\n").startswith("Row 2 holds the byte 0x81, which is no cp1252")


def test_told_encoding_that_does_not_fit_is_refused_with_the_row() -> None:
    assert refusal(b"a,b\n1,2\n3,\xff\n", encoding="ascii").startswith("Row 3 holds the byte 0xFF, which is no ascii")


def test_utf16_cut_in_the_middle_of_a_character_is_refused() -> None:
    assert "holds the byte" in refusal("a,b\n1,2\n".encode("utf-16") + b"\x31")


# --- delimiters, quotes, line ends


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_end_are_found_out(delimiter: str, end: str) -> None:
    rows = [["client", "due", "what"], ["Atlas", "2026-03-02", 'a "b", c; d'], ["Borea", "2026-03-03", "two\nlines"]]
    table = open_table(written(rows, delimiter, end, every=False).encode())
    assert table.dialect.delimiter == delimiter
    assert [list(table.headers), *rows_of(table)] == rows


def test_line_ends_may_be_mixed() -> None:
    table = open_table(b"a,b\r\n1,2\r3,4\n5,6")
    assert [tuple(row) for row in table.rows()] == [(2, ["1", "2"], ()), (3, ["3", "4"], ()), (4, ["5", "6"], ())]


def test_decimal_commas_do_not_hide_semicolons() -> None:
    assert open_table(b"a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n").dialect.delimiter == ";"


def test_wanted_headers_decide_where_rows_agree_under_two_delimiters() -> None:
    text = b"name, first;due, day\nHale, Ann;x, y\nHolm, Bo;x, y\n"
    assert open_table(text, wanted=["name, first", "due, day"]).headers == ("name, first", "due, day")


def test_told_delimiter_is_believed() -> None:
    assert open_table(b"a^b\n1^2\n", delimiter="^").headers == ("a", "b")


@pytest.mark.parametrize("first", [b"sep=;\r\n", b"sep=;\n"])
def test_line_by_which_excel_tells_the_delimiter_is_no_header(first: bytes) -> None:
    table = open_table(first + b"a;b,c\n1;2\n")
    assert (table.headers, rows_of(table)) == (("a", "b,c"), [["1", "2"]])


def test_rows_are_numbered_as_a_spreadsheet_counts() -> None:
    table = open_table(b'\na,b\n\n"1\n1",2\n , \n3,4\n')
    assert [(row.number, row.cells) for row in table.rows()] == [(4, ["1\n1", "2"]), (6, ["3", "4"])]


def test_short_rows_are_filled_up_and_long_ones_say_so() -> None:
    table = open_table(b"a,b,c\n1\n1,2,3,,\n1,2,3,4\n")
    assert list(table.rows()) == [
        Row(2, ["1", "", ""]),
        Row(3, ["1", "2", "3"]),
        Row(4, ["1", "2", "3"], ("4",)),
    ]


def test_rows_can_be_read_again_and_an_open_file_stays_open() -> None:
    file = io.BytesIO(PLAIN.encode())
    table = open_table(file)
    assert rows_of(table) == rows_of(table)
    assert not file.closed


def test_file_with_headers_only_has_no_rows() -> None:
    assert rows_of(open_table(b"a,b,c")) == []


CELLS = st.text(st.characters(codec="utf-16", exclude_categories=["Cc"], include_characters="\t\r\n"), max_size=12)
GRIDS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=0, max_size=6)
)


@given(
    grid=GRIDS,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
    every=st.booleans(),
)
@example(grid=[["\r", "x"]], delimiter=",", end="\r", encoding="utf-8", every=False)
def test_any_table_written_by_csv_reads_back_equal(
    grid: list[list[str]], delimiter: str, end: str, encoding: str, every: bool
) -> None:
    headers = [f"column {place}" for place in range(len(grid[0]) if grid else 2)]
    told = encoding if encoding.endswith(("le", "be")) else None  # without a mark any text may look like another
    content = written([headers, *grid], delimiter, end, every=every).encode(encoding)
    table = open_table(content, wanted=headers, encoding=told)
    assert list(table.headers) == headers
    assert rows_of(table) == [row for row in grid if any(cell.strip() for cell in row)]


def is_read_or_refused(content: bytes) -> bool:
    try:
        table = open_table(content)
        return all(len(row.cells) == len(table.headers) for row in table.rows())
    except Unreadable as refused:
        return str(refused).endswith(".")


@given(text=st.text(st.sampled_from('abcé,;"\n\r\t| 1'), max_size=60), encoding=st.sampled_from(["utf-8", "cp1252"]))
def test_any_text_is_read_or_refused_in_a_sentence(text: str, encoding: str) -> None:
    assert is_read_or_refused(text.encode(encoding))


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(content: bytes) -> None:
    assert is_read_or_refused(content)


@pytest.mark.skipif(not SPECTRUM.is_dir(), reason="MAINSTAY_SHARED names no folder with csv-spectrum")
def test_the_spectrum_of_csv_files_is_read_as_its_makers_say() -> None:
    files = sorted((SPECTRUM / "csvs").glob("*.csv"))
    assert len(files) == 12
    for file in files:
        table = open_table(file, delimiter=",")
        told = [dict(zip(table.headers, row, strict=True)) for row in rows_of(table)]
        expected = json.loads((SPECTRUM / "json" / f"{file.stem}.json").read_text(encoding="utf-8"))
        if file.stem != "location_coordinates":  # its CSV lost the degree sign that its JSON has
            assert told == expected, file.stem


# --- headers


def test_header_is_found_by_its_exact_text_first() -> None:
    table = open_table(b"Date ,Date,DATE\n1,2,3\n")
    assert [table.column("Date "), table.column("Date"), table.column("DATE")] == [0, 1, 2]


@pytest.mark.parametrize(
    "name", ["Project  Type", "project type", "Project Type ", "Project\u200b Type", "Ｐroject Type"]
)
def test_header_is_found_whatever_its_blanks_case_and_unseen_characters(name: str) -> None:
    assert open_table(b",Project Type ,x\n1,2,3\n").column(name) == 1


def test_first_header_may_be_blank() -> None:
    table = open_table(b",name\n0,Atlas\n")
    assert (table.headers, table.column("name")) == (("", "name"), 1)


def test_header_that_stands_twice_is_refused_only_when_asked_for() -> None:
    table = open_table(b"date,date,x\n1,2,3\n")
    assert table.column("x") == 2
    with pytest.raises(Unreadable, match="2 columns headed “date”"):
        table.column("date")


def test_missing_header_names_the_nearest() -> None:
    table = open_table(b"Scheduled Delivery Date,Delivered to Client Date,Country\n1,2,3\n")
    with pytest.raises(Unreadable) as refused:
        table.column("Sheduled Delivery Date")
    assert str(refused.value) == (
        "The file has no column “Sheduled Delivery Date”. The nearest are:"
        " “Scheduled Delivery Date”, “Delivered to Client Date”."
    )


# --- what is no table, and limits


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"\n \n,,\n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"PK\x03\x04xl/workbook.xml", "workbook or a packed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "packed file"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"<html><table>", "a page"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (bytes(range(256)) * 4, "binary"),
        (b"a,b\n1,\x00\n" + b"2,plain text\n" * 40, "Row 2 holds a NUL byte"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "A quotation mark opened in row 3 is never closed."),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(content: bytes, says: str) -> None:
    assert says in refusal(content)


def test_cell_beyond_the_limit_is_refused_with_the_limit() -> None:
    fits = "x" * LONGEST_CELL
    assert rows_of(open_table(f"a,b\n{fits},1\n".encode())) == [[fits, "1"]]
    assert f"A cell in row 2 is longer than {LONGEST_CELL} characters" in refusal(f"a,b\n{fits}x,1\n".encode())


def test_quotation_mark_that_never_closes_in_a_long_file_is_refused() -> None:
    assert "A cell in row 2 is longer" in refusal(b'a,b\n"1,2\n' + b"3,4\n" * 300_000)


def test_row_beyond_the_limits_is_refused_with_the_limit() -> None:
    wide = ",".join("1" * (MOST_COLUMNS + 1))
    assert f"Row 2 has more than {MOST_COLUMNS} cells." in refusal(f"a,b\n{wide}\n".encode())
    assert "Row 2 is longer than" in refusal(b"a,b\n" + b"1," * 5_000_000)


def test_file_that_is_not_there_or_a_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == f"There is no file {tmp_path / 'none.csv'}."
    assert refusal(tmp_path) == f"{tmp_path} is a folder; name a file."


def test_dialect_is_told_in_words() -> None:
    assert str(Dialect("utf-8", "\t", ",").in_words()) == "utf-8, cells between tabs, decimals after “,”"
    assert str(Dialect("cp1252", "^").in_words()) == "cp1252, cells between “^”"
