"""When two names look like one: a key that is equal for them, to warn and to ask by, never to merge by (R-B-6).

Case, accents, umlauts and ß, punctuation, Latin and Cyrillic writing by the common schemes (passport, English,
German), legal forms of firms, order of words and titles of persons do not count. The key is no transliteration:
it only has to be the same for one name in its several writings, and another one for another name. Scientific
transliteration is met only where it is written without its hooks: “Žukov” is “Zukov”, not “Zhukov”.
"""

from __future__ import annotations

import re

from mainstay.clients.rules.forms_of_firms import CYRILLIC as CYRILLIC_FORMS
from mainstay.clients.rules.forms_of_firms import without_legal_form
from mainstay.clients.rules.names import folded
from mainstay.kit import letters

LONGEST = 200
AND = frozenset({"and", "und", "et", "dan", "og", "och", "en", "i"})
TITLES = frozenset(
    [
        "dr",
        "prof",
        "professor",
        "dipl",
        "ing",
        "mag",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "sir",
        "herr",
        "frau",
        "hr",
        "fr",
        "encik",
        "puan",
        "cik",
        "dato",
        "datuk",
        "datin",
        "mme",
        "mlle",
        "gospodin",
        "gospozha",
    ]
)


def firm_key(name: str) -> str:
    """How a firm's name is compared: its skeleton without the legal form; 200 characters (R-B-6)."""
    told = _undotted(folded(name)).split()
    bare = [word for word in told if word.strip('"«»“”„(),.') not in CYRILLIC_FORMS] or told
    words = _words(" ".join(bare))
    words = _initials_together([word for word in words if word not in AND] or words)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return _key([letters.skeleton(word) for word in without_legal_form(words)], name)


def person_key(name: str) -> str:
    """How a person's name is compared: its skeleton, without titles, whatever the order; 200 characters (R-B-6)."""
    told = _words(name)
    words = [word for word in told if word not in TITLES and word not in AND - {"i"}] or told
    return _key(sorted(letters.skeleton(word) for word in words), name)


def _key(words: list[str], name: str) -> str:
    return " ".join(word for word in words if word)[:LONGEST].rstrip() or folded(name)


def _undotted(name: str) -> str:
    """“S.A.” and “A/S” as one word."""
    return re.sub(r"(?<![^\W_])([^\W\d_])[./](?=[^\W\d_](?:[./]|(?![^\W_])))", r"\1", name)


def _initials_together(words: list[str]) -> list[str]:
    """“J P Morgan” as “JP Morgan”."""
    found: list[str] = []
    before = ""
    for word in words:
        if len(word) == 1 and before and len(before) == 1:
            found[-1] += word
        else:
            found.append(word)
        before = word
    return found


def _words(name: str) -> list[str]:
    """The words of a name, folded, in Latin letters without accents."""
    told = folded(name).translate(letters.WITHOUT_APOSTROPHES)
    return re.findall(r"[^\W_]+", letters.plain(told))
