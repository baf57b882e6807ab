"""Sentences that pure code may say: English words and values now, the reader's language when they are read.

Rules and parsers know no Django, and a reason found now may be read by someone else later; so a sentence is
kept as data and translated at the moment it becomes text. ``from mainstay.kit.sentences import sentence as
_`` keeps the words where the tools that gather messages look for them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with ``%(name)s`` places and what belongs there; ``str()`` says it in the active language."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        spoken = _in_the_readers_language(self.text)
        return spoken % dict(self.values) if self.values else spoken


def sentence(text: str, **values: object) -> Sentence:
    """Put a sentence down, to be said later. Import it as ``_``."""
    return Sentence(text, tuple(sorted(values.items())))


def _in_the_readers_language(text: str) -> str:
    # Looked up, not imported: what is pure must not bring Django in, and where Django runs it is loaded.
    translation = sys.modules.get("django.utils.translation")
    return str(translation.gettext(text)) if translation is not None else text
