"""Which day is meant: every way of saying one is a pattern and a reading. What can be read two ways has both.

Written rules: a weekday is the next to come; “next Friday” is asked where this week's and next week's differ; a day
without its year is the next of that name; the end of a week is its last working day, of a month its last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from mainstay.house.rules.working_time import AnyCalendar, is_working_day, nth_working_day
from mainstay.promises.rules.capture import words as w
from mainstay.promises.rules.capture.words import B, E

FAR = timedelta(days=270)  # a day without its year that comes so late has more likely just passed
DAY = timedelta(days=1)


@dataclass(frozen=True)
class On:
    """Where and when the line is read: the moment, the client's zone, the line's language, our working days."""

    at: datetime
    zone: ZoneInfo
    language: str = "en"
    calendar: AnyCalendar | None = None

    @property
    def now(self) -> datetime:
        """What the clock shows there."""
        return self.at.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.now.date()

    def works(self, day: date) -> bool:
        """Whether we work on that day; Monday to Friday where no calendar is known."""
        return is_working_day(self.calendar, day) if self.calendar is not None else day.weekday() < 5

    def working_day(self, n: int) -> date:
        """The n-th working day after today."""
        if self.calendar is not None:
            try:
                return nth_working_day(self.calendar, self.today, n)
            except ValueError:
                return self.today + n * DAY
        day = self.today
        while n:
            day += DAY
            n -= self.works(day)
        return day


@dataclass(frozen=True)
class Day:
    """The days that may be meant: one is clear, several are asked with ``kind``, none is a day that there is not."""

    days: tuple[date, ...]
    kind: str = "which_day"
    weekday: int | None = None  # only a weekday was told: a date beside it says which
    clock: time | None = None  # “in two hours” tells the time as well
    exact: bool = False  # written with its year: 2026-03-12


Reading = Callable[[re.Match[str], On], Day | None]


def coming(weekday: int, on: On) -> date:
    """The next such weekday after today."""
    return on.today + ((weekday - on.today.weekday() - 1) % 7 + 1) * DAY


def monday(on: On, weeks: int = 0) -> date:
    """The Monday of this week, or of one after it."""
    return on.today + (7 * weeks - on.today.weekday()) * DAY


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last there is."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def end_of_week(first: date, on: On) -> date:
    """The last working day of the week that begins on this Monday; Friday where nobody works in it."""
    return max((day for n in range(7) if on.works(day := first + n * DAY)), default=first + 4 * DAY)


# --- dates ---------------------------------


def dated(year: str | None, month: int, day: int, on: On) -> Day | None:
    """A day of the calendar; without its year the next of that name, asked where it has only just passed."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    try:
        if year:
            full = int(year) + (2000 if len(year) == 2 else 0)
            return Day((date(full, month, day),), exact=True) if 2000 <= full <= 2199 else None
        return _without_year(month, day, on)
    except ValueError:
        return Day((), "no_such_day")


