"""How words are compared in the index, and how what somebody typed is asked of it. Pure."""

from mainstay.finding.rules.asking import LONGEST, Question, Term, asked, words_asked
from mainstay.finding.rules.matching import in_fts, in_tsquery, matches
from mainstay.finding.rules.sounds import sounds
from mainstay.finding.rules.stems import stems
from mainstay.finding.rules.words import VERSION, digits_of, slip_words, split

__all__ = [
    "LONGEST",
    "VERSION",
    "Question",
    "Term",
    "asked",
    "digits_of",
    "in_fts",
    "in_tsquery",
    "matches",
    "slip_words",
    "sounds",
    "split",
    "stems",
    "words_asked",
]
