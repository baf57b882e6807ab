"""Cards and calendars as tables: the formats in which people and appointments travel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.dialect import BOMS, Dialect, first_bad_byte, looks_cyrillic, utf16_without_bom
from mainstay.kit.tables.source import Source, Unreadable
from mainstay.kit.tables.table import Format, Table

_BEGINS = re.compile(r"\s*BEGIN[ \t]*:[ \t]*(?P<what>[A-Z][A-Z0-9-]*)[ \t]*[\r\n]", re.IGNORECASE)
_JCARD = re.compile(r'\s*\[\s*(?:\[\s*)?"vcard"\s*,', re.IGNORECASE)


def looks_like_cards(head: bytes) -> bool:
    """Whether a file begins as a vCard or a jCard does."""
    text = _text(head)
    begins = _BEGINS.match(text)
    return bool(_JCARD.match(text)) or (begins is not None and begins["what"].upper() == "VCARD")


def looks_like_calendar(head: bytes) -> bool:
    """Whether a file begins as a calendar or one of its parts does."""
    return _BEGINS.match(_text(head)) is not None


def _text(head: bytes) -> str:
    return head[:4096].decode(_encoding(head) or "utf-8", "replace").lstrip("\ufeff")


def _encoding(head: bytes) -> str | None:
    """The encoding that the first bytes show; None where they show none."""
    return next((name for bom, name in BOMS if head.startswith(bom)), None) or utf16_without_bom(head)


def open_cards(place: Source, encoding: str | None) -> Table:
    """Open vCards or jCards as a table with ``CARD_HEADERS``; a row's number counts the cards.

    Cards of groups (mailing lists) are nobody's card and left out.
    """
    from mainstay.kit.cards import CARD_HEADERS, read_cards, read_jcards, row_of

    with place.open() as file:
        head = file.read(4096)
    jcard = bool(_JCARD.match(_text(head)))
    shown = encoding or _encoding(head)
    utf8 = shown is None and first_bad_byte(place, "utf-8") is None
    fallback = "utf-8" if utf8 or shown else "cp1251" if looks_cyrillic(place) else "cp1252"
    format_: Format = "jcard" if jcard else "vcard"

    def records() -> Iterator[tuple[int, list[str]]]:
        cards = iter(read_jcards(place)) if jcard else read_cards(place, shown or "utf-8", fallback)
        for card in cards:
            if card.is_group:
                continue
            yield card.number, row_of(card)

    if not any(True for _record in records()):
        raise Unreadable(_("There is no card in this file."))
    return Table(format_, Dialect("", ""), CARD_HEADERS, 0, records)


def open_calendar(place: Source) -> Table:
    """Open a calendar, or parts of one, as a table with ``EVENT_HEADERS``; a row's number counts the entries."""
    from mainstay.kit.calendars import EVENT_HEADERS, read_calendar

    rows = read_calendar(place)
    return Table("ical", Dialect("", ""), EVENT_HEADERS, 0, partial(_counted, rows))


def _counted(rows: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, 1):
        yield number, list(cells)
