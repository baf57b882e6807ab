"""Countries as people call them: two letters are for programs and files."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language


@cache
def _named(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).territories)


def country_words(code: str) -> str:
    """A country of two letters in the reader's language; what is none is said as it stands."""
    return _named((get_language() or "en")[:2]).get(code, code)
