"""Tables as firms really have them: text of any encoding and delimiter, workbooks, cards, calendars.

``open_table(source)`` finds out how a file is written (or takes what it is told), reads its headers, and
gives its rows as often as asked, text in flat memory. ``write_table`` writes CSV and XLSX.
``DayReader`` and ``AmountReader`` read the cells. Whatever cannot be read is an ``Unreadable`` carrying
one sentence; what a map could answer is an ``Asks``. Pure: no Django, no domain words.
"""

from __future__ import annotations

from mainstay.kit.tables.amounts import Amount, AmountFinder, AmountReader
from mainstay.kit.tables.days import DayFinder, DayReader, Moment, unread
from mainstay.kit.tables.dialect import Dialect
from mainstay.kit.tables.opening import open_table
from mainstay.kit.tables.problem import Problem
from mainstay.kit.tables.real import Day, Number
from mainstay.kit.tables.source import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    Asks,
    Source,
    Unreadable,
    loose,
    tidy,
)
from mainstay.kit.tables.table import Format, Row, Table, nearest
from mainstay.kit.tables.writing import harmless, plain, write_csv_cell, write_table

__all__ = [
    "LONGEST_CELL",
    "LONGEST_ROW",
    "MOST_COLUMNS",
    "Amount",
    "AmountFinder",
    "AmountReader",
    "Asks",
    "Day",
    "DayFinder",
    "DayReader",
    "Dialect",
    "Format",
    "Moment",
    "Number",
    "Problem",
    "Row",
    "Source",
    "Table",
    "Unreadable",
    "harmless",
    "loose",
    "nearest",
    "open_table",
    "plain",
    "tidy",
    "unread",
    "write_csv_cell",
    "write_table",
]
