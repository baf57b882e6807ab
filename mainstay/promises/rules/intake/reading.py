"""The rows of a list of promises one after the other: judged, refused, or laid on the pile of their delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import (
    Amount,
    AmountReader,
    DayReader,
    Moment,
    Number,
    Problem,
    Row,
    Table,
    Unreadable,
    loose,
    tidy,
    unread,
)
from mainstay.kit.tables.amounts import currency_of
from mainstay.kit.tables.source import broken, has_digit
from mainstay.promises.rules.intake.census import Census
from mainstay.promises.rules.intake.counting import Tally
from mainstay.promises.rules.intake.deliveries import BLANK, Summary
from mainstay.promises.rules.intake.maps import AMOUNTS, DAYS, LONGEST, Acceptance, Map, Side
from mainstay.promises.rules.intake.piles import Pile, Piles

MOST_PROBLEMS = 1_000  # problems kept to be shown; all are counted
_KEPT = 50_000  # different cells whose reading is remembered
_MOST_INVITED = 50  # whose addresses are looked at
_LONGEST_SHOWN = 120  # of a cell, in a problem or as a reason
_AS_FIXED = DayReader(("%Y-%m-%d", "%Y-%m-%d %H:%M"))  # how a map writes a day that is the same for every row
_ENDED = frozenset({"completed", "cancelled"})  # a calendar's word for what is over
_ONE_BY_ONE = frozenset({"reference", "key"})  # hardly any two rows tell the same

Places = Mapping[str, tuple[int, ...]]


class Taker:
    """One pass over the rows."""

    def __init__(
        self,
        table: Table,
        mapping: Map,
        places: Places,
        formats: Mapping[str, tuple[str, ...]],
        decimal: str,
        by_people: bool = False,
    ) -> None:
        self._by_people = by_people
        self._headers, self._map, self._places = table.names, mapping, places
        self._told = places.keys() | mapping.fixed.keys()
        self._days = {name: DayReader(told) for name, told in formats.items()}
        self._amounts = AmountReader(decimal)
        self._priced = any(name in places or name in mapping.fixed for name in (*AMOUNTS, "currency"))
        self._fixed = dict(mapping.fixed)
        self._fixed_days = {name: _fixed_day(name, self._fixed[name]) for name in DAYS if name in self._fixed}
        self._status = table.column("status") if table.format == "ical" and "delivered" in places else None
        ical = table.format == "ical"
        self._start = table.column("start") if ical else None
        self._end = table.column("end") if ical else None
        self._stood = -1
        self._moments: dict[str, dict[str, Moment]] = {name: {} for name in DAYS}
        self._sums: dict[str, Amount] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._row = Row(0, [])
        self._faults: list[Problem] = []
        self._problems: list[Problem] = []
        self._rows = self._bad_rows = self._problem_count = 0
        self._not_judgeable: Counter[str] = Counter()
        self._passed_over: list[tuple[int, str]] = []
        self._no_amount: Counter[str] = Counter()
        self._tally = Tally()
        self.piles = Piles()

    def take(self, row: Row) -> None:
        """Judge one row: not judgeable, a problem, or part of a delivery."""
        self._rows += 1
        self._row, self._faults = row, []
        due = self._when("due")
        if isinstance(due, str):
            self._pass_over(due)
            return
        due = self._last_day(due) if due and self._start is not None and self._stood == self._end else due
        delivered = self._when("delivered")
        if isinstance(delivered, str) and delivered and not self._faults:
            self._pass_over(delivered)
            return
        if row.beyond:
            self._fault("", " ".join(row.beyond), _("This row has more cells than there are headers."))
        pile = self._pile(due, delivered if isinstance(delivered, Moment) else None)
        if pile is not None and not self._faults:
            self._tally.add(pile)
            self.piles.lay(pile)
            return
        self._bad_rows += 1
        self._problem_count += len(self._faults)
        self._problems += self._faults[: MOST_PROBLEMS - len(self._problems)]

    def _pass_over(self, word: str) -> None:
        self._not_judgeable[word or BLANK] += 1
        if len(self._passed_over) < MOST_PROBLEMS:
            self._passed_over.append((self._row.number, word))

    def summary(self) -> tuple[Summary, Census]:
        """The counts of all rows taken so far, and whom they name."""
        tally = self._tally.whole(self.piles)
        told = Summary(
            rows=self._rows,
            not_judgeable=dict(self._not_judgeable.most_common()),
            no_amount=dict(self._no_amount.most_common()),
            bad_rows=self._bad_rows,
            problem_count=self._problem_count,
            problems=tuple(self._problems),
            passed_over=tuple(self._passed_over),
            **tally.counts,
        )
        return told, tally.census

    # --- one row

    def _pile(self, due: Moment | None, delivered: Moment | None) -> Pile | None:
        client = self._addresses() if self._by_people else self._name("client")
        if not client:
            self._fault("client", "", _("A promise needs a client."))
        made, side = self._when("made"), self._side()
        (budget, cost), currency = self._money()
        pile = Pile(
            client=client,
            reference=self._name("reference"),
            due=due.day if due else date.min,
            delivered=delivered.day if delivered else None,
            title=tidy(self._text("title")) if "title" in self._told else "",
            owner=self._name("owner"),
            made=made.day if isinstance(made, Moment) else None,
            budget=budget,
            cost=cost,
            accepted=self._accepted(),
            outcome=tidy(self._text("outcome")) if "outcome" in self._told else "",
            currency=currency,
            engagement=self._name("engagement"),
            kind=self._name("kind"),
            rows=self._row.number,
            side=side,
            contact=self._name("contact"),
            key=self._name("key"),
            due_time=due.time if due else None,
            delivered_time=delivered.time if delivered else None,
        )
        if pile.side == "third" and not pile.contact:
            self._fault("contact", "", _("A promise of a third party needs its name."))
        return pile if due else None

    def _text(self, name: str) -> str:
        """The first cell of a field that is not blank, else what is the same for every row."""
        if (places := self._places.get(name)) is None:
            return self._fixed.get(name, "")
        cells = self._row.cells
        for place in places:
            if (text := cells[place]) and not text.isspace():
                self._stood = place
                if text[0] == "#" and (why := broken(text)):
                    self._fault(name, text, why)
                    return ""
                return text
        if name == "delivered" and self._status is not None and loose(cells[self._status]) in _ENDED:
            return cells[self._status]
        return self._fixed.get(name, "")

    def _fault(self, name: str, value: str, reason: Sentence) -> None:
        column = self._headers[self._places[name][0]] if name in self._places else name
        self._faults.append(Problem(self._row.number, column, _shown(value), reason))

    def _when(self, name: str) -> Moment | str | None:
        """The day in a column; the word that stands in its place ("" for a blank); None for a problem."""
        if name not in self._told or not (text := self._text(name)):
            return ""
        if (known := self._moments[name].get(text)) is not None and type(text) is str:
            return known
        if not (bare := tidy(text)):
            return ""
        if name in self._fixed_days and text == self._fixed[name]:
            return self._fixed_days[name]
        reader = self._days[name]
        moment = reader.read(text)
        if (moment is None or self._map.not_judgeable) and (not has_digit(bare) or self._map.says_unjudgeable(bare)):
            return _shown(bare)
        if moment is None:
            self._fault(name, text, unread(reader.formats))
        elif type(text) is str and len(self._moments[name]) < _KEPT:
            self._moments[name][text] = moment
        return moment

    def _last_day(self, end: Moment) -> Moment:
        """The last day of a calendar's entry of whole days: it tells the first day on which it is over."""
        start = self._days["due"].read(self._row.cells[self._start]) if self._start is not None else None
        over = end.time is None and start is not None and start.time is None and end.day > start.day
        return Moment(end.day - timedelta(days=1)) if over else end

    def _name(self, name: str) -> str:
        """A name as it was first written, whatever its case and blanks here; a reference as it is."""
        if name not in self._told or not (text := self._text(name)):
            return ""
        if (known := self._names.get((name, text))) is not None:
            return known
        shown = tidy(text)
        if meant := self._map.meanings.get(name):
            shown = meant.get(loose(shown), shown)
        if len(shown) > LONGEST[name]:
            self._fault(name, text, _("This is longer than %(most)d characters.", most=LONGEST[name]))
        elif name not in _ONE_BY_ONE:
            shown = self._names.setdefault((name, "\0" + loose(shown)), shown)
            self._names[name, text] = shown
        return shown

    def _addresses(self) -> str:
        """The mail addresses of all who are concerned, in an order of their own; where there are none, who is fixed."""
        lines = [line for place in self._places["client"] for line in self._row.cells[place].splitlines()]
        told = {line.partition("\t")[0].strip().lower() for line in lines}
        mails = sorted(mail for mail in told if "@" in mail and " " not in mail)
        return " ".join(mails[:_MOST_INVITED]) or self._fixed.get("client", "")

    def _money(self) -> tuple[list[Decimal | None], str]:
        """Budget and cost, and the one currency in which the row tells them."""
        if not self._priced:
            return [None, None], ""
        told = [self._amount(name) for name in AMOUNTS]
        written = tidy(self._text("currency")) if "currency" in self._told else ""
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
        told = self._text(name)
        if (known := self._sums.get(told)) is not None and type(told) is str:
            return known
        text = tidy(told)
        if not text:
            return None
        if not has_digit(text) or self._map.says_unjudgeable(text):
            self._no_amount[_shown(text)] += 1
            return None
        amount = self._amounts.read(told if isinstance(told, Number) else text)
        if amount is None:
            self._fault(
                name, text, _("This is not an amount, with decimals after “%(sign)s”.", sign=self._amounts.decimal)
            )
        elif type(told) is str and len(self._sums) < _KEPT:
            self._sums[told] = amount
        return amount

    def _accepted(self) -> Acceptance | None:
        text = loose(told) if "accepted" in self._told and (told := self._text("accepted")) else ""
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

    def _side(self) -> Side:
        text = loose(told) if "side" in self._told and (told := self._text("side")) else ""
        if not text or self._map.says_unjudgeable(text):
            return "ours"
        if text not in self._map.sides:
            self._fault(
                "side",
                self._text("side"),
                _("This does not say whose promise it is. List it in the map, under [values.side]."),
            )
            return "ours"
        return self._map.sides[text]


def _fixed_day(name: str, text: str) -> Moment:
    moment = _AS_FIXED.read(text)
    if moment is None:
        raise Unreadable(_("The map cannot be used: [fixed] “%(name)s” is a day as in 2026-05-31.", name=name))
    return moment


def _shown(text: str) -> str:
    text = tidy(text)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
