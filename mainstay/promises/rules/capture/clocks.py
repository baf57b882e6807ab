"""Which time of day is meant. What can be read two ways has both.

Written rules: an hour from 13 on, or with a nought before it, is what it says; a bare hour from 1 to 12 is the one
between 7 and 19 o'clock, asked where both or neither is; a part of a day is asked; midnight ends its day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from mainstay.promises.rules.capture import words as w
from mainstay.promises.rules.capture.words import B, E

END, CLOSE = "end", "close"  # the end of the day; our close of business
OFFICE = (7 * 60, 19 * 60)


@dataclass(frozen=True)
class Clock:
    """The times that may be meant, as “17:00”, END or CLOSE. ``bare``: read only beside a day, or at an edge."""

    times: tuple[str, ...]
    kind: str = "which_time"
    bare: bool = False


Reading = Callable[[re.Match[str]], Clock | None]

_MORNING = r"a\.m\.?|in the morning|morgens|fr(?:ü|ue)h|vormittags|am (?:morgen|vormittag)|pagi|утра|утром"
_NOON = r"mittags|tengah ?hari|tgh ?hari"
_AFTERNOON = (
    r"pm|p\.m\.?|in the (?:afternoon|evening)|at night|nachmittags|abends|am (?:nachmittag|abend)|petang|ptg"
    r"|malam|дня|днем|вечера|вечером"
)
_NIGHT = r"nachts|in der nacht|ночи|ночью"
_HALF = rf"(?P<half>{_MORNING}|{_NOON}|{_AFTERNOON}|{_NIGHT})"


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clock(hour: int, minute: int, half: str = "", *, padded: bool = False) -> Clock | None:
    """The time an hour means, with the half of the day where it was said. None for what is no time."""
    if hour == 24 and minute == 0:
        return Clock((END,))
    if hour > 23 or minute > 59:
        return None
    if half:
        return _halved(hour, minute, half)
    if hour > 12 or hour == 0 or padded:
        return Clock((_shown(hour * 60 + minute),))
    early, late = hour % 12 * 60 + minute, hour % 12 * 60 + minute + 12 * 60
    at_work = [at for at in (early, late) if OFFICE[0] <= at <= OFFICE[1]]
    return Clock(tuple(_shown(at) for at in (at_work if len(at_work) == 1 else (early, late))))


def _halved(hour: int, minute: int, half: str) -> Clock | None:
    if hour > 12:
        return Clock((_shown(hour * 60 + minute),))
    midnight = hour == 12 and minute == 0
    if re.fullmatch(f"{_NIGHT}|malam|at night", half) and midnight:
        return Clock((END,))
    if re.fullmatch(_NOON, half):
        return Clock((_shown((hour if hour >= 10 else hour + 12) * 60 + minute),))
    if re.fullmatch(rf"a\.?m\.?|{_MORNING}|{_NIGHT}", half):
        return Clock((END,)) if midnight else Clock((_shown(hour % 12 * 60 + minute),))
    return Clock((_shown((hour % 12 + 12) * 60 + minute),))


def _told(m: re.Match[str]) -> Clock | None:
    given = m.groupdict()
    return clock(int(m["h"]), int(given.get("m") or 0), given.get("half") or "", padded=m["h"].startswith("0"))


def _bare(m: re.Match[str]) -> Clock | None:
    half = m.groupdict().get("half") or ""
    found = _told(m) if m["h"].isdecimal() else clock(w.number_of(m["h"]), 0, half)
    return Clock(found.times, found.kind, bare=not half) if found else None


def _worded(m: re.Match[str]) -> Clock | None:
    number = w.number_of(m["h"])
    return clock(number, 30 if m.groupdict().get("setengah") else 0, m.groupdict().get("half") or "")


_RU_HALF = {
    "перв": 1, "втор": 2, "трет": 3, "четв": 4, "пято": 5, "шест": 6, "седь": 7, "вось": 8, "девя": 9, "деся": 10,
    "один": 11, "двен": 12,
}  # fmt: skip


def _before_the_hour(minutes: int) -> Reading:
    """“halb fünf”, “quarter to five”, “полпятого”: so many minutes before the hour told."""

    def reading(m: re.Match[str]) -> Clock | None:
        told = m["h"]
        hour = int(told) if told.isdecimal() else w.HOURS.get(told) or _RU_HALF.get(told[:4], 0)
        if not 1 <= hour <= 12:
            return None
        at = (hour * 60 - minutes) % (12 * 60)
        return clock(at // 60 or 12, at % 60, m.groupdict().get("half") or "")

    return reading


def _fixed(*times: str, kind: str = "which_time") -> Reading:
    return lambda _m: Clock(times, kind)


def _military(m: re.Match[str]) -> Clock | None:
    return clock(int(m["h"]), int(m["m"]), padded=True)


@cache
def patterns() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    """What reads a time, in the order of the table; compiled when it is first asked for, which takes its time."""
    return tuple((re.compile(f"{B}(?:{pattern}){E}"), reading) for pattern, reading in PATTERNS)


H, M = r"(?P<h>\d{1,2})", r"(?P<m>\d{2})"
_WORD = f"(?P<h>{w.HOUR})"
_HOUR = rf"(?P<h>\d{{1,2}}|{w.HOUR})"

_LEADS = "pukul|jam|pkl|um|gegen|в|к|до|at|by|until|before|bis|vor|sebelum"
_END_OF_DAY = r"(?:the )?end of (?:the )?day|eod|ende des tages|tagesende|(?:akhir|hujung) hari|кон(?:ец|ца|цу) дня"
# “um 5 am Freitag” is no morning.
_NOT_GERMAN = r"(?!\w|\s(?:mo|di|mi|do|fr|sa|so)(?:\w*tag|\w*woch\w*)?\b|\s\d\d?\.)"
# “в 5 экземплярах”, “um 5 %”: a count of something.
_NO_COUNT = r"(?![./:,-]\d)(?!\s?(?:%|€|\$|euro|eur\b|usd|rm\b|proz|perc|perat|проц|[а-я]+(?:ах|ях|ов|ев)\b))"
PATTERNS: tuple[tuple[str, Reading], ...] = (
    (rf"{H}(?:[:.]{M})?\s?(?P<half>[ap]\.?m\b\.?){_NOT_GERMAN}", _told),
    (rf"{H}:{M}(?::\d\d)?(?:\suhr)?(?:\s{_HALF})?", _told),
    (rf"{H}(?:[.:]{M})?\s?{_HALF}", _told),
    (rf"{H}(?:[.:]{M})?\suhr(?:\s{_HALF})?", _told),
    (rf"{H}\suhr\s{M}(?:\s{_HALF})?", _told),
    (rf"{_WORD}\suhr(?:\s{_HALF})?", _worded),
    (rf"{H}h(?:{M})?", _told),
    (r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\s?(?:hrs|hours|h|uhr)", _military),
    (rf"(?:{_LEADS})\s{H}[.:]{M}(?:\s{_HALF})?(?![.\d])", _told),
    (rf"(?:pukul|jam|pkl)\s{_HOUR}(?P<setengah>\ssetengah)?(?:\s{_HALF})?",
     lambda m: _worded(m) if not m["h"].isdecimal() else _told(m) if not m["setengah"] else
     clock(int(m["h"]), 30, m["half"] or "")),
    (rf"{_WORD}(?P<setengah>\ssetengah)?\s(?P<half>pagi|petang|malam|tengah ?hari|утра|дня|вечера|ночи)", _worded),
    (rf"{_HOUR}\so'?clock(?:\s{_HALF})?", _bare),
    (rf"(?:в |к |до )?{H}(?:[.:]{M})?\s(?:час(?:ов|а|у|ам)?|ч\.?)(?:\s{_HALF})?", _told),
    (rf"(?:at|by|before|until|till|um|gegen|bis|vor|в|к|до|sebelum)\s{_HOUR}(?:\s{_HALF})?{_NO_COUNT}", _bare),
    (rf"halb\s{_HOUR}(?:\s{_HALF})?", _before_the_hour(30)),
    (rf"(?:viertel vor|(?:a )?quarter to|без четверти)\s{_HOUR}(?:\s{_HALF})?", _before_the_hour(15)),
    (rf"dreiviertel\s{_HOUR}(?:\s{_HALF})?", _before_the_hour(15)),
    (rf"(?:viertel nach|(?:a )?quarter past)\s{_HOUR}(?:\s{_HALF})?", _before_the_hour(-15)),
    (rf"half past\s{_HOUR}(?:\s{_HALF})?", _before_the_hour(-30)),
    (rf"пол(?:овин[аеы] )?-?(?P<h>(?:{'|'.join(_RU_HALF)})\w*)(?:\s{_HALF})?", _before_the_hour(30)),
    (r"noon|midday|mittags?|12 uhr mittags|(?:waktu )?tengah ?hari|полдень|полудня|полудню", _fixed("12:00")),
    (r"midnight|mitternacht|tengah ?malam|полночь|полуночи|полночи", _fixed(END)),
    (_END_OF_DAY, _fixed(END)),
    ((r"(?:the )?close of (?:business|play)|cob|(?:the )?end of (?:business|(?:the )?(?:working|business|work) day)|eob"
     r"|gesch(?:ä|ae)fts(?:schluss|schluß|ende)|b(?:ü|ue)roschluss|dienstschluss|arbeitsschluss|feierabend"
     r"|(?:tamat|habis|tutup|penutup) (?:waktu )?(?:pejabat|kerja|perniagaan|urusan)|waktu tutup"
     r"|(?:akhir|hujung) (?:waktu (?:pejabat|bekerja|kerja)|hari (?:be)?kerja)"
     r"|кон(?:ец|ца|цу) рабочего дня|закрыти[яюе] офиса"), _fixed(CLOSE)),
    ((r"(?:in the |this )?morning|(?:am )?vormittag|(?<=am )morgen|heute fr(?:ü|ue)h|fr(?:ü|ue)h|pagi(?: ini)?|утром"
     r"|до обеда"), _fixed("09:00", "12:00", kind="part_of_day")),
    (r"(?:in the |this )?afternoon|(?:am )?nachmittag|petang(?: ini)?|днем|после обеда",
     _fixed("15:00", "17:00", kind="part_of_day")),
    (r"(?:in the |this )?evening|(?:am )?abend|malam(?: ini)?|вечером|к вечеру",
     _fixed("18:00", "20:00", END, kind="part_of_day")),
)  # fmt: skip

# “Freitagnachmittag”, “tonight”: a day and a part of it in one word.
PARTS = {
    "morgen": ("09:00", "12:00"), "vormittag": ("09:00", "12:00"), "früh": ("09:00", "12:00"),
    "nachmittag": ("15:00", "17:00"), "abend": ("18:00", "20:00", END), "mittag": ("12:00",),
}  # fmt: skip
COMPOUND = re.compile(
    rf"{B}(?P<wd>montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|heute|morgen)\s?"
    rf"(?P<part>{'|'.join(PARTS)})s?{E}"
)
THIS_PART = re.compile(
    rf"{B}(?:tonight|this (?P<part>morning|afternoon|evening)|heute nacht|(?P<ms>pagi|petang|malam) ini){E}"
)
_THIS_PARTS = {"morning": "morgen", "pagi": "morgen", "afternoon": "nachmittag", "petang": "nachmittag"}


def part_of_day(m: re.Match[str]) -> Clock:
    """What the part of a day may mean, from a match of ``COMPOUND`` or ``THIS_PART``."""
    told = m.groupdict()
    word = told.get("part") or told.get("ms") or "abend"
    return Clock(PARTS[word if word in PARTS else _THIS_PARTS.get(word, "abend")], "part_of_day")
