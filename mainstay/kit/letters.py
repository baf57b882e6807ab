"""One name in its several writings: Latin letters for Cyrillic ones, without accents, and nearer still by sound.

Case, accents, umlauts and ß, Latin and Cyrillic writing by the common schemes (passport, English, German) do not
count. This is no transliteration: it only has to be the same for one word in its writings. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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


def plain(text: str) -> str:
    """Latin letters for Cyrillic ones; no accents on either. For folded text."""
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
def skeleton(word: str) -> str:
    """A word of ``plain`` text as it is compared: equal for most writings of one name (R-B-6, R-X-13)."""
    if not word.isascii():
        return word
    for pattern, to in SOUNDS:
        word = pattern.sub(to, word)
    return word
