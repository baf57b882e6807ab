"""Which passwords are too easy to guess. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable

SHORTEST, LONGEST = 12, 128  # characters; NIST SP 800-63B: long rather than motley, no rules on kinds of signs
REMAINS = 6  # letters that must remain once all that is known was taken away
DIFFERENT = 5  # different signs
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
        "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")  # fmt: skip
AS_LETTERS = str.maketrans("013457@$!", "oieastasi")


def plain(text: str) -> str:
    """A text as a guesser tries it: one form of every sign, small letters (R-X-17)."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(texts: Iterable[str]) -> list[str]:
    """The words of names and addresses that a guesser knows, of four signs or more, the longest first (R-X-17)."""
    found = {word for text in texts for word in re.split(r"[\W_]+", plain(text)) if len(word) >= 4}
    return sorted(found, key=lambda word: (-len(word), word))


def weakness(password: str, *, known: Iterable[str], listed: Callable[[str], bool]) -> str:
    """Why a password is too easy: “short”, “long”, “few”, “names” or “listed”; empty for one that will do (R-X-17).

    ``known`` are names and addresses of the person and the house; ``listed`` says whether a text stands in the list
    of passwords that everybody uses.
    """
    told = plain(password)
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if len(set(told)) < DIFFERENT or _is_run(told):
        return "few"
    if _is_listed(told, listed):
        return "listed"
    return "names" if _only_names(told, words_of(known)) else ""


def _is_listed(told: str, listed: Callable[[str], bool]) -> bool:
    """As it stands; without figures and signs around it; with figures that stand for letters; said twice."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", told)
    tries = {told, core, told.translate(AS_LETTERS), core.translate(AS_LETTERS)}
    tries |= {each[: len(each) // 2] for each in tries if len(each) % 2 == 0 and each == each[: len(each) // 2] * 2}
    return any(listed(each) for each in tries if len(each) >= 4)


def _only_names(told: str, known: Collection[str]) -> bool:
    """Whether little remains once names, figures and signs were taken away."""
    if not any(word in told for word in known):
        return False
    for word in known:
        told = told.replace(word, " ")
    return len(re.sub(r"[\W\d_]+", "", told)) < REMAINS


def _is_run(told: str) -> bool:
    """Whether it is one stretch of a keyboard, the alphabet or figures, either way, or one piece repeated."""
    for size in range(1, len(told) // 2 + 1):
        if len(told) % size == 0 and size <= 4 and told == told[:size] * (len(told) // size):
            return True
    pieces = [told[start : start + 3] for start in range(len(told) - 2)]
    rows = [*ROWS, *(row[::-1] for row in ROWS)]
    inside = sum(any(piece in row for row in rows) for piece in pieces)
    return inside >= len(pieces) - 3
