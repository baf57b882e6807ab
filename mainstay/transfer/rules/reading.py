"""The common reading of a table by fields and a map: records with typed values, problems, questions (R-X-10).

Values by the sort of their field: "day" a date, "moment" a kit.tables.Moment, "yes_no" a bool, "amount" a
kit.tables.Amount, "mails" and "phones" tuples of (value, label), other ``many`` fields tuples of texts, all else a
text. A field of which the row tells nothing is not in ``Record.values``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import AmountFinder, DayFinder, Problem, Row, Table, Unreadable, loose, tidy
from mainstay.kit.tables.maps import Field, Map
from mainstay.kit.tables.source import broken
from mainstay.transfer.rules.cells import Read, Wrong, reader_of
from mainstay.transfer.rules.kinds import Record

MOST_PROBLEMS = 1_000  # problems kept to be shown; all are counted
LONGEST_SHOWN = 120  # of a cell, in a problem or as a reason
BLANK = "blank"  # the reason told for a cell with nothing in it
ISO = ("%Y-%m-%d", "%Y-%m-%d %H:%M")  # how a map writes a day that is the same for every row


@dataclass(frozen=True)
class Column:
    """Where a field's text stands and what reads it; ``fixed`` is the same for every row."""

    field: Field
    place: int
    heading: str
    read: Read
    fixed: str = ""


