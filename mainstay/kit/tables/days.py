"""Cells that hold a day: read by formats (strptime's letters, in no locale), or by finding them out.

A column whose days can be read two ways is never guessed at: it is refused with a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.real import Day
from mainstay.kit.tables.source import Asks, has_digit, tidy

EARLIEST, LATEST = 1900, 2199  # a year beyond is a slip of the keyboard or a stand-in for "never"
_EXAMPLE = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
_KEPT = 50_000  # different texts whose reading is remembered

_MONTH_WORDS = (
    "jan january januar januari янв января январь",
    "feb february februar februari фев февраля февраль",
    "mar march mär märz mrz mac мар марта март",
    "apr april апр апреля апрель",
    "may mai mei мая май",
    "jun june juni июн июня июнь",
    "jul july juli julai июл июля июль",
    "aug august ogos ogo авг августа август",
    "sep sept september сен сент сентября сентябрь",
    "oct october okt oktober окт октября октябрь",
    "nov november ноя нояб ноября ноябрь",
    "dec december dez dezember dis disember дек декабря декабрь",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_WEEKDAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))

_WORD = r"[^\W\d_]+"
_DIRECTIVES = {
    "d": r"(?P<d>[0-9]{1,2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "b": rf"(?P<b>{_WORD})",
    "a": rf"{_WORD}\.?",
    "H": r"(?P<H>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{2})",
    "S": r"(?P<S>[0-9]{2})",
    "f": r"[0-9]{1,9}",
    "p": r"(?P<p>[ap]\.?m\.?)",
    "z": r"(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
    "Z": r"[A-Za-z/_]*",
    "%": "%",
}
_DIRECTIVES |= {"B": _DIRECTIVES["b"], "h": _DIRECTIVES["b"], "A": _DIRECTIVES["a"], "e": _DIRECTIVES["d"]}
_DIRECTIVES["I"] = _DIRECTIVES["H"]
_SAME_PLACE = {"e": "d", "B": "b", "h": "b", "I": "H"}
_SHORTHANDS = {"%F": "%Y-%m-%d", "%D": "%m/%d/%y", "%T": "%H:%M:%S", "%R": "%H:%M"}
_CLOCK = re.compile(
    r"(?:T|\s+|,\s*)(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"\s*(?P<p>[ap]\.?m\.?)?\s*(?P<z>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_CLOCK_AT_END = re.compile(_CLOCK.pattern + "$", re.IGNORECASE)


class Moment(NamedTuple):
    """A day, and the time of day where one was told (with its offset, if told; midnight tells nothing)."""

    day: date
    time: time | None = None


class DayReader:
    """Reads days by the first of its formats that fits; a time behind the day is kept and never needed.

    Formats are written as for ``strptime``; month names are understood in English, German, Malay and Russian,
    short or in full, in any case. Two-digit years: 69 to 99 are 1969 to 1999. ValueError names a wrong
    format.
    """

    def __init__(self, formats: Iterable[str]) -> None:
        self.formats = tuple(formats)
        self._patterns = tuple(_compiled(text) for text in self.formats)
        self._known: dict[str, Moment | None] = {}

    def read(self, text: str) -> Moment | None:
        """The day a text names; None where no format reads it. A ``Day`` is read as it is, whatever the formats."""
        if isinstance(text, Day):
            return _read(_REAL, text)
        if text in self._known:
            return self._known[text]
        clean = tidy(text)
        moment = next(filter(None, (_read(pattern, clean) for pattern in self._patterns)), None)
        if len(self._known) < _KEPT:
            self._known[text] = moment
        return moment


def unread(formats: Sequence[str]) -> Sentence:
    """Why a text is no day here: shown by a day written so, for nobody reads strptime's letters."""
    if not formats:
        return _("This is not a date.")
    shown = ", ".join(dict.fromkeys(_EXAMPLE.strftime(written) for written in formats))
    return _("This is not a date written as in %(example)s.", example=shown)


