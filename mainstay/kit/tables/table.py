"""A table, opened: its headers, the names a map may call them by, and its rows one after the other."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.dialect import Dialect
from mainstay.kit.tables.source import Unreadable, loose, tidy

Format = Literal["csv", "xlsx", "ods", "vcard", "jcard", "ical"]
Records = Callable[[], Iterator[tuple[int, list[str]]]]

_BY_PLACE = re.compile(r"#([0-9]{1,5})")


class Row(NamedTuple):
    """One row: its number as a spreadsheet counts (the headers stand in row 1), a cell for every header."""

    number: int
    cells: list[str]
    beyond: tuple[str, ...] = ()  # cells that stand beyond the last header, where they are not all blank


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose way of writing is known; rows may be gone through as often as one likes.

    ``headers`` are as written; ``names`` are what a map may call them: tidy, never blank, no two alike (“#3”
    for a blank header in the third place, “Name #1” and “Name #2” for two equal ones). ``sheets`` names the
    sheets of a workbook that hold a table, ``sheet`` the one that was opened; both are empty elsewhere.
    """

    format: Format
    dialect: Dialect
    headers: tuple[str, ...]
    header_row: int
    records: Records = field(repr=False, compare=False)
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", _names(self.headers))

    def rows(self) -> Iterator[Row]:
        """Every row that is not wholly blank; short rows are filled up with blank cells."""
        width = len(self.headers)
        for number, cells in self.records():
            if number <= self.header_row:
                continue
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            if not any(cells) or not any(cell.strip() for cell in cells):
                continue
            if len(cells) == width:
                yield Row(number, cells)
            else:
                beyond = tuple(cells[width:])
                yield Row(number, cells[:width], beyond if any(cell.strip() for cell in beyond) else ())

    def column(self, name: str) -> int:
        """The place of a header: by its exact text, else its name, its number as in “#3”, else whatever its
        case, blanks and unseen characters. Raises ``Unreadable`` where none or several are meant."""
        for known, asked in ((self.headers, name), (self.names, name)):
            if known.count(asked) == 1:
                return known.index(asked)
        place = _BY_PLACE.fullmatch(name.strip())
        if place and 1 <= int(place[1]) <= len(self.headers):
            return int(place[1]) - 1
        if self.headers.count(name) < 2:
            for known in (self.headers, self.names):
                alike = [at for at, header in enumerate(known) if loose(header) == loose(name)]
                if len(alike) == 1:
                    return alike[0]
        alike = [at for at, header in enumerate(self.headers) if loose(header) == loose(name)]
        raise Unreadable(self._which(name, alike) if alike else _missing(name, self.names))

    def _which(self, name: str, alike: Sequence[int]) -> Sentence:
        return _(
            "The file has %(n)s columns headed “%(name)s”. Say which: %(names)s.",
            n=len(alike),
            name=name,
            names=", ".join(f"“{self.names[at]}”" for at in alike[:5]),
        )


def _names(headers: Sequence[str]) -> tuple[str, ...]:
    """A name for every header, no two alike: blank and repeated headers get the sign # and a number."""
    keys = [loose(header) for header in headers]
    times = Counter(keys)
    taken = {key for key in keys if key and times[key] == 1}
    seen: Counter[str] = Counter()
    names = []
    for place, (header, key) in enumerate(zip(headers, keys, strict=True), 1):
        if key and times[key] == 1:
            names.append(tidy(header))
            continue
        seen[key] += 1
        base, number = (f"{tidy(header)} #", seen[key]) if key else ("#", place)
        while loose(f"{base}{number}") in taken:
            number += 1
            seen[key] = max(seen[key], number) if key else seen[key]
        taken.add(loose(f"{base}{number}"))
        names.append(f"{base}{number}")
    return tuple(names)


def _missing(name: str, headers: Sequence[str]) -> Sentence:
    near = nearest(name, headers)
    if near:
        return _("The file has no column “%(name)s”. The nearest are: %(near)s.", name=name, near=near)
    return _("The file has no column “%(name)s”.", name=name)


def nearest(name: str, known: Iterable[str], most: int = 3) -> str:
    """The names most like the one asked for, in quotation marks; the first few where none is like it."""
    by_text = {loose(text): text for text in known if text.strip()}
    close = difflib.get_close_matches(loose(name), list(by_text), n=most, cutoff=0.5)
    within = [text for text in by_text if loose(name) in text and text not in close]
    chosen = (close + within)[:most] or list(by_text)[:most]
    return ", ".join(f"“{by_text[text].strip()}”" for text in chosen)
