"""Workbooks as tables: cells as a person would type them, sheets that are asked about, and what is refused."""

from __future__ import annotations

import io
import struct
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.kit.tables import Asks, Row, Table, Unreadable, open_table
from mainstay.kit.tables.packed import MOST_PACKED, MOST_RATIO
from mainstay.kit.tables.sheets import MOST_CELLS
from mainstay.kit.tests.workbooks import made, ods, packed, part, replaced, text_cell, xlsx

PEOPLE: dict[str, list[list[object]]] = {"People": [["name", "since", "n"], ["Atlas", date(2026, 5, 1), 27217]]}
SMALL = xlsx(PEOPLE)


def rows_of(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


def refusal(source: bytes | Path, **told: str) -> str:
    with pytest.raises(Unreadable) as refused:
        list(open_table(source, **told).rows())
    return str(refused.value)


# --- cells


def test_cells_are_the_texts_a_person_would_type() -> None:
    with made() as (book, out):
        sheet = book.add_worksheet("Cells")
        formats = {
            form: book.add_format({"num_format": form}) for form in ("0.00%", "hh:mm", "yyyy-mm-dd hh:mm", "[h]:mm")
        }
        sheet.write_row(0, 0, [f"c{place}" for place in range(13)])
        sheet.write_datetime(1, 0, date(2026, 5, 1))
        sheet.write_datetime(1, 1, datetime(2026, 5, 1, 13), formats["yyyy-mm-dd hh:mm"])  # noqa: DTZ001
        sheet.write_datetime(1, 2, datetime(2026, 5, 1, 13, 0, 7), formats["yyyy-mm-dd hh:mm"])  # noqa: DTZ001
        sheet.write_number(1, 3, 46143.9999999, formats["yyyy-mm-dd hh:mm"])
        sheet.write_datetime(1, 4, time(13, 5), formats["hh:mm"])
        sheet.write_number(1, 5, 1.25, formats["[h]:mm"])
        sheet.write_number(1, 6, 27217)
        sheet.write_number(1, 7, 0.1 + 0.2)
        sheet.write_number(1, 8, 0.0000001)
        sheet.write_number(1, 9, 0.25, formats["0.00%"])
        sheet.write_boolean(1, 10, True)
        sheet.write_formula(1, 11, "=1/0", None, "#DIV/0!")
        sheet.write_string(1, 12, "007")
    table = open_table(out.getvalue())
    assert rows_of(table) == [
        [
            *("2026-05-01", "2026-05-01 13:00", "2026-05-01 13:00:07", "2026-05-02", "13:05", "30:00"),
            *("27217", "0.3", "0.0000001", "0.25", "true", "#DIV/0!", "007"),
        ]
    ]
    assert (table.format, table.sheet, table.dialect.encoding, table.dialect.delimiter) == ("xlsx", "Cells", "", "")


def test_blank_rows_and_columns_before_the_table_are_no_headers_and_rows_keep_their_numbers() -> None:
    content = xlsx({"One": [[], [], [None, "a", None, "a "], [], [None, "1", None, "2", None, "far out"]]})
    table = open_table(content)
    assert (table.headers, table.names) == (("a", "", "a "), ("a #1", "#2", "a #2"))
    assert [tuple(row) for row in table.rows()] == [(5, ["1", "", "2"], ("", "far out"))]
    assert [table.column(name) for name in table.names] == [0, 1, 2]


def test_row_with_the_headers_hoped_for_is_found_below_a_title() -> None:
    content = xlsx({"One": [["Report of May"], [], ["Client", "Due"], ["Atlas", "x"]]})
    assert open_table(content, wanted=["client", "due"]).headers == ("Client", "Due")
    assert open_table(content).headers == ("Report of May",)


def test_ods_is_read_with_its_repeated_cells_and_rows() -> None:
    twice = text_cell("y", 'table:number-columns-repeated="2"')
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = (
        f'<table:table table:name="A"><table:table-row table:number-rows-repeated="2">{blank}</table:table-row>'
        f"<table:table-row>{text_cell('x')}{twice}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="float" office:value="27217"><text:p>27.217,00</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2026-05-01"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.25"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row></table:table>'
        '<table:table table:name="B"/>'
    )
    table = open_table(ods(body))
    assert (table.format, table.sheet, table.sheets) == ("ods", "A", ("A",))
    assert table.names == ("x", "y #1", "y #2")
    assert list(table.rows()) == [Row(4, ["27217", "2026-05-01", "0.25"]), Row(5, ["27217", "2026-05-01", "0.25"])]


def test_a_workbook_by_the_name_of_a_text_is_still_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(xlsx(PEOPLE))
    assert rows_of(open_table(file, name="list.csv")) == [["Atlas", "2026-05-01", "27217"]]


# --- sheets


def test_several_sheets_are_asked_about_unless_one_is_named() -> None:
    sheets = {"People": [["a", "b"], ["1", "2"]], "Notes": [], "Firms": [["c"], ["3"]]}
    with pytest.raises(Asks) as asked:
        open_table(xlsx(sheets))
    assert (asked.value.about, asked.value.choices) == ("sheet", [("People", "People"), ("Firms", "Firms")])
    assert str(asked.value) == (
        "The workbook has 2 sheets that hold something: “People”, “Firms”. Name the one to bring in, as"
        ' sheet = "People" in the map, under [file].'
    )
    table = open_table(xlsx(sheets), sheet="firms")
    assert (table.sheet, table.sheets, table.headers, rows_of(table)) == ("Firms", ("People", "Firms"), ("c",), [["3"]])


def test_sheet_that_is_not_there_is_asked_about() -> None:
    with pytest.raises(Asks, match=r"no sheet “Peple”\. It has: “People”") as asked:
        open_table(xlsx(PEOPLE), sheet="Peple")
    assert asked.value.choices == [("People", "People")]


def test_hidden_sheet_is_not_asked_about() -> None:
    with made() as (book, out):
        book.add_worksheet("Shown").write_string(0, 0, "a")
        lists = book.add_worksheet("Lists")
        lists.write_string(0, 0, "b")
        lists.hide()
    assert open_table(out.getvalue()).sheet == "Shown"
    assert open_table(out.getvalue(), sheet="Lists").headers == ("b",)


def test_empty_workbook_and_empty_sheet_are_told() -> None:
    assert refusal(xlsx({"One": []})) == "The workbook is empty."
    assert refusal(xlsx({"One": [], **PEOPLE}), sheet="One") == "This sheet is empty."


# --- what is no workbook


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (packed({"xl/workbook.bin": b"x"}), "binary workbook (XLSB)"),
        (packed({"word/document.xml": "<a/>"}), "text document"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "text document"),
        (packed({"Index/Document.iwa": b"x"}), "Apple’s Numbers"),
        (packed({"list.csv": "a,b"}), "packed file (ZIP), not a workbook"),
        (packed({"xl/workbook.xml": "<workbook/>"}), "cut short or damaged"),
        (ods("", manifest="<m:encryption-data/>"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old Excel or Word file (XLS, DOC)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(300_000) + "EncryptedPackage".encode("utf-16-le"),
            "This workbook is locked with a password.",
        ),
        (b"%PDF-1.7\n", "This is a PDF, not a table."),
        (b'[{"name": "Atlas"}]', "This is JSON, not a table."),
        (b"From ida@atlas.example Mon May  4 10:00:00 2026\nFrom: Ida\n", "This is mail, not a table."),
        (b"Received: from a\n by b\nSubject: Hi\n\nText", "This is mail, not a table."),
    ],
)
def test_what_is_no_workbook_is_told_in_a_sentence(content: bytes, says: str) -> None:
    assert says in refusal(content)


