"""The line itself: tidied once, folded sign by sign so that places stay the same, and whose language it is."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 400  # signs of a line; a promise holds 300
LANGUAGES = ("en", "de", "ms", "ru")
_SAME = str.maketrans({"ё": "е", "’": "'", "‘": "'", "ʼ": "'", "\u2011": "-", "–": "-", "—": "-"})
_TELLING = {
    "en": "by to the for send with before until and on of at their our will they call ring next in from report draft",
    "de": "bis an der die das den dem und für fuer mit vom zum zur am um uhr nach wir senden schicken bei einen eine"
    " rechnung angebot entwurf heute morgen nächste nächsten ende vor",
    "ms": "kepada sebelum hantar dan untuk pada hari dengan pukul jam ke akan telefon sebut harga yang petang pagi"
    " malam esok lusa depan bayar semak daripada dalam minggu bulan",
}
_KNOWN = {language: frozenset(words.split()) for language, words in _TELLING.items()}


class Span(NamedTuple):
    """From and until, in signs of the tidied line."""

    start: int
    end: int


def tidied(line: str) -> str:
    """The line in composed form, with single blanks; signs that cannot be kept become blanks."""
    composed = unicodedata.normalize("NFC", line)
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in composed)
    return " ".join(kept.split())


def folded(line: str) -> str:
    """In small letters, ё as е, every dash a hyphen; exactly as long as the line."""
    small = "".join(low if len(low := sign.lower()) == 1 else sign for sign in line)
    return small.translate(_SAME).replace("\u00a0", " ").replace("\u202f", " ")


def language_of(line: str, otherwise: str) -> str:
    """The language most of its known words are of: it orders the day and the month of 12/3."""
    low = folded(line)
    if re.search("[а-я]{2}", low):
        return "ru"
    words = re.findall(r"[^\W\d_]+", low)
    found = {language: sum(word in known for word in words) for language, known in _KNOWN.items()}
    most = max(found.values())
    first = [language for language in LANGUAGES if found.get(language) == most]
    return otherwise if not most or otherwise in first else first[0]
