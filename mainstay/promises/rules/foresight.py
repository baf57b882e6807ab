"""What can be known before a promise is given: load, own record, their pace, what contradicts it; pure.

Everything here warns and offers; nothing refuses (R-B-41, R-B-7, R-B-38).
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import median
from typing import TypeVar

from mainstay.house.rules import working_time
from mainstay.house.rules.working_time import Calendar

FULL_WEEK = 5  # R-B-41: open promises of one person in a week that make it full
RECORD_FROM = 3  # fewer cases than these say nothing of what is usual
RECORD_OF = 20  # R-B-7: the latest so many cases are looked at
HORIZON_WEEKS = 26
SERIES_FROM = 3  # so many days for the same words are a series: a report of every month
ALIKE_FROM = 0.6  # how much of the words of two promises is the same

_WEEK = timedelta(days=7)
T = TypeVar("T")


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def without(calendar: Calendar, away: Collection[date]) -> Calendar:
    """The calendar of somebody who is away on these days."""
    return dataclasses.replace(calendar, replaced={**calendar.replaced, **dict.fromkeys(away, ())})


@dataclass(frozen=True)
class Load:
    """A person's weeks: how many open promises fall into each (by its Monday), and the days away."""

    by_week: Mapping[date, int]
    away: frozenset[date]

    def in_week_of(self, day: date) -> int:
        """Open promises in the week of that day."""
        return self.by_week.get(monday_of(day), 0)

    def is_full(self, day: date) -> bool:
        """Whether that week holds as many as make it full."""
        return self.in_week_of(day) >= FULL_WEEK

    def away_in_week_of(self, day: date) -> list[date]:
        """The days away in that week, in order."""
        monday = monday_of(day)
        return [one for number in range(7) if (one := monday + timedelta(days=number)) in self.away]


@dataclass(frozen=True)
class Pace:
    """How long something usually took: days between the word and the deed, of how many cases, how many of them late."""

    days: int
    cases: int
    late: int = 0


def pace(cases: Sequence[tuple[date, date, date]]) -> Pace | None:
    """What is usual, from (made on, done on, agreed for) of the latest cases; None for fewer than three (R-B-7).

    The median, half days rounded up: one forgotten case says nothing of the others.
    """
    if len(cases) < RECORD_FROM:
        return None
    days = median((done - made).days for made, done, _due in cases)
    return Pace(int(days + 0.5), len(cases), sum(done > due for _made, done, due in cases))


def work_needed(calendar: Calendar, cases: Sequence[tuple[date, date, date]]) -> int:
    """The working days it usually took; 0 for fewer than three cases."""
    if len(cases) < RECORD_FROM:
        return 0
    return int(median(working_time.working_days_between(calendar, made, done) for made, done, _due in cases) + 0.5)


def first_realistic(calendar: Calendar, load: Load, today: date, wanted: date, work_days: int) -> date | None:
    """The first day from the wanted one on that holds: worked, not away, its week not full, time enough (R-B-41).

    ``work_days`` is what it usually takes, counted from tomorrow without the days away. None within half a year.
    """
    own = without(calendar, load.away)
    try:
        earliest = working_time.nth_working_day(own, today, work_days) if work_days else today
    except ValueError:
        return None
    day = max(earliest, wanted, today)
    last = day + HORIZON_WEEKS * _WEEK
    while day <= last:
        if load.is_full(day):
            day = monday_of(day) + _WEEK
        elif working_time.is_working_day(own, day):
            return day
        else:
            day += timedelta(days=1)
    return None


# --- what contradicts ------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The words that tell one promise from another: without case, signs and little words (which figures are not)."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    every = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    telling = frozenset(word for word in every if len(word) > 3 or any(sign.isdigit() for sign in word))
    return telling or frozenset(every)


@lru_cache(maxsize=4096)
def _figures(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text) if any(sign.isdigit() for sign in word))


def are_alike(one: str, other: str) -> bool:
    """Whether two texts promise the same: most of their words, and every word with a figure, are the same (R-B-38)."""
    left, right = words_of(one), words_of(other)
    if not left or not right or _figures(one) != _figures(other):
        return False
    return len(left & right) >= ALIKE_FROM * len(left | right)


@dataclass(frozen=True)
class Word:
    """A promise as it is compared with others; ``owner``, ``kind``: anything that can be compared."""

    text: str
    due_on: date
    owner: object
    kind: object = None
    reference: str = ""


def contradicts(one: Word, other: Word) -> bool:
    """Whether two promises of one side to one client contradict each other: the same for two days by two people.

    The same is the like text, or the same kind and reference (R-B-38).
    """
    if one.due_on == other.due_on or one.owner == other.owner:
        return False
    reference = one.reference.strip().casefold()
    same = bool(reference) and reference == other.reference.strip().casefold()
    if same and one.kind is not None and one.kind == other.kind:
        return True
    return are_alike(one.text, other.text)


def contradicting(word: Word, others: Iterable[tuple[Word, T]]) -> list[T]:
    """What was passed beside those that contradict the word, in their order."""
    return [told for other, told in others if contradicts(word, other)]


def nearest_contradicting(words: Sequence[tuple[Word, T]]) -> list[tuple[T, T]]:
    """What was passed beside each word that another contradicts, and beside the other nearest in days; no pair twice.

    As ``contradicts`` of each with each, but only those are compared that can be the same: with the same figures, or
    of one kind and reference. What is promised for several days in the same words is a series, and contradicts nothing.
    """
    days: dict[frozenset[str], set[date]] = {}
    for word, _told in words:
        days.setdefault(words_of(word.text), set()).add(word.due_on)
    words = [(word, told) for word, told in words if len(days[words_of(word.text)]) < SERIES_FROM]
    alike: dict[object, list[int]] = {}
    for place, (word, _told) in enumerate(words):
        for key in _keys(word):
            alike.setdefault(key, []).append(place)
    pairs: dict[tuple[int, int], tuple[T, T]] = {}
    for place, (word, told) in enumerate(words):
        others = {other for key in _keys(word) for other in alike[key] if other != place}
        near = sorted(others, key=lambda other: (abs(words[other][0].due_on - word.due_on), other))
        other = next((other for other in near if contradicts(word, words[other][0])), None)
        if other is not None:
            pairs.setdefault((min(place, other), max(place, other)), (told, words[other][1]))
    return list(pairs.values())


def _keys(word: Word) -> Iterator[object]:
    yield _figures(word.text)
    if word.kind is not None and (reference := word.reference.strip().casefold()):
        yield word.kind, reference
