"""Numbers, weekdays, months and units as English, German, Malay and Russian write them, folded; as patterns."""

from __future__ import annotations

import re

B, E = r"(?<!\w)", r"(?!\w)"

_NUMBERS = {
    1: "a an one ein eine einem einer einen satu один одну одного одна",
    2: "two zwei zwo dua два две двух",
    3: "three drei tiga три трех",
    4: "four vier empat четыре четырех",
    5: "five fünf fuenf lima пять пяти",
    6: "six sechs enam шесть шести",
    7: "seven sieben tujuh семь семи",
    8: "eight acht lapan восемь восьми",
    9: "nine neun sembilan девять девяти",
    10: "ten zehn sepuluh десять десяти",
    11: "eleven elf sebelas одиннадцать одиннадцати",
    12: "twelve zwölf zwoelf двенадцать двенадцати",
    14: "fourteen vierzehn четырнадцать четырнадцати",
    20: "twenty zwanzig двадцать двадцати",
    30: "thirty dreißig dreissig тридцать тридцати",
}
NUMBERS = {word: number for number, words in _NUMBERS.items() for word in words.split()}
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_ARTICLES = frozenset(["a", "an", "ein", "eine", "einem", "einer", "einen", "один", "одну", "одного", "одна"])
HOURS = {word: number for word, number in NUMBERS.items() if number <= 12 and word not in _ARTICLES} | {"eins": 1}
HOUR = "|".join(sorted(HOURS, key=len, reverse=True))

_WEEKDAYS = (
    r"mon(?:day)?|montags?|(?:hari )?isnin|понедельник[ауе]?|пн",
    r"tue(?:s|sday)?|dienstags?|(?:hari )?selasa|вторник[ауе]?|вт",
    r"wed(?:s|nesday)?|mittwochs?|(?:hari )?rabu|сред[ауые]|ср",
    r"thu(?:r|rs|rsday)?|donnerstags?|(?:hari )?khamis|четверг[ауе]?|чт",
    r"fri(?:day)?|freitags?|(?:hari )?juma+t|пятниц[ауые]|пт",
    r"sat(?:urday)?|samstags?|sonnabends?|(?:hari )?sabtu|суббот[ауые]|сб",
    r"sun(?:day)?|sonntags?|(?:hari )?ahad|воскресень[еяюи]|воскресение|вс",
)
WEEKDAY = "(?:" + "|".join(_WEEKDAYS) + ")"
SHORT_WEEKDAYS = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}

_MONTHS = (
    r"jan(?:uary|uar|uari)?|j(?:ä|ae)nner|январ[яьеюи]|янв",
    r"feb(?:ruary|ruar|ruari)?|феврал[яьею]|фев",
    r"mar(?:ch)?|m(?:ä|ae|a)rz|mrz|mac|март[аеу]?|мар",
    r"apr(?:il)?|апрел[яьею]|апр",
    r"may|mai|mei|ма[йяюе]",
    r"june?|juni|июн[яьею]?",
    r"july?|juli|julai|июл[яьею]?",
    r"aug(?:ust)?|ogos|август[аеу]?|авг",
    r"sept?(?:ember)?|сентябр[яьею]|сент?",
    r"oct(?:ober)?|okt(?:ober)?|октябр[яьею]|окт",
    r"nov(?:ember)?|ноябр[яьею]|ноя",
    r"dec(?:ember)?|dez(?:ember)?|dis(?:ember)?|декабр[яьею]|дек",
)
MONTH = "(?:" + "|".join(_MONTHS) + ")"

UNITS = {
    "workday": r"(?:working|business|work)[ -]?days?|weekdays?|arbeitstag(?:e|en)?|werktag(?:e|en)?"
    r"|hari (?:be)?kerja|рабоч(?:ий|их|ие) д(?:ень|ня|ней)",
    "day": r"days?|tag(?:e|en)?|hari|д(?:ень|ня|ней)",
    "week": r"weeks?|wochen?|minggu|недел(?:ю|и|ь|е)|wks?",
    "fortnight": r"fortnights?",
    "month": r"months?|monat(?:e|en)?|bulan|месяц(?:а|ев)?",
    "minute": r"min(?:ute)?s?|minuten?|minit|минут[уы]?",
    "hour": r"hours?|hrs?|stunden?|jam|час(?:а|ов)?",
}
UNIT = "(?:" + "|".join(UNITS.values()) + ")"
WORKDAY = f"(?:{UNITS['workday']})"

NEXT = r"(?:next|n(?:ä|ae|a)chste[nrms]?|depan|hadapan|следующ\w+)"
THIS = r"(?:this|diese[nrms]?|ini|эт(?:от|у|ой|ого|о|ом))"
COMING = r"(?:coming|upcoming|kommende[nrms]?|ближайш\w+)"
LAST = r"(?:last|past|letzte[nrms]?|vergangene[nrms]?|vorige[nrms]?|lepas|lalu|прошл\w+)"
WEEK = r"(?:week|woche|minggu|недел[яюие])"

_WHICH_WEEKDAY = tuple(re.compile(f"(?:{pattern})$") for pattern in _WEEKDAYS)
_WHICH_MONTH = tuple(re.compile(f"(?:{pattern})$") for pattern in _MONTHS)


def number_of(told: str) -> int:
    """What a number means, in figures or as a word; one where none is told (“через неделю”)."""
    return int(told) if told.isdecimal() else NUMBERS.get(told) or HOURS.get(told, 1)


def weekday_of(told: str) -> int:
    """0 is Monday. ValueError for what is no weekday."""
    if told in SHORT_WEEKDAYS:
        return SHORT_WEEKDAYS[told]
    return _place(_WHICH_WEEKDAY, told)


def month_of(told: str) -> int:
    """1 is January. ValueError for what is no month."""
    return _place(_WHICH_MONTH, told) + 1


def unit_of(told: str) -> str:
    """day, week, fortnight, month, hour, minute or workday."""
    return next((unit for unit, pattern in UNITS.items() if re.fullmatch(pattern, told)), "day")


def _place(patterns: tuple[re.Pattern[str], ...], told: str) -> int:
    for place, pattern in enumerate(patterns):
        if pattern.match(told):
            return place
    raise ValueError(told)
