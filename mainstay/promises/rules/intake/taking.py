"""A table taken in: how it is written found out, its rows read, its deliveries given as often as asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from mainstay.kit.tables import AmountFinder, DayFinder, Dialect, Table, Unreadable, open_table
from mainstay.promises.rules.intake.census import Census
from mainstay.promises.rules.intake.deliveries import Delivery, Summary
from mainstay.promises.rules.intake.maps import AMOUNTS, DAYS, Map
from mainstay.promises.rules.intake.piles import Piles
from mainstay.promises.rules.intake.reading import Places, Taker

# Where a calendar tells of an entry until when it is: a task's due day, else the end of an event, else its start.
_UNTIL_WHEN = ("due", "end", "start")
# Where a calendar tells who is concerned: whoever is invited, with whoever invites.
_PEOPLE = {"attendees": ("attendees", "organizer"), "organizer": ("organizer",)}


@dataclass(frozen=True, slots=True)
class Intake:
    """What a table holds: how it is written, what it counts, whom it names, and its deliveries.

    ``refused`` where there are problems that nobody chose to skip: then there are no deliveries, so that half a
    file is never taken in by mistake.
    """

    dialect: Dialect
    date_formats: dict[str, tuple[str, ...]]
    summary: Summary
    census: Census
    refused: bool
    _piles: Piles

    def deliveries(self) -> Iterator[Delivery]:
        """The deliveries, each as often as asked; none of a refused file."""
        return iter(()) if self.refused else self._piles.deliveries()

    def stands_alone(self, delivery: Delivery) -> bool:
        """Whether the file tells one due day, and no more, for this reference to this client."""
        return bool(delivery.about) and self._piles.names_about(delivery.about) == 1


@dataclass(frozen=True, slots=True)
class Written:
    """How a table writes its days and amounts; what cannot be found out is asked."""

    places: Places
    date_formats: dict[str, tuple[str, ...]]
    decimal: str
    questions: tuple[Unreadable, ...]


def open_for(source: Path | str | bytes | BinaryIO, mapping: Map) -> Table:
    """Open a table as its map says, or as can be found out. Raises ``Unreadable``."""
    return open_table(
        source,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        sheet=mapping.sheet,
        wanted=frozenset(mapping.columns.values()),
    )


def take_in(table: Table, mapping: Map, *, skip_bad: bool = False, written: Written | None = None) -> Intake:
    """Read a table into deliveries and their counts (R-X-10).

    Nothing is made of a row that is not judgeable: one with nothing due, with a listed code, or with a word where
    the due or delivered day belongs. Any other cell that cannot be read is a problem, and problems refuse the file
    unless ``skip_bad`` leaves their rows out. Raises ``Unreadable`` where a column is missing or its days or
    amounts can be read two ways.
    """
    found = written or found_out(table, mapping)
    if found.questions:
        raise found.questions[0]
    by_people = told_by_people(table.format, mapping.columns.get("client"))
    taker = Taker(table, mapping, found.places, found.date_formats, found.decimal, by_people)
    for row in table.rows():
        taker.take(row)
    told = any(name in found.places for name in AMOUNTS)
    summary, census = taker.summary()
    return Intake(
        dialect=replace(table.dialect, decimal=found.decimal if told else None),
        date_formats=found.date_formats,
        summary=summary,
        census=census,
        refused=bool(summary.problem_count) and not skip_bad,
        _piles=taker.piles,
    )


def found_out(table: Table, mapping: Map) -> Written:
    """How days and amounts are written: told by the map, or found out from every value there is.

    Raises ``Unreadable`` where a column is missing; what can be read two ways is a question.
    """
    places = _places(table, mapping)
    days = {name: places[name] for name in DAYS if name in places}
    amounts = [place for name in AMOUNTS for place in places.get(name, ())]
    own = {name: mapping.told.formats_of(name) for name in days}
    finders = {name: DayFinder(table.headers[places[name][0]]) for name in days if not own[name]}
    money = AmountFinder() if amounts and mapping.decimal is None else None
    if finders or money:
        _look(table, mapping, {name: days[name] for name in finders}, finders, amounts if money else (), money)
    questions: list[Unreadable] = []
    formats: dict[str, tuple[str, ...]] = {}
    decimal = mapping.decimal or "."
    for name in days:
        try:
            formats[name] = own[name] or finders[name].formats()
        except Unreadable as question:
            questions.append(question)
    try:
        decimal = money.decimal(table.dialect.delimiter) if money else decimal
    except Unreadable as question:
        questions.append(question)
    return Written(places, formats, decimal, tuple(questions))


def _places(table: Table, mapping: Map) -> Places:
    """Where each field stands. A calendar tells in several columns until when an entry is."""
    places: dict[str, tuple[int, ...]] = {name: (table.column(header),) for name, header in mapping.columns.items()}
    if table.format == "ical" and (header := mapping.columns.get("due")) in _UNTIL_WHEN:
        places["due"] = tuple(table.column(name) for name in _UNTIL_WHEN[_UNTIL_WHEN.index(header) :])
    if told_by_people(table.format, mapping.columns.get("client")):
        places["client"] = tuple(table.column(name) for name in _PEOPLE[mapping.columns["client"]])
    return places


def told_by_people(format_: str, client: str | None) -> bool:
    """Whether a calendar names the clients by the mail addresses of who is invited: ``client`` is their column."""
    return format_ == "ical" and client in _PEOPLE


def _look(
    table: Table,
    mapping: Map,
    days: Places,
    finders: Mapping[str, DayFinder],
    amounts: Sequence[int],
    money: AmountFinder | None,
) -> None:
    """Show the finders every value that is no listed code."""
    looking = [(place, finders[name].see) for name, places in days.items() for place in places]
    looking += [(place, money.see) for place in amounts if money is not None]
    coded = bool(mapping.not_judgeable)
    for row in table.rows():
        for place, see in looking:
            if not coded or not mapping.says_unjudgeable(row.cells[place]):
                see(row.cells[place])