def _compiled(text: str) -> re.Pattern[str]:
    """A format as a pattern over tidied text; a clock may follow where the format names none itself."""
    long = tidy(text)
    for short, meant in _SHORTHANDS.items():
        long = long.replace(short, meant)
    parts: list[str] = []
    seen: list[str] = []
    for piece in re.findall(r"%[-#]?.|\s+|[^%\s]+|%", long):
        if piece.startswith("%"):
            if piece == "%" or piece[-1] not in _DIRECTIVES:
                raise ValueError(text)
            parts.append(_DIRECTIVES[piece[-1]])
            seen.append(piece[-1])
        else:
            parts.append(r"\s*" if piece.isspace() else re.escape(piece))
    named = [_SAME_PLACE.get(letter, letter) for letter in seen]
    once = ("d", "mb", "yY")
    if any(sum(map(named.count, place)) != 1 for place in once) or any(named.count(one) > 1 for one in "HMSpz"):
        raise ValueError(text)
    tail = "" if "H" in named else f"(?:{_CLOCK.pattern})?"
    return re.compile("".join(parts) + tail, re.IGNORECASE)


def _read(pattern: re.Pattern[str], text: str) -> Moment | None:
    match = pattern.fullmatch(text)
    if match is None:
        return None
    told = match.groupdict()
    try:
        year = int(told["Y"]) if told.get("Y") else _century(int(told["y"]))
        month = _MONTHS[told["b"].casefold()] if told.get("b") else int(told["m"])
        day = date(year, month, int(told["d"]))
        clock = _clock(told)
    except (ValueError, KeyError):
        return None
    return Moment(day, clock) if EARLIEST <= year <= LATEST else None


_REAL = _compiled("%Y-%m-%d")


def _century(two: int) -> int:
    return two + (1900 if two >= 69 else 2000)


def _clock(told: dict[str, str | None]) -> time | None:
    """The time of day told, or None where none is; midnight is how databases write a bare day."""
    hours = told.get("H")
    if hours is None:
        return None
    hour, half = int(hours), (told.get("p") or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hours)
        hour = hour % 12 + (12 if half == "p" else 0)
    clock = time(hour, int(told.get("M") or 0), int(told.get("S") or 0), tzinfo=_zone(told.get("z")))
    return clock if (clock.hour, clock.minute, clock.second) != (0, 0, 0) else None


def _zone(told: str | None) -> tzinfo | None:
    if not told:
        return None
    if told[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(told[1:3]), minutes=int(told[-2:]))
    return timezone(-offset if told[0] == "-" else offset)


# --- finding out --------------------------------------------------------------------------------------------

_ISO = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}")
_RUN_TOGETHER = re.compile(r"(?:19|20)[0-9]{6}")
_THREE_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")


@dataclass
class _Order:
    """What the values between one sign say of the order of day and month, with a value that says it."""

    years: set[str] = field(default_factory=set)
    day_first: str = ""
    month_first: str = ""
    either: str = ""


