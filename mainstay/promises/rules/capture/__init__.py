"""A promise in one line, in four languages: what was read, from which words, and what has to be asked. Pure."""

from mainstay.promises.rules.capture.line import LONGEST, Span, folded, tidied
from mainstay.promises.rules.capture.names import keys_of, lookup
from mainstay.promises.rules.capture.reading import understand, written
from mainstay.promises.rules.capture.understood import NEW, OURS, THEIRS, THIRD, Name, Question, Understood
from mainstay.promises.rules.capture.whom import suspects

__all__ = [
    "LONGEST",
    "NEW",
    "OURS",
    "THEIRS",
    "THIRD",
    "Name",
    "Question",
    "Span",
    "Understood",
    "folded",
    "keys_of",
    "lookup",
    "suspects",
    "tidied",
    "understand",
    "written",
]