def _without_year(month: int, day: int, on: On) -> Day:
    for year in range(on.today.year, on.today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            if (month, day) != (2, 29):
                raise
            continue
        if found >= on.today:
            return Day((found,)) if found - on.today < FAR else Day((found,), "passed")
    raise ValueError(day)


def _iso(m: re.Match[str], on: On) -> Day | None:
    return dated(m[1], int(m[2]), int(m[3]), on)


def _dotted(m: re.Match[str], on: On) -> Day | None:
    return dated(m["y"], int(m["m"]), int(m["d"]), on)


def _slashed(m: re.Match[str], on: On) -> Day | None:
    first, second, year = int(m["d"]), int(m["m"]), m["y"]
    if (first, second) == (24, 7) and not year:
        return None
    if on.language != "en" or first > 12:
        return dated(year, second, first, on)
    readings = [dated(year, *pair, on) for pair in ((second, first), (first, second))]
    days = sorted({day for read in readings if read for day in read.days})
    if year and len(ahead := [day for day in days if day >= on.today]) == 1:
        days = ahead
    return Day(tuple(days), "which_order", exact=bool(year)) if days else None


def _named(m: re.Match[str], on: On) -> Day | None:
    return dated(m["y"], w.month_of(m["month"]), int(m["d"]), on)


def _nth(m: re.Match[str], on: On) -> Day | None:
    """“the 12th”: of this month, or of the next that has one."""
    day = int(m["d"])
    if not 1 <= day <= 31:
        return None
    for months in range(12):
        first = add_months(on.today.replace(day=1), months)
        if day <= monthrange(first.year, first.month)[1] and first.replace(day=day) >= on.today:
            return Day((first.replace(day=day),))
    return None


# --- weekdays and what lies near ---------------------------------


def _weekday(m: re.Match[str], on: On) -> Day:
    weekday = w.weekday_of(m["wd"])
    if weekday == on.today.weekday():
        return Day((on.today, coming(weekday, on)), "today_or_next", weekday=weekday)
    return Day((coming(weekday, on),), weekday=weekday)


def _next(m: re.Match[str], on: On) -> Day:
    weekday = w.weekday_of(m["wd"])
    near, far = coming(weekday, on), monday(on, 1) + weekday * DAY
    return Day(tuple(dict.fromkeys((near, far))), weekday=weekday)


def _this(m: re.Match[str], on: On) -> Day:
    return Day((monday(on) + w.weekday_of(m["wd"]) * DAY,))


def _coming(m: re.Match[str], on: On) -> Day:
    return Day((coming(w.weekday_of(m["wd"]), on),))


def _last(m: re.Match[str], on: On) -> Day:
    return Day((coming(w.weekday_of(m["wd"]), on) - 7 * DAY - (7 * DAY if _is_today(m, on) else 0 * DAY),))


def _is_today(m: re.Match[str], on: On) -> bool:
    return w.weekday_of(m["wd"]) == on.today.weekday()


def _of_next_week(m: re.Match[str], on: On) -> Day:
    return Day((monday(on, 1) + w.weekday_of(m["wd"]) * DAY,))


def _after_next(m: re.Match[str], on: On) -> Day:
    near = coming(w.weekday_of(m["wd"]), on)
    return Day((near + 7 * DAY, near + 14 * DAY))


def _weeks_after(m: re.Match[str], on: On) -> Day:
    weeks = w.number_of(m["n"]) if m.groupdict().get("n") else 1
    near = coming(w.weekday_of(m["wd"]), on)
    return Day(tuple(day + 7 * (weeks - 1) * DAY for day in (near, near + 7 * DAY)))


def _week_from(m: re.Match[str], on: On) -> Day:
    return Day((coming(w.weekday_of(m["wd"]), on) + 7 * DAY,))


def days_on(n: int) -> Reading:
    """So many days from today."""
    return lambda _m, on: Day((on.today + n * DAY,))


def _in(m: re.Match[str], on: On) -> Day | None:
    number, unit = w.number_of((m["n"] or "").strip()), w.unit_of(m["unit"])
    if unit in ("hour", "minute"):
        length = timedelta(hours=number) if unit == "hour" else timedelta(minutes=number)
        then = (on.now.astimezone(UTC) + length + timedelta(seconds=59)).astimezone(on.zone)
        return Day((then.date(),), clock=time(then.hour, then.minute))
    if unit == "workday":
        return Day((on.working_day(number),)) if number else None
    if unit == "month":
        return Day((add_months(on.today, number),))
    return Day((on.today + number * {"day": 1, "week": 7, "fortnight": 14}[unit] * DAY,))


# --- the ends of weeks, months, years; and what is only a stretch ---------------------------------


def _end(m: re.Match[str], on: On) -> Day:
    told = m[0]
    later = int(bool(re.search(w.NEXT, told)))
    if re.search("week|woche|minggu|недел|eow", told):
        day = end_of_week(monday(on, later), on)
        return Day((day,)) if day >= on.today else Day((end_of_week(monday(on, 1), on),), "passed")
    if re.search("quarter|quartal|suku|квартал|eoq", told):
        first = add_months(on.today.replace(day=1), (2 - (on.today.month - 1) % 3) + 3 * later)
        return Day((last_of_month(first.year, first.month),))
    if re.search("year|jahr|tahun|год|eoy", told):
        return Day((date(on.today.year + later, 12, 31),))
    first = add_months(on.today.replace(day=1), later)
    return Day((last_of_month(first.year, first.month),))


def _end_of_month_named(m: re.Match[str], on: On) -> Day | None:
    month, year = w.month_of(m["month"]), m["y"]
    last = last_of_month(int(year) if year else on.today.year, month)
    if not year and last < on.today:
        last = last_of_month(on.today.year + 1, month)
        return Day((last,), "passed" if last - on.today >= FAR else "which_day")
    return Day((last,))


def _whole_week(m: re.Match[str], on: On) -> Day:
    later = int(bool(re.search(w.NEXT, m[0]) or re.search(w.COMING, m[0])))
    first = monday(on, later)
    days = tuple(day for n in range(7) if on.works(day := first + n * DAY) and day >= on.today)
    return Day(days or (end_of_week(monday(on, 1), on),), "which_of_week")


def _weekend(m: re.Match[str], on: On) -> Day:
    later = 7 * int(bool(re.search(w.NEXT, m[0])))
    saturday = monday(on) + (5 + later) * DAY
    return Day(tuple(day for n in (-1, 0, 1) if (day := saturday + n * DAY) >= on.today), "which_of_week")


def _whole_month(m: re.Match[str], on: On) -> Day:
    first = on.today.replace(day=1)
    if m.groupdict().get("month"):
        first = first.replace(month=w.month_of(m["month"]))
        if first < on.today.replace(day=1):
            first = first.replace(year=first.year + 1)
    elif re.search(w.NEXT, m[0]):
        first = add_months(first, 1)
    ends = (first - DAY, last_of_month(first.year, first.month))
    return Day(tuple(day for day in ends if day >= on.today), "which_of_month")


@cache
def patterns() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    """What reads a day, in the order of the table; compiled when it is first asked for, which takes its time."""
    return tuple((re.compile(f"{B}(?:{pattern}){E}"), reading) for pattern, reading in PATTERNS)


WD, MONTH, NUM = f"(?P<wd>{w.WEEKDAY})", f"(?P<month>{w.MONTH})", rf"(?P<n>{w.NUMBER}\s)?"
YEAR = r"(?P<y>20\d\d)(?:\s?(?:г\.?|года)(?!\w))?"
_NO_CLOCK = (
    r"(?!\d|[.:]\d)(?!\s?(?:uhr|am|pm|a\.m|p\.m|pagi|petang|malam|tengah|h\b|%|€|\$|eur|usd|rm\b|час|утра|дня|вечера))"
)
_END = r"(?:the )?(?:end|ende|akhir|hujung|penghujung|кон(?:ец|ца|цу|це))"
_CASE = r"(?: of| der| des| dieser| dieses| the)*"
_WHICH = rf"(?:{w.NEXT}|{w.THIS}|{w.COMING})"

PATTERNS: tuple[tuple[str, Reading], ...] = (
    (r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?=t\d|\W|$)", _iso),
    (r"(?<![\d.,])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d{2})(?![\d.:]?\d)", _dotted),
    (r"(?<![\d.,])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?!\d)(?P<y>)", _dotted),
    ((rf"(?:by|until|before|on|bis|bis zum|am|zum|vor dem|до|к|ко|на|sebelum|pada)\s"
     rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}}){_NO_CLOCK}\.?(?P<y>)"), _dotted),
    (r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])", _slashed),
    (r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4}|\d{2})(?!-)", _slashed),
    ((rf"(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th|hb|-?(?:го|ого|му|ое|е))?\.?\s?(?:of |haribulan )?{MONTH}\.?"
     rf"(?:,?\s{YEAR})?"), _named),
    (rf"{MONTH}\.?\s(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_NO_CLOCK}(?:,?\s{YEAR})?", _named),
    (r"(?:the |on |by |until |before )+(?P<d>\d{1,2})(?:st|nd|rd|th)(?: of (?:the|this) month)?", _nth),
    (r"(?:zum|am|vor dem|den|dem|bis)\s(?P<d>\d{1,2})\.(?!\s?\d)", _nth),
    (r"(?P<d>\d{1,2})\s?(?:hb|haribulan|hari bulan)(?: ini)?", _nth),
    (r"(?P<d>\d{1,2})(?:-(?:го|ого|му|ому|е|ое))?\s(?:числа|числу|число)", _nth),
    (r"(?P<d>\d{1,2})-(?:го|ого|му|ому)", _nth),
    (rf"{WD}(?:\.(?=\s+\d))?", _weekday),
    (r"(?:bis|am|vor|zum|spätestens)\s(?P<wd>mo|di|mi|do|fr|sa|so)\b\.?(?!\w)", _weekday),
    (r"(?P<wd>mo|di|mi|do|fr|sa|so)\.?,?(?=\s\d{1,2}(?:[.:]\d\d)?\s?uhr|\s\d{1,2}\.\d{1,2}\.)", _weekday),
    (rf"{w.NEXT}\s{WD}", _next),
    (rf"{WD}\s(?:depan|hadapan)", _next),
    (rf"{w.THIS}\s{WD}", _this),
    (rf"{WD}\s(?:ini|this week|dieser woche|diese woche|minggu ini|(?:на )?этой недел[еи])", _this),
    (rf"{w.COMING}\s{WD}", _coming),
    (rf"{w.LAST}\s{WD}", _last),
    (rf"{WD}\s(?:{w.LAST}|(?:of )?last week|letzter woche|minggu lepas|на прошлой неделе)", _last),
    ((rf"{WD},?\s(?:of |in der )?(?:next week|n(?:ä|ae|a)chste[rn]? woche|kommende[rn]? woche"
     r"|minggu (?:depan|hadapan)|(?:на )?следующей недел[еи])"), _of_next_week),
    ((rf"(?:next week|(?:in der )?n(?:ä|ae|a)chsten? woche|kommende woche|minggu (?:depan|hadapan)"
     rf"|на следующей неделе),?\s(?:on |am |hari |pada |в |во )?{WD}"), _of_next_week),
    (rf"(?:ü|ue|u)bern(?:ä|ae|a)chste[nrms]?\s{WD}", _after_next),
    (rf"{WD} after next", _after_next),
    (rf"через\s{WD}", _after_next),
    (rf"{WD},?\s(?:in|через)\s{NUM}(?:{w.UNITS['week']})", _weeks_after),
    (rf"{WD} week", _week_from),
    (r"today|heute|hari ini|сегодня", days_on(0)),
    (r"tomorrow|tmrw|tmr|(?<!am )(?<!guten )morgen|esok|besok|завтра", days_on(1)),
    (r"(?:the )?day after tomorrow|(?:ü|ue|u)bermorgen|lusa|послезавтра", days_on(2)),
    (r"yesterday|gestern|semalam|kelmarin|вчера", days_on(-1)),
    (r"vorgestern|позавчера|the day before yesterday|kelmarin dulu", days_on(-2)),
    (rf"heute in {NUM}(?P<unit>{w.UNIT})", _in),
    (rf"(?:with)?in (?:the next )?{NUM}(?P<unit>{w.UNIT})(?:'? time)?", _in),
    (rf"(?:binnen|innerhalb(?: von)?|dalam(?: masa| tempoh)?|через|в течение) {NUM}(?P<unit>{w.UNIT})", _in),
    (rf"(?P<n>{w.NUMBER}\s)(?P<unit>{w.UNIT}) (?:lagi|dari sekarang|from (?:now|today)|ab heute)", _in),
    (r"(?P<n>se)(?P<unit>minggu|bulan|hari|jam) lagi", _in),
    (rf"(?:the )?(?:{_WHICH} )?(?:weekend|wochenende)|hujung minggu(?: ini| depan)?|выходны[ехм]\w*", _weekend),
    ((rf"{_END}{_CASE}(?: (?:{_WHICH}))? ?(?:week|month|quarter|year|woche|monats?|quartals?|jahres|minggu"
     r"|bulan|suku tahun|tahun|недели|месяца|квартала|года)(?: (?:ini|depan|hadapan))?"), _end),
    (r"(?:monats|quartals|jahres)ende|month-?end|year-?end|eow|eom|eoq|eoy", _end),
    (rf"{_END}(?: of| bulan)? {MONTH}(?: {YEAR})?", _end_of_month_named),
    (rf"{_WHICH} {w.WEEK}|{w.WEEK} (?:ini|depan|hadapan)", _whole_week),
    (rf"{_WHICH} (?:month|monat|месяц\w?)|bulan (?:ini|depan|hadapan)", _whole_month),
    (rf"(?:by|until|before|in|bis|im|vor|sebelum|dalam|до|к|в) (?:bulan )?{MONTH}(?! ?\d)(?! \d)", _whole_month),
)  # fmt: skip


def read(pattern: re.Pattern[str], reading: Reading, folded: str, on: On) -> list[tuple[int, int, Day]]:
    """Every place where a pattern reads a day."""
    found = []
    for match in pattern.finditer(folded):
        try:
            day = reading(match, on)
        except (ValueError, OverflowError):
            continue
        if day is not None:
            found.append((match.start(), match.end(), day))
    return found
