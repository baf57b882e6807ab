"""The stems of words in the four languages, so that one form of a word finds the others (R-X-13).

A stem at the beginning of its word needs no place in the index: words are found by their beginning. Malay builds
before the word as well (penghantaran, hantar), so that of Malay texts the root is written down.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

SHORTEST = 4  # letters of a root or a stem; below that it is the beginning of too many words


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # thirty languages: only who stems waits for it

    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=50_000)
def malay_root(word: str) -> str:
    """The root of a Malay word, where it does not stand at its beginning; else nothing."""
    if len(word) <= SHORTEST or not word.isascii() or not word.isalpha():
        return ""
    root: str = _stemmer("indonesian").stemWord(word)
    return root if len(root) >= SHORTEST and not word.startswith(root) else ""


def stems(word: str) -> set[str]:
    """What a word as typed begins with in every form of it, in the four languages; folded, in its own letters."""
    told = word.casefold()
    if not told.isalpha():
        return set()
    if told.isascii() or any("ß" <= sign <= "ÿ" for sign in told):
        found = {_stemmer(each).stemWord(told) for each in ("english", "german")} | {malay_root(told)}
    else:
        found = {_stemmer("russian").stemWord(told)}
    return {short for one in found if len(short := one.removesuffix("i")) >= SHORTEST} - {told}
