"""Visiting cards as a list of people: what of them is taken in without a map, and what is left out and said to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from django.utils.translation import pgettext

from mainstay.kit.cards import CARD_HEADERS
from mainstay.kit.tables import Table, loose
from mainstay.transfer.rules.cells import Wrong, language_of, mail_of
from mainstay.transfer.rules.guessing import CARDS
from mainstay.transfer.rules.kinds import SORTS

NEVER = ("nickname", "suffix", "department", "url", "categories", "note", "address", "birthday", "anniversary")
_DIGIT = re.compile(r"\d")


def is_cards(table: Table) -> bool:
    """Whether a table is a file of cards, with the headers such have."""
    return table.format in ("vcard", "jcard") and table.headers == CARD_HEADERS


def lenient(table: Table) -> tuple[Table, Counter[str]]:
    """The cards without what can be no phone, mail address or language of ours; how often what was left out.

    A card is somebody else's writing and cannot be mended by whoever takes it in: what it tells besides stands.
    """
    left: Counter[str] = Counter()
    for row in table.rows():
        cells = dict(zip(CARD_HEADERS, row.cells, strict=True))
        left.update(name for name in NEVER if cells[name].strip())
        left.update(_mended(cells))

    def records() -> Iterator[tuple[int, list[str]]]:
        for number, row in table.records():
            if number > table.header_row and len(row) == len(CARD_HEADERS):
                cells = dict(zip(CARD_HEADERS, row, strict=True))
                _mended(cells)
                row = list(cells.values())
            yield number, row

    return replace(table, records=records), left


def words_of(left: Counter[str], read: Collection[str]) -> list[str]:
    """What of cards is left out, in people's words and with how often; ``read`` are our fields that are read."""
    words = {
        "nickname": pgettext("on visiting cards", "nickname"),
        "suffix": pgettext("on visiting cards", "suffix of the name"),
        "department": pgettext("on visiting cards", "department"),
        "url": pgettext("on visiting cards", "web page"),
        "categories": pgettext("on visiting cards", "categories"),
        "note": pgettext("on visiting cards", "note"),
        "address": pgettext("on visiting cards", "address"),
        "birthday": pgettext("on visiting cards", "birthday"),
        "anniversary": pgettext("on visiting cards", "anniversary"),
        "phones": pgettext("on visiting cards", "phone numbers that are none"),
        "emails": pgettext("on visiting cards", "mail addresses that are none"),
        "language": pgettext("on visiting cards", "further languages"),
        "role": pgettext("on visiting cards", "second role"),
    }
    unread = [str(one.label) for one in SORTS["contacts"].fields if one.name in CARDS and one.name not in read]
    counted = [f"{words[name]} ({count})" for name, count in left.most_common() if count]
    return [*unread, *counted, pgettext("on visiting cards", "photo")]


def _mended(cells: dict[str, str]) -> Counter[str]:
    """Take out of a card what cannot be kept, in place; what that was."""
    left: Counter[str] = Counter()
    for name, kept in (("phones", _is_phone), ("emails", _is_mail), ("language", _is_language)):
        told = [line for line in cells[name].splitlines() if line.strip()]
        good = [line for line in told if kept(line.partition("\t")[0])]
        good = good[:1] if name == "language" else good
        left[name] += len(told) - len(good)
        cells[name] = "\n".join(good)
    if not cells["title"].strip():
        cells["title"] = cells["role"]
    elif cells["role"].strip() and loose(cells["role"]) != loose(cells["title"]):
        left["role"] += 1
    cells["title"] = " · ".join(cells["title"].split("\n"))
    cells["prefix"] = " ".join(cells["prefix"].split())
    return left


def _is_phone(text: str) -> bool:
    return _DIGIT.search(text) is not None


def _is_mail(text: str) -> bool:
    try:
        return bool(mail_of(text))
    except Wrong:
        return False


def _is_language(text: str) -> bool:
    try:
        return bool(language_of(text))
    except Wrong:
        return False
