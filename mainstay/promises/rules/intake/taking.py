"""The rows of a table taken in one after the other: judged, refused, or laid on the pile of their delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import (
    Amount,
    AmountFinder,
    AmountReader,
    DayFinder,
    DayReader,
    Dialect,
    Moment,
    Row,
    Table,
    loose,
    open_table,
    tidy,
)
from mainstay.kit.tables.amounts import currency_of
from mainstay.kit.tables.source import has_digit
from mainstay.promises.rules.intake.deliveries import BLANK, Delivery, Problem, Summary
from mainstay.promises.rules.intake.maps import AMOUNTS, DAYS, Acceptance, Map
from mainstay.promises.rules.intake.piles import Pile, Piles

MOST_PROBLEMS = 1_000  # problems kept to be shown; all are counted
LONGEST = {"client": 200, "engagement": 200, "owner": 120, "reference": 120}
_LONGEST_SHOWN = 120  # of a cell, in a problem or as a reason


@dataclass(frozen=True, slots=True)
class Intake:
    """What a table holds: how it is written, what it counts, and its deliveries.

    ``refused`` where there are problems that nobody chose to skip: then there are no deliveries, so that half a
    file is never taken in by mistake.
    """

    dialect: Dialect
    date_formats: dict[str, tuple[str, ...]]
    summary: Summary
    refused: bool
    _piles: Piles

    def deliveries(self) -> Iterator[Delivery]:
        """The deliveries, each as often as asked; none of a refused file."""
        return iter(()) if self.refused else self._piles.deliveries()


def open_for(source: Path | str | bytes | BinaryIO, mapping: Map) -> Table:
    """Open a table as its map says, or as can be found out. Raises ``Unreadable``."""
    return open_table(
        source, encoding=mapping.encoding, delimiter=mapping.delimiter, wanted=frozenset(mapping.columns.values())
    )


def take_in(table: Table, mapping: Map, *, skip_bad: bool = False) -> Intake:
    """Read a table into deliveries and their counts (R-X-10).

    Nothing is made of a row that is not judgeable: one with nothing due, with a listed code, or with a word where
    the due or delivered day belongs. Any other cell that cannot be read is a problem, and problems refuse the file
    unless ``skip_bad`` leaves their rows out. Raises ``Unreadable`` where a column is missing or its days or
    amounts can be read two ways.
    """
    places = {name: table.column(header) for name, header in mapping.columns.items()}
    formats, decimal = _found_out(table, mapping, places)
    taker = _Taker(table, mapping, places, formats, decimal)
    for row in table.rows():
        taker.take(row)
    told = any(name in places for name in AMOUNTS)
    summary = taker.summary()
    return Intake(
        dialect=replace(table.dialect, decimal=decimal if told else None),
        date_formats=formats,
        summary=summary,
        refused=bool(summary.problem_count) and not skip_bad,
        _piles=taker.piles,
    )


def _found_out(table: Table, mapping: Map, places: dict[str, int]) -> tuple[dict[str, tuple[str, ...]], str]:
    """How days and amounts are written: told by the map, or found out from every value there is."""
    days = [name for name in DAYS if name in places]
    amounts = [name for name in AMOUNTS if name in places]
    finders = {} if mapping.date_formats else {name: DayFinder(table.headers[places[name]]) for name in days}
    money = AmountFinder() if amounts and mapping.decimal is None else None
    if finders or money:
        for row in table.rows():
            for name, finder in finders.items():
                if not mapping.says_unjudgeable(text := row.cells[places[name]]):
                    finder.see(text)
            for name in amounts:
                if money and not mapping.says_unjudgeable(text := row.cells[places[name]]):
                    money.see(text)
    formats = {name: mapping.date_formats or finders[name].formats() for name in days}
    decimal = mapping.decimal or (money.decimal(table.dialect.delimiter) if money else ".")
    return formats, decimal


class _Taker:
    """One pass over the rows."""

    def __init__(
        self, table: Table, mapping: Map, places: dict[str, int], formats: dict[str, tuple[str, ...]], decimal: str
    ) -> None:
        self._headers, self._map, self._places = table.headers, mapping, places
        self._days = {name: DayReader(told) for name, told in formats.items()}
        self._amounts = AmountReader(decimal)
        self._names: dict[tuple[str, str], str] = {}
        self._row = Row(0, [])
        self._faults: list[Problem] = []
        self._problems: list[Problem] = []
        self._rows = self._bad_rows = self._problem_count = 0
        self._not_judgeable: Counter[str] = Counter()
        self._no_amount: Counter[str] = Counter()
        self.piles = Piles()

    def take(self, row: Row) -> None:
        """Judge one row: not judgeable, a problem, or part of a delivery."""
        self._rows += 1
        self._row, self._faults = row, []
        due = self._when("due")
        if isinstance(due, str):
            self._not_judgeable[due or BLANK] += 1
            return
        delivered = self._when("delivered")
        if isinstance(delivered, str) and delivered and not self._faults:
            self._not_judgeable[delivered] += 1
            return
        if row.beyond:
            self._fault("", " ".join(row.beyond), _("This row has more cells than there are headers."))
        pile = self._pile(due, delivered if isinstance(delivered, Moment) else None)
        if pile is not None and not self._faults:
            self.piles.lay(pile)
            return
        self._bad_rows += 1
        self._problem_count += len(self._faults)
        self._problems += self._faults[: MOST_PROBLEMS - len(self._problems)]

    def summary(self) -> Summary:
        """The counts of all rows taken so far."""
        counts: Counter[str] = Counter()
        for pile in self.piles:
            counts["deliveries"] += 1
            counts["open" if pile.delivered is None else "late" if pile.days_late else "on_time"] += 1
            counts["over_budget"] += pile.over_budget
            if pile.days_late:
                counts["late_rows"] += pile.height
                counts["worst_days_late"] = max(counts["worst_days_late"], pile.days_late)
        return Summary(
            rows=self._rows,
            not_judgeable=dict(self._not_judgeable.most_common()),
            no_amount=dict(self._no_amount.most_common()),
            bad_rows=self._bad_rows,
            problem_count=self._problem_count,
            problems=tuple(self._problems),
            **counts,
        )

    # --- one row

    def _pile(self, due: Moment | None, delivered: Moment | None) -> Pile | None:
        client = self._name("client")
        if not client:
            self._fault("client", "", _("A promise needs a client."))
        made = self._when("made")
        (budget, cost), currency = self._money()
        pile = Pile(
            client=client,
            reference=self._name("reference"),
            due=due.day if due else date.min,
            delivered=delivered.day if delivered else None,
            title=tidy(self._text("title")),
            owner=self._name("owner"),
            made=made.day if isinstance(made, Moment) else None,
            budget=budget,
            cost=cost,
            accepted=self._accepted(),
            outcome=tidy(self._text("outcome")),
            currency=currency,
            engagement=self._name("engagement"),
            rows=self._row.number,
            due_time=due.time if due else None,
            delivered_time=delivered.time if delivered else None,
        )
        return pile if due else None

    def _text(self, name: str) -> str:
        place = self._places.get(name)
        return "" if place is None else self._row.cells[place]

    def _fault(self, name: str, value: str, reason: Sentence) -> None:
        column = tidy(self._headers[self._places[name]]) if name else ""
        self._faults.append(Problem(self._row.number, column, _shown(value), reason))

    def _when(self, name: str) -> Moment | str | None:
        """The day in a column; the word that stands in its place ("" for a blank); None for a problem."""
        text = self._text(name)
        if not text or not (bare := tidy(text)):
            return ""
        moment = self._days[name].read(text)
        if (moment is None or self._map.not_judgeable) and (not has_digit(bare) or self._map.says_unjudgeable(bare)):
            return _shown(bare)
        if moment is None:
            formats = self._days[name].formats
            self._fault(name, text, _unread_day(formats) if formats else _("This is not a date."))
        return moment

    def _name(self, name: str) -> str:
        """A name as it was first written, whatever its case and blanks here; a reference as it is."""
        text = self._text(name)
        if not text:
            return ""
        if (known := self._names.get((name, text))) is not None:
            return known
        shown = tidy(text)
        if len(shown) > LONGEST[name]:
            self._fault(name, text, _("This is longer than %(most)d characters.", most=LONGEST[name]))
        elif name != "reference":
            shown = self._names.setdefault((name, "\0" + loose(shown)), shown)
            self._names[name, text] = shown
        return shown

    def _money(self) -> tuple[list[Decimal | None], str]:
        """Budget and cost, and the one currency in which the row tells them."""
        told = [self._amount(name) for name in AMOUNTS]
        written = tidy(self._text("currency"))
        currency = currency_of(written) if written and not self._map.says_unjudgeable(written) else ""
        if currency is None:
            if any(told):
                self._fault("currency", written, _("This is no currency known here. Write its code, as in EUR."))
            currency = ""
        units = {currency, *(one.currency for one in told if one)} - {""}
        if len(units) > 1:
            name = next(name for name, one in zip(AMOUNTS, told, strict=True) if one and one.currency)
            self._fault(name, self._text(name), _("This row tells amounts in more than one currency."))
        return [one.value if one else None for one in told], min(units, default="")

    def _amount(self, name: str) -> Amount | None:
        text = tidy(self._text(name))
        if not text:
            return None
        if not has_digit(text) or self._map.says_unjudgeable(text):
            self._no_amount[_shown(text)] += 1
            return None
        amount = self._amounts.read(text)
        if amount is None:
            self._fault(
                name, text, _("This is not an amount, with decimals after “%(sign)s”.", sign=self._amounts.decimal)
            )
        return amount

    def _accepted(self) -> Acceptance | None:
        text = loose(self._text("accepted"))
        if not text or self._map.says_unjudgeable(text):
            return None
        if text not in self._map.words:
            self._fault(
                "accepted",
                self._text("accepted"),
                _("This does not say whether the client accepted. List it in the map, under [values]."),
            )
            return None
        return self._map.words[text]


def _unread_day(formats: tuple[str, ...]) -> Sentence:
    return _("This is not a date written as %(formats)s.", formats=", ".join(formats))


def _shown(text: str) -> str:
    text = tidy(text)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
