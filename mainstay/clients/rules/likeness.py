"""When two names look like one: a key that is equal for them, to warn and to ask by, never to merge by (R-B-6).

Case, accents, umlauts and ß, punctuation, Latin and Cyrillic writing by the common schemes (passport, English,
German), legal forms of firms, order of words and titles of persons do not count. The key is no transliteration:
it only has to be the same for one name in its several writings, and another one for another name. Scientific
transliteration is met only where it is written without its hooks: “Žukov” is “Zukov”, not “Zhukov”.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mainstay.clients.rules.forms_of_firms import CYRILLIC as CYRILLIC_FORMS
from mainstay.clients.rules.forms_of_firms import without_legal_form
from mainstay.clients.rules.names import folded

LONGEST = 200
CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщъыьэюяіїєґўјљњђћџѓќѕ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "i",
            "yi",
            "ye",
            "g",
            "u",
            "y",
            "l",
            "n",
            "d",
            "ch",
            "dzh",
            "g",
            "k",
            "z",
        ],
        strict=True,
    )
) | {"ж": "zh", "ё": "e"}
CYRILLIC = {sign: "" if latin == "_" else latin for sign, latin in CYRILLIC.items()}
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʹʺʼ′″ʻ"))
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
# In this order; each leaves the writings of one name nearer to each other.
SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<![aeiouyq])([aou])e(?=[a-z])", r"\1"),  # Mueller, Müller, Muller; not Bauer, not Xue
        (r"\baa|(?<=[^aeiou])aa", "a"),  # Aarhus, Århus
        (r"schtsch|shtsh|shh", "shch"),  # Schtschukin, Shchukin
        (r"tsch|tch", "ch"),
        (r"sch", "sh"),
        (r"tz", "ts"),
        (r"\bhr|[ck]hr", "kr"),  # Christian, Khristian, Kristian, Христиан
        (r"kh", "h"),
        (r"(?<=[aeiouy])ch", "h"),  # Michail, Mikhail, Михаил
        (r"ck", "k"),
        (r"c(?![eihy])", "k"),  # Victor, Viktor
        (r"x", "ks"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"(?<=h)o(?=va?\b)", "e"),  # Gorbatschow, Gorbachev
        (r"(?<=[bcdfghklmnprstvz])[yj]o", "e"),  # Fyodor, Fedor, Фёдор
        (r"(?<=[bcdfghklmnprstvz])[ijy]e(?=v)", "e"),  # Soloviev, Solovyev, Соловьев
        (r"(?<=[bcdfghklmnprstvz])[ijy]u(?=[a-z])", "u"),  # Lyudmila, Ludmila, Мюллер; not Liu
        (r"\b[yj]e", "e"),  # Yelena, Jelena, Elena
        (r"(?<=[aeou])[yj]e", "e"),  # Alekseyev, Alekseev
        (r"[yj]", "i"),
        (r"i{2,}", "i"),  # Dmitriy, Dmitrij, Dmitry
    )
)


def firm_key(name: str) -> str:
    """How a firm's name is compared: its skeleton without the legal form; 200 characters (R-B-6)."""
    told = _undotted(folded(name)).split()
    bare = [word for word in told if word.strip('"«»“”„(),.') not in CYRILLIC_FORMS] or told
    words = _words(" ".join(bare))
    words = _initials_together([word for word in words if word not in AND] or words)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return _key([_skeleton(word) for word in without_legal_form(words)], name)


def person_key(name: str) -> str:
    """How a person's name is compared: its skeleton, without titles, whatever the order; 200 characters (R-B-6)."""
    told = _words(name)
    words = [word for word in told if word not in TITLES and word not in AND - {"i"}] or told
    return _key(sorted(_skeleton(word) for word in words), name)


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
    told = folded(name).translate(WITHOUT_APOSTROPHES)
    return re.findall(r"[^\W_]+", _plain(told))


def _plain(text: str) -> str:
    """Latin letters for Cyrillic ones; no accents on either."""
    if text.isascii():
        return text
    kept: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        if sign in CYRILLIC:
            kept.append(CYRILLIC[sign])
            continue
        parts = unicodedata.normalize("NFD", LETTERS.get(sign, sign))
        kept += [CYRILLIC.get(part, part) for part in parts if not unicodedata.combining(part)]
    return "".join(kept)


@lru_cache(maxsize=50_000)
def _skeleton(word: str) -> str:
    if not word.isascii():
        return word
    for pattern, to in SOUNDS:
        word = pattern.sub(to, word)
    return word
