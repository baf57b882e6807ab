"""What stands in a cell, read as the field it belongs to: a value of ours, or a sentence why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import AmountReader, DayReader, Number, loose, tidy, unread
from mainstay.kit.tables.amounts import currency_of
from mainstay.kit.tables.maps import Field, Map
from mainstay.transfer.rules.words import LANGUAGES, MEANT, NO, YES

Read = Callable[[str], Any]
_KEPT = 20_000  # different texts of one column whose reading is remembered
_MOST_VALUES = 100  # of one cell
_MAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@,;<>()\".]+")
_IN_BRACKETS = re.compile(r"(?P<name>[^<>]*)<(?P<mail>[^<>]+)>")
_DIGITS = re.compile(r"\d")
_MOST_COUNTRY_WORDS = {"uk": "GB", "great britain": "GB", "england": "GB", "usa": "US", "u.s.a.": "US", "uae": "AE"}
SPOKEN = ("en", "de", "ms", "ru")


class Wrong(Exception):
    """A cell that cannot be read, with the reason."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


def reader_of(field: Field, map_: Map, *, formats: tuple[str, ...], decimal: str) -> Read:
    """What reads the cells of a field; raises Wrong for one that cannot be read. Remembers what it has read."""
    read = _many(field, map_) if field.many else _one(field, map_, formats, decimal)
    texts: dict[str, Any] = {}
    real: dict[str, Any] = {}  # a number or a day of a workbook may look like a text that means something else

    def remembered(text: str) -> Any:
        known = texts if type(text) is str else real
        if text in known:
            return known[text]
        value = read(text)
        if len(known) < _KEPT:
            known[text] = value
        return value

    return remembered


def _one(field: Field, map_: Map, formats: tuple[str, ...], decimal: str) -> Read:
    if field.sort in ("day", "moment"):
        return _day(DayReader(formats), moment=field.sort == "moment")
    if field.sort == "amount":
        return _amount(AmountReader(decimal))
    if field.sort == "lines":
        return lambda text: _within("\n".join(tidy(line) for line in text.splitlines()).strip(), field.limit)
    plain: dict[str, Callable[[str], Any]] = {
        "yes_no": _yes_no,
        "language": language_of,
        "zone": _zone,
        "country": _country,
        "currency": _currency,
        "choice": lambda text: _choice(text, field),
    }
    meant = _meant(map_.values.get(field.name, {}))
    sort = plain.get(field.sort)

    def read(text: str) -> Any:
        told = meant.get(loose(text))
        if sort is None:
            return _within(told if told is not None else tidy(text), field.limit)
        return sort(told if told is not None else text)

    return read


def _many(field: Field, map_: Map) -> Read:
    """Several values in one cell, on lines of their own or parted by “;”; mail and phone may carry a label."""
    meant = _meant(map_.values.get(field.name, {}))
    labelled = {"mails": mail_of, "phones": _phone}.get(field.sort)

    def read(text: str) -> tuple[Any, ...]:
        found: dict[Any, None] = {}
        for line in text.splitlines():
            body, _tab, label = line.partition("\t")
            parts = re.split(r"[;,]" if field.sort == "mails" and "@" in body else ";", body)
            for part in filter(None, map(tidy, parts)):
                value = _within(meant.get(loose(part), part), field.limit)
                found[(labelled(value), tidy(label)) if labelled else value] = None
        if len(found) > _MOST_VALUES:
            raise Wrong(_("More than %(most)d values stand in this cell.", most=_MOST_VALUES))
        return tuple(found)

    return read


def _meant(words: Mapping[str, str]) -> dict[str, str]:
    return {loose(word): ours for word, ours in words.items()}


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise Wrong(_("This is longer than %(most)d characters.", most=most))
    return text


def _day(reader: DayReader, *, moment: bool) -> Read:
    def read(text: str) -> Any:
        found = reader.read(text)
        if found is None:
            raise Wrong(unread(reader.formats))
        return found if moment else found.day

    return read


def _amount(reader: AmountReader) -> Read:
    def read(text: str) -> Any:
        found = reader.read(text if isinstance(text, Number) else tidy(text))
        if found is None:
            raise Wrong(_("This is not an amount, with decimals after “%(sign)s”.", sign=reader.decimal))
        return found

    return read


def _yes_no(text: str) -> bool:
    word = loose(text)
    if word in YES or word in NO:
        return word in YES
    raise Wrong(_("This says neither yes nor no. Say in the map, under [values], what it means."))


def _choice(text: str, field: Field) -> str:
    word = loose(text)
    for value, _label in field.choices:
        if word == loose(value) or word in MEANT.get((field.name, value), ()):
            return value
    known = ", ".join(value for value, _label in field.choices)
    raise Wrong(_("This is none of: %(known)s. Say in the map, under [values.%(field)s], which it means.",
                  known=known, field=field.name))  # fmt: skip


def language_of(text: str) -> str:
    """One of our languages. Raises Wrong."""
    word = loose(text).replace("_", "-")
    code = LANGUAGES.get(word) or LANGUAGES.get(word.partition("-")[0] if len(word.partition("-")[0]) == 2 else "")
    if code is None:
        raise Wrong(
            _("This house speaks en, de, ms and ru. Say in the map, under [values.language], which of them it is.")
        )
    return code


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def _zone(text: str) -> str:
    found = _zones().get(tidy(text).casefold().replace(" ", "_"))
    if found is None:
        raise Wrong(_("This is no time zone. Write it as in Europe/Berlin."))
    return found


@cache
def _countries() -> dict[str, str]:
    """Two letters by two letters, and by the country's name in the languages of the house."""
    found = dict(_MOST_COUNTRY_WORDS)
    for language in SPOKEN:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(loose(name), code)
                found[code.casefold()] = code
    return found | {"uk": "GB"}


def _country(text: str) -> str:
    found = _countries().get(loose(text))
    if found is None:
        raise Wrong(_("This is no country known here. Write its two letters, as in DE."))
    return found


def _currency(text: str) -> str:
    found = currency_of(tidy(text))
    if not found:
        raise Wrong(_("This is no currency known here. Write its code, as in EUR."))
    return found


def mail_of(text: str) -> str:
    """The address alone, of “Name <address>” too. Raises Wrong."""
    named = _IN_BRACKETS.fullmatch(text)
    address = tidy(named["mail"] if named else text).removeprefix("mailto:")
    if not _MAIL.fullmatch(address):
        raise Wrong(_("This is no mail address."))
    return address


def _phone(text: str) -> str:
    if not _DIGITS.search(text):
        raise Wrong(_("This is no phone number."))
    return text.removeprefix("tel:")