class DayFinder:
    """Finds out from every value of a column how its days are written.

    ISO days and days with a month's name are clear by themselves. Of three numbers the whole column tells
    which is the day, as soon as one number is above 12; between dots the day comes first unless a value says
    otherwise.
    """

    def __init__(self, column: str) -> None:
        self.column = column
        self._clear: dict[str, None] = {}
        self._orders: dict[str, _Order] = {}
        self._seen: set[str] = set()

    def see(self, text: str) -> None:
        """Learn from one value; what has no digit or no known shape teaches nothing."""
        if text in self._seen or not has_digit(text):
            return
        if len(self._seen) < _KEPT:
            self._seen.add(text)
        day = _CLOCK_AT_END.sub("", tidy(text)).strip()
        iso = _ISO.fullmatch(day)
        numbers = _THREE_NUMBERS.fullmatch(day)
        if iso:
            self._clear[f"%Y{iso[1]}%m{iso[1]}%d"] = None
        elif _RUN_TOGETHER.fullmatch(day):
            self._clear["%Y%m%d"] = None
        elif numbers:
            self._weigh(day, numbers)
        elif written := _format_with_a_name(day):
            self._clear[written] = None

    def _weigh(self, text: str, numbers: re.Match[str]) -> None:
        first, second = int(numbers[1]), int(numbers[3])
        if not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12:
            return
        if len(numbers[4]) == 4 and not EARLIEST <= int(numbers[4]) <= LATEST:
            return
        order = self._orders.setdefault(numbers[2], _Order())
        order.years.add("%Y" if len(numbers[4]) == 4 else "%y")
        if first > 12:
            order.day_first = order.day_first or text
        elif second > 12:
            order.month_first = order.month_first or text
        elif first != second:
            order.either = order.either or text

    def formats(self) -> tuple[str, ...]:
        """The formats that read this column; ``Asks`` where it can be read two ways, or in no one way."""
        found = list(self._clear)
        for sign, order in sorted(self._orders.items()):
            if order.day_first and order.month_first:
                raise self._asks(self._no_one_order(order), order.day_first, sign, order)
            if order.either and not (order.day_first or order.month_first) and sign != ".":
                raise self._asks(self._question(sign, order), order.either, sign, order)
            pair = f"%m{sign}%d" if order.month_first else f"%d{sign}%m"
            found += [f"{pair}{sign}{year}" for year in sorted(order.years)]
        return tuple(found)

    def _asks(self, sentence: Sentence, shown: str, sign: str, order: _Order) -> Asks:
        """The question, its choices being the two orders, each with what it makes of a value of the column."""
        year = "%Y" if "%Y" in order.years else "%y"
        choices = []
        for format_, text in (
            (f"%d{sign}%m{sign}{year}", _("day first, as in %(value)s", value=order.day_first or shown)),
            (f"%m{sign}%d{sign}{year}", _("month first, as in %(value)s", value=order.month_first or shown)),
        ):
            choices.append((format_, text))
        return Asks(sentence, about="date", field=self.column, choices=choices)

    def _no_one_order(self, order: _Order) -> Sentence:
        return _(
            "The column “%(column)s” holds “%(one)s” and “%(other)s”: no one order of day and"
            " month reads both. Say in the map, under [formats], how its dates are written.",
            column=self.column,
            one=order.day_first,
            other=order.month_first,
        )

    def _question(self, sign: str, order: _Order) -> Sentence:
        year = "%Y" if len(order.either.rpartition(sign)[2]) == 4 else "%y"
        day_first, month_first = f"%d{sign}%m{sign}{year}", f"%m{sign}%d{sign}{year}"
        readings = [DayReader([one]).read(order.either) for one in (day_first, month_first)]
        one, other = (moment.day.isoformat() for moment in readings if moment)
        return _(
            "Is “%(value)s” in the column “%(column)s” %(one)s (day first) or %(other)s (month first)? Nothing"
            ' in the column tells. Write date = ["%(day)s"] or date = ["%(month)s"] in the map, under'
            " [formats].",
            value=order.either,
            column=self.column,
            one=one,
            other=other,
            day=day_first,
            month=month_first,
        )


def _format_with_a_name(text: str) -> str | None:
    """The format of a day whose month is a word: “9-Apr-08”, “Apr 9, 2008”, “Wed, 9 April 2008”."""
    tokens: Sequence[str] = re.findall(rf"[0-9]+|{_WORD}|[^\w]+|_", text)
    format_, month, day = "", False, False
    for token in tokens:
        if token.isdigit():
            if not day and len(token) <= 2:
                format_, day = format_ + "%d", True
            elif day and month and len(token) in (2, 4):
                format_ += "%Y" if len(token) == 4 else "%y"
            else:
                return None
        elif token.casefold() in _MONTHS and not month:
            format_, month = format_ + "%b", True
        elif token.casefold()[:3] in _WEEKDAYS and not format_:
            format_ = "%a"
        elif token[0].isalpha():
            return None
        else:
            format_ += token.replace("%", "%%")
    return format_ if month and format_.lower().endswith("%y") else None
