"""A sentence is looked up once in each language: a page says some hundreds of them.

Django asks one catalogue after the other each time, and for English, where no catalogue has them, all of them: 28 calls
of functions for a word. What was found is kept beside the catalogue it was found in, as long as that lives.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation.trans_real import DjangoTranslation

MOST = 20_000  # sentences of one language that are kept; all of ours are some thousands
_look_up = DjangoTranslation.gettext


def _gettext(self: Any, message: str) -> str:
    kept: dict[str, str] = self.__dict__.setdefault("sentences_found", {})
    found = kept.get(message)
    if found is None:
        found = _look_up(self, message)
        if len(kept) < MOST and type(message) is str:
            kept[message] = found
    return found


def keep_sentences() -> None:
    """From now on, for every language."""
    DjangoTranslation.gettext = _gettext  # type: ignore[method-assign]
