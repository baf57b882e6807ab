"""A list on its way out of the house: its columns, its rows one by one, and the bytes of its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from django.utils.translation import get_language, override

from mainstay.kit.tables import write_table

if TYPE_CHECKING:
    from mainstay.kit.plug import Words

R = TypeVar("R")
TABLES: tuple[Literal["csv", "xlsx"], ...] = ("csv", "xlsx")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": "text/vcard; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its name for programs, its heading for people, its value of one row."""

    code: str
    label: Words
    of: Callable[[R], object]


@dataclass(frozen=True)
class Outgoing:
    """A file that leaves the house: its name without an ending, how much it holds, and its bytes by format.

    ``count`` is asked once, before the first byte; ``bytes_of`` gives the file piece by piece, in the language of
    whoever asked for it, so that a large one needs no more memory than a small one.
    """

    name: str
    count: Callable[[], int]
    forms: dict[str, Callable[[], Iterator[bytes]]] = field(default_factory=dict)

    def bytes_of(self, form: str) -> Iterator[bytes]:
        """The file, made up to its first piece: what goes wrong at its start goes wrong before it is handed out."""
        pieces = _spoken(self.forms[form](), get_language() or "en")
        first = next(pieces, b"")
        return chain((first,), pieces)


def _spoken(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The pieces, made in this language wherever and whenever they are asked for."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def listed(
    name: str,
    columns: Sequence[Column[R]],
    rows: Callable[[], Iterable[R]],
    *,
    count: Callable[[], int],
    codes: bool = False,
    title: Words = "",
    **others: Callable[[], Iterator[bytes]],
) -> Outgoing:
    """A list as a file: CSV and a workbook of the same cells, and whatever ``others`` can be made of it.

    ``codes`` heads the columns for programs, else for people; the cells are the same: days ISO, codes as kept.
    ``title`` names the sheet of the workbook; without it ``name`` does.
    """

    def table(form: Literal["csv", "xlsx"]) -> Callable[[], Iterator[bytes]]:
        heads = [column.code if codes else str(column.label) for column in columns]
        return lambda: write_table(form, heads, cells(columns, rows()), sheet=str(title) or name)

    forms: dict[str, Callable[[], Iterator[bytes]]] = {form: table(form) for form in TABLES}
    return Outgoing(name, count, forms | others)


def cells(columns: Sequence[Column[Any]], rows: Iterable[Any]) -> Iterator[list[object]]:
    """The values of these rows, column by column."""
    return ([column.of(row) for column in columns] for row in rows)
