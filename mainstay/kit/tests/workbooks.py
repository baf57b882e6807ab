"""Workbooks made for the tests, sound and otherwise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import xlsxwriter

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = f'xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" xmlns:text="{_ODF}:text:1.0"'


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An XLSX of these sheets."""
    with made() as (book, out):
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


@contextmanager
def made() -> Iterator[tuple[Any, io.BytesIO]]:
    """A workbook to be filled by hand; days are real days."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    yield book, out
    book.close()


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def ods(tables: str, *, manifest: str = "", head: str = "") -> bytes:
    """An ODS whose tables are given as XML."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0">{manifest}</m:manifest>',
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{head}'
            f"<office:document-content {_NAMES}><office:body>"
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def text_cell(text: str, more: str = "") -> str:
    """A cell of an ODS."""
    return f'<table:table-cell {more} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def replaced(content: bytes, name: str, new: bytes) -> bytes:
    """The same ZIP with another content of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for part in old.infolist():
            file.writestr(part.filename, new if part.filename == name else old.read(part))
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name)