class TableReading:
    """A table read by its map. ``records()`` reads the file anew each time: a file of any length in flat memory."""

    def __init__(self, table: Table, fields: Sequence[Field], map_: Map, *, skip_bad: bool) -> None:
        self._table, self._map, self._skip_bad = table, map_, skip_bad
        self.rows = self.bad_rows = self.problem_count = 0
        self.problems: list[Problem] = []
        self.questions: list[Unreadable] = []
        self.date_formats: dict[str, tuple[str, ...]] = {}
        self.not_judgeable: Counter[str] = Counter()
        self.passed_over: list[tuple[int, str]] = []
        self.decimal: str | None = None
        self._codes = frozenset(map(loose, map_.not_judgeable))
        self._fields = list(fields)
        self._columns = self._placed()
        self._needed = [frozenset({field.name, *field.instead}) for field in fields if field.required]
        if not self.questions:
            for _record in self._pass(self._note):
                pass

    @property
    def refused(self) -> bool:
        """Whether there are problems that nobody chose to skip, or questions: then there are no records."""
        return bool(self.questions) or (bool(self.problem_count) and not self._skip_bad)

    @property
    def summary(self) -> dict[str, Any]:
        """Counts of the file and how it is written, as JSON knows them."""
        return {
            "rows": self.rows,
            "bad_rows": self.bad_rows,
            "problem_count": self.problem_count,
            "not_judgeable": dict(self.not_judgeable.most_common()),
            "passed_over": list(map(list, self.passed_over)),
            "encoding": self._table.dialect.encoding,
            "delimiter": self._table.dialect.delimiter,
            "decimal": self.decimal,
            "date_formats": {name: list(told) for name, told in self.date_formats.items()},
            "left_out": self.left_out,
        }

    @property
    def left_out(self) -> list[str]:
        """Columns of the file that no field of the map reads."""
        read = {column.place for column in self._columns}
        return [name for place, name in enumerate(self._table.names) if place not in read]

    def records(self) -> Iterator[Record]:
        """What each row tells, in the order of the file."""
        return iter(()) if self.refused else self._pass(None)

    # --- how it is written

    def _placed(self) -> list[Column]:
        """The columns of the map, once it is found out how their days and amounts are written."""
        told = [field for field in self._fields if field.name in self._map.columns]
        places = {field.name: self._table.column(self._map.columns[field.name]) for field in told}
        self._find_out(told, places)
        decimal = self.decimal or self._map.decimal or "."
        columns, fixed = [], self._map.fixed
        for field in self._fields:
            formats = self.date_formats.get(field.name, ISO)
            read = reader_of(field, self._map, formats=formats, decimal=decimal)
            if field.name in places:
                place = places[field.name]
                columns.append(Column(field, place, self._table.names[place], read, fixed.get(field.name, "")))
            elif field.name in fixed:
                columns.append(Column(field, -1, field.name, read, fixed[field.name]))
        return columns

    def _find_out(self, told: Sequence[Field], places: dict[str, int]) -> None:
        days = [field.name for field in told if field.sort in ("day", "moment")]
        amounts = [places[field.name] for field in told if field.sort == "amount"]
        finders = {
            name: DayFinder(self._table.headers[places[name]]) for name in days if not self._map.formats_of(name)
        }
        money = AmountFinder() if amounts and self._map.decimal is None else None
        if finders or money:
            for row in self._table.rows():
                for name, finder in finders.items():
                    self._see(finder.see, row.cells[places[name]])
                for place in amounts if money else ():
                    self._see(money.see, row.cells[place])  # type: ignore[union-attr]
        for name in days:
            try:
                self.date_formats[name] = self._map.formats_of(name) or finders[name].formats()
            except Unreadable as question:
                self.questions.append(question)
        if amounts:
            try:
                self.decimal = self._map.decimal or (money.decimal(self._table.dialect.delimiter) if money else ".")
            except Unreadable as question:
                self.questions.append(question)

    def _see(self, see: Callable[[str], None], text: str) -> None:
        if not (self._codes and loose(text) in self._codes):
            see(text)

    # --- row by row

    def _note(self, row: Row, faults: Sequence[Problem]) -> None:
        self.bad_rows += 1
        self.problem_count += len(faults)
        self.problems += faults[: MOST_PROBLEMS - len(self.problems)]

    def _pass_over(self, row: Row, code: str) -> None:
        self.not_judgeable[code] += 1
        if len(self.passed_over) < MOST_PROBLEMS:
            self.passed_over.append((row.number, code))

    def _pass(self, note: Callable[[Row, Sequence[Problem]], None] | None) -> Iterator[Record]:
        """One pass; with ``note`` it counts as well."""
        for row in self._table.rows():
            if note is not None:
                self.rows += 1
            values, faults, codes = self._read(row)
            lacking = next((needed for needed in self._needed if not needed & values.keys()), None)
            if lacking is not None and not faults:
                code = next((codes[name] for name in sorted(lacking) if name in codes), "")
                if code:
                    if note is not None:
                        self._pass_over(row, code)
                    continue
                faults.append(self._missing(row, lacking))
            if faults:
                if note is not None:
                    note(row, faults)
                continue
            yield Record((row.number,), values)

    def _read(self, row: Row) -> tuple[dict[str, Any], list[Problem], dict[str, str]]:
        """Values by field, what cannot be read, and the listed codes that stand in the place of a value."""
        values: dict[str, Any] = {}
        faults: list[Problem] = []
        codes: dict[str, str] = {}
        for column in self._columns:
            text = row.cells[column.place] if column.place >= 0 else ""
            if not text or not text.strip():
                text = column.fixed
            if not text or (bare := loose(text)) == "":
                continue
            if bare in self._codes:
                codes[column.field.name] = shown(text)
                continue
            if why := broken(text):
                faults.append(Problem(row.number, column.heading, shown(text), why))
                continue
            try:
                value = column.read(text)
            except Wrong as wrong:
                faults.append(Problem(row.number, column.heading, shown(text), wrong.reason))
                continue
            if value not in ("", ()):
                values[column.field.name] = value
        if row.beyond:
            beyond = shown(" ".join(row.beyond))
            faults.append(Problem(row.number, "", beyond, _("This row has more cells than there are headers.")))
        return values, faults, codes

    def _missing(self, row: Row, lacking: frozenset[str]) -> Problem:
        column = next((column for column in self._columns if column.field.name in lacking), None)
        field = next(field for field in self._fields if field.name in lacking and field.required)
        heading = column.heading if column is not None else field.name
        return Problem(row.number, heading, "", needs(field.label))


def needs(label: Sentence) -> Sentence:
    """What is said of a row without a value it needs."""
    return _("This row tells nothing under “%(label)s”, which is needed.", label=label)


def read_table(table: Table, fields: Sequence[Field], map_: Map, *, skip_bad: bool) -> TableReading:
    """Read a table by its map. Raises Unreadable where a column of the map is missing.

    A listed code (``not_judgeable``) counts as nothing told; where a required field is nothing but that, the row is
    counted as not judgeable. A blank cell takes the fixed value of its field. The file is read once to find out how
    days and amounts are written, where the map does not say, and once to find every problem.
    """
    return TableReading(table, fields, map_, skip_bad=skip_bad)


def shown(text: str) -> str:
    """A cell as a problem shows it."""
    text = tidy(text)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
