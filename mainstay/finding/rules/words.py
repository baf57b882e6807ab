"""The words of a slip: as they are written, as they are compared, and how a name begins and sounds (R-X-13).

A word stands behind the letter of its sort: ``chale`` is a client’s, ``phale`` a person’s. A sign after that letter
says that it is no word: ``_`` the beginning of a name without its blanks, ``~`` how a name sounds to a reader of
another writing, ``#`` the digits of a phone number from the last to the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mainstay.finding.rules.sounds import sounds
from mainstay.finding.rules.stems import malay_root
from mainstay.kit import letters

VERSION = 1  # of these rules: where it rises, every house writes its index anew
BEGINNING, SOUND, BACKWARDS = "_", "~", "#"
LONGEST = 40  # signs of one word
MOST = 400  # words of one slip
BEGINS = 16  # signs of the beginning of a name
FEW = 2  # so many letters alone are no beginning of a word, only of a name
_WORD = re.compile(r"[^\W_]+")
_PHONE_ZERO = re.compile(r"\(0\)")
_CODES = re.compile(r"^(?:00)?(?P<code>1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})")


def split(text: str) -> list[str]:
    """The words of a text, folded, in Latin letters without accents; each at most 40 signs."""
    if text.isascii():
        told = text.lower().replace("'", "") if "'" in text else text.lower()
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        told = letters.plain(folded.translate(letters.WITHOUT_APOSTROPHES))
    return [word[:LONGEST] for word in _WORD.findall(told)]


def forms(word: str) -> tuple[str, ...]:
    """A word of ``split`` as it is written, and as it is compared where that differs."""
    return _alike(word) if word.isalpha() and word.isascii() else (word,)


@lru_cache(maxsize=16_384)  # numbers are not kept: a long list has as many as rows
def _alike(word: str) -> tuple[str, ...]:
    near = letters.skeleton(word)
    return (word,) if near == word else (word, near)


def slip_words(
    sort: str,
    *,
    name: str = "",
    turned: bool = False,
    texts: Iterable[str] = (),
    phones: Iterable[str] = (),
    language: str = "",
) -> str:
    """What a slip holds, one blank between words.

    ``sort`` is one letter. ``name`` is found by its beginning and its sound too, ``turned`` from its last word as well
    (a person’s). ``phones`` are digits, with or without their country. ``language`` of the texts: in “ms” a word is
    found by its root too.
    """
    found: list[str] = [sort + told for told in _named(name, turned)] if name else []
    for phone in phones:
        found += [sort + told for told in _called(phone)]
    for text in texts:
        if text:
            for word in split(text):
                found += [sort + form for form in forms(word)]
                if language == "ms" and (root := malay_root(word)):
                    found.append(sort + root)
    return " ".join([*dict.fromkeys(found)][:MOST])


def _named(name: str, turned: bool) -> Iterator[str]:
    words = split(name)
    for order in (words, [*words[-1:], *words[:-1]]) if turned else (words,):
        begins = "".join(order)
        yield from (BEGINNING + begins[:many] for many in (1, FEW, BEGINS) if begins)
    for word in words:
        yield from forms(word)
    for spoken in _WORD.findall(name):
        known = {told for word in split(spoken) for told in forms(word)}
        yield from (SOUND + sound for sound in sorted(sounds(spoken) - known))


def digits_of(told: str) -> str:
    """The digits of a number as somebody spells it, without the zeros before the country or the area."""
    return "".join(sign for sign in _PHONE_ZERO.sub("", told) if sign.isdecimal()).lstrip("0")


def _called(phone: str) -> Iterator[str]:
    number = digits_of(phone)
    if not number:
        return
    yield number
    if phone.strip().startswith(("+", "00")) and (national := number[_code(number) :]):
        yield national
    yield BACKWARDS + number[::-1]


def _code(number: str) -> int:
    found = _CODES.match(number)
    return len(found["code"]) if found else 0
