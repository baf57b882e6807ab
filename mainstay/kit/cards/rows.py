"""A card as a row of cells: what it tells, in our order, several values on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from mainstay.kit.cards.properties import Property
from mainstay.kit.cards.reading import Card

CARD_HEADERS = (
    *("name", "prefix", "given", "additional", "family", "suffix", "nickname", "organisation", "department"),
    *("title", "role", "emails", "phones", "language", "uid", "url", "categories", "note", "address"),
    *("birthday", "anniversary"),
)

_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*)?")
_TEL = re.compile(r"tel:", re.IGNORECASE)
_EXTENSION = re.compile(r";ext=([0-9.()-]+)", re.IGNORECASE)
_NO_LABEL = frozenset(("pref", "internet", "voice", "x400", "msg", "text", "video", "postal", "parcel", "intl", "dom"))
_ANNIVERSARIES = (
    *("ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-MS-ANNIVERSARY"),
    *("X-KADDRESSBOOK-X-ANNIVERSARY", "X-WEDDING"),
)


def row_of(card: Card) -> list[str]:
    """The cells of a card in the order of ``CARD_HEADERS``."""
    named = card.all("N")
    parts = card.parts(named[0]) if named else []
    family, given, additional, prefix, suffix = (
        ", ".join(parts[place]) if place < len(parts) else "" for place in range(5)
    )
    firms, departments = _firms(card)
    cells = {
        "name": _one_line(card.first("FN")) or " ".join(filter(None, (given, additional, family))) or firms,
        "prefix": prefix,
        "given": given,
        "additional": additional,
        "family": family,
        "suffix": suffix,
        "nickname": _lines(one for told in card.all("NICKNAME") for one in told.values()),
        "organisation": firms,
        "department": departments,
        "title": _texts(card, "TITLE"),
        "role": _texts(card, "ROLE"),
        "emails": _lines(_labelled(card, one, mail_of(one)) for one in card.all("EMAIL")),
        "phones": _lines(_labelled(card, one, phone_of(one)) for one in card.all("TEL")),
        "language": _texts(card, "LANG"),
        "uid": _one_line(card.first("UID")),
        "url": _texts(card, "URL"),
        "categories": _lines(one for told in card.all("CATEGORIES") for one in told.values()),
        "note": "\n".join(one.text for one in card.all("NOTE")).strip(),
        "address": _lines(_address(card, one) for one in card.all("ADR")),
        "birthday": _day(card.first("BDAY")),
        "anniversary": _day(anniversary_of(card)),
    }
    return [cells[header] for header in CARD_HEADERS]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(values: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, values)))


def _texts(card: Card, name: str) -> str:
    return _lines(_one_line(one.text) for one in card.all(name))


def _firms(card: Card) -> tuple[str, str]:
    """The organisations and, of the first, its departments."""
    told = [card.parts(one) if one.listed is not None else one.parts(lists=False) for one in card.all("ORG")]
    firms = _lines(_one_line(", ".join(parts[0])) for parts in told if parts)
    return firms, _one_line(", ".join(one for part in told[0][1:] for one in part)) if told else ""


def mail_of(one: Property) -> str:
    """The address alone."""
    text = _one_line(one.text)
    return unquote(text[7:]) if text.lower().startswith("mailto:") else text


def phone_of(one: Property) -> str:
    """The number alone; an extension as people write it."""
    text = _one_line(one.text)
    if not _TEL.match(text):
        return text
    extension = _EXTENSION.search(text)
    number = unquote(text[4:].partition(";")[0])
    return f"{number} ext. {extension[1]}" if extension else number


def _labelled(card: Card, one: Property, value: str) -> str:
    label = card.label(one.group) or ", ".join(kind for kind in one.types() if kind not in _NO_LABEL)
    return f"{value}\t{_one_line(label)}" if value and label else value


def _address(card: Card, one: Property) -> str:
    return ", ".join(_one_line(", ".join(part)) for part in card.parts(one) if part)


def anniversary_of(card: Card) -> str:
    """The anniversary as written: told so, or a date that Apple or Google labels so."""
    told = card.first(*_ANNIVERSARIES)
    dated = (one.text for one in card.all("X-ABDATE") if card.label(one.group).casefold() == "anniversary")
    return told or next(dated, "").strip()


def _day(text: str) -> str:
    """A whole day in ISO; what names no year, or is words, stays as told."""
    found = _DAY.fullmatch(text)
    return "-".join(found.groups()) if found else _one_line(text)