def test_locked_parts_are_told() -> None:
    content = bytearray(xlsx(PEOPLE))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "locked with a password" in refusal(bytes(content))


def test_a_workbook_cut_anywhere_is_told_in_a_sentence() -> None:
    content = xlsx(PEOPLE)
    for length in range(4, len(content) - 1, len(content) // 40):
        assert "cut short or damaged" in refusal(content[:length])


# --- bombs


def test_a_file_that_unpacks_to_very_much_more_is_refused_with_the_limit() -> None:
    bomb = packed({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": bytes(60_000_000)})
    assert f"more than {MOST_RATIO} times as large" in refusal(bomb)


def test_a_part_that_holds_more_than_its_directory_says_is_refused() -> None:
    content = xlsx(PEOPLE)
    sheet = part(content, "xl/worksheets/sheet1.xml")
    place = content.rfind(b"xl/worksheets/sheet1.xml")
    told = bytearray(content)
    assert struct.unpack_from("<I", told, place - 46 + 24)[0] == len(sheet)
    struct.pack_into("<I", told, place - 46 + 24, len(sheet) // 2)
    assert "cut short or damaged" in refusal(bytes(told))


def test_a_workbook_beyond_its_size_is_refused_with_the_limit() -> None:
    file = io.BytesIO(b"PK\x03\x04" + bytes(MOST_PACKED * 1_048_576))
    with pytest.raises(Unreadable, match=f"larger than {MOST_PACKED} MB"):
        open_table(file)


def test_two_cells_in_opposite_corners_are_refused_with_the_limit() -> None:
    with made() as (book, out):
        sheet = book.add_worksheet("One")
        sheet.write_string(0, 0, "a")
        sheet.write_string(1_048_575, 16_383, "z")
    says = f"“One” reaches over 1048576 rows and 16384 columns; at most {MOST_CELLS} cells"
    assert says in refusal(out.getvalue())


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="4294967295"><c><v>1</v></c><c><v>1</v></c></row>',
        '<row r="1"><c r="B299999999999"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZZZZ1"/></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
    ],
)
def test_cells_in_places_that_no_sheet_has_are_refused(cells: str) -> None:
    sheet = part(SMALL, "xl/worksheets/sheet1.xml")
    begin, end = sheet.index(b"<sheetData>") + 11, sheet.index(b"</sheetData>")
    evil = sheet[:begin] + cells.encode() + sheet[end:]
    assert "cut short or damaged" in refusal(replaced(SMALL, "xl/worksheets/sheet1.xml", evil))


def test_a_sheet_written_in_another_encoding_than_the_library_reads_is_refused() -> None:
    sheet = part(SMALL, "xl/worksheets/sheet1.xml").decode().replace("UTF-8", "UTF-16")
    assert "cut short or damaged" in refusal(replaced(SMALL, "xl/worksheets/sheet1.xml", sheet.encode("utf-16")))


def test_cells_hidden_in_a_part_of_another_name_are_counted_too() -> None:
    near = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    relations = part(SMALL, "xl/_rels/workbook.xml.rels").replace(b"worksheets/sheet1.xml", b"media/image1.png")
    moved = replaced(SMALL, "xl/_rels/workbook.xml.rels", relations)
    parts = {name: part(moved, name) for name in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml")}
    bomb = packed({**parts, "xl/media/image1.png": near + far})
    assert "reaches over 1048576 rows" in refusal(bomb)


def test_two_parts_by_one_name_are_refused() -> None:
    twice = packed({"a.xml": "<a/>", "A.xml": "<a/>", "xl/workbook.xml": "<a/>"})
    assert "cut short or damaged" in refusal(twice)


def test_cells_and_rows_of_an_ods_repeated_without_end_are_refused() -> None:
    row = text_cell("x", 'table:number-columns-repeated="16384"')
    body = f'<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">{row}</table:table-row>'
    assert "reaches over 1048576 rows and 16384 columns" in refusal(ods(body + "</table:table>"))


def test_a_long_text_in_very_many_cells_is_refused() -> None:
    text = text_cell("x" * 100_000, 'table:number-columns-repeated="1000"')
    body = f'<table:table table:name="A"><table:table-row table:number-rows-repeated="4">{text}</table:table-row>'
    assert "characters together" in refusal(ods(body + "</table:table>"))
    shared = xlsx({"One": [["x" * 30_000]]})
    sheet = part(shared, "xl/worksheets/sheet1.xml")
    cell = sheet[sheet.index(b"<c ") : sheet.index(b"</c>") + 4].replace(b' r="A1"', b"")
    many = replaced(shared, "xl/worksheets/sheet1.xml", sheet.replace(b"</row>", cell * 10_100 + b"</row>"))
    assert "characters together" in refusal(many)


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_document_types_and_entities_are_refused(name: str) -> None:
    content = xlsx(PEOPLE)
    evil = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>'
    old = part(content, name)
    end = old.index(b"?>") + 2
    assert "declares a document type or entities" in refusal(replaced(content, name, old[:end] + evil + old[end:]))
    assert "declares a document type" in refusal(ods("<table:table/>", head='<!DOCTYPE a SYSTEM "file:///etc/passwd">'))


@settings(max_examples=40)
@given(data=st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    content = bytearray(SMALL)
    for _time in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    reads_or_refuses(bytes(content))


@settings(max_examples=60)
@given(data=st.data(), name=st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]))
def test_a_part_with_any_bytes_changed_is_read_or_refused_in_a_sentence(data: st.DataObject, name: str) -> None:
    content = bytearray(part(SMALL, name))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    reads_or_refuses(replaced(SMALL, name, bytes(content)))


def reads_or_refuses(content: bytes) -> None:
    assert reads(content)


def reads(content: bytes) -> bool:
    try:
        table = open_table(content)
        return all(len(row.cells) == len(table.headers) for row in table.rows())
    except Unreadable as refused:
        return str(refused).endswith(".")
