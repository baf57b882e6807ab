"""Tables: the record, what they are used to, the word. Each lives in a module of its own."""

from __future__ import annotations

from mainstay.trust.models.customs import Custom, Extra, Lesson, Reduction, Understanding
from mainstay.trust.models.usual import Anew, Notice, Stirred, Stretch, Usual

__all__ = [
    "Anew",
    "Custom",
    "Extra",
    "Lesson",
    "Notice",
    "Reduction",
    "Stirred",
    "Stretch",
    "Understanding",
    "Usual",
]
