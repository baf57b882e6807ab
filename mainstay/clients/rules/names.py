"""How names are compared, put in order and found. Pure."""

from __future__ import annotations

import unicodedata

LATIN_ENDS = "\u0250"
DIAERESIS = "\u0308"


def folded(name: str) -> str:
    """The name for comparing: folded case, single spaces, compatible characters made equal; 200 characters.

    Two clients of one name differ in this; accents count: Müller is not Muller (R-B-6).
    """
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in name)
    once = unicodedata.normalize("NFKC", kept).casefold()
    return _spaced(unicodedata.normalize("NFKC", once))


def in_order(name: str) -> str:
    """The name for sorting and finding: as ``folded``, Latin letters without their accents; 200 characters.

    So “Ägypten” stands at A and “munchen” finds München (R-X-13). Cyrillic й stays, ё counts as е.
    """
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", folded(name)):
        if not unicodedata.combining(character):
            base = character
            kept.append(character)
        elif base >= LATIN_ENDS and character != DIAERESIS:
            kept.append(character)
    return _spaced(unicodedata.normalize("NFC", "".join(kept)))


def _spaced(text: str) -> str:
    return " ".join(text.split())[:200].rstrip()


def findable(*parts: str) -> str:
    """Everything a record is found by, as one line (R-X-13)."""
    return "\n".join(found for part in parts if (found := in_order(part)))


def digits(phone: str) -> str:
    """A phone number as it is found: its digits alone (R-X-13)."""
    return "".join(character for character in phone if character.isdecimal())
