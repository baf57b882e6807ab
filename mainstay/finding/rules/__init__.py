"""How words are compared in the index, and how what somebody typed is asked of it. Pure."""

from mainstay.finding.rules.asking import LONGEST, Part, Question, Term, asked, words_asked
from mainstay.finding.rules.leaning import lean, together
from mainstay.finding.rules.matching import in_fts, in_tsquery, matches, nearness, ways
from mainstay.finding.rules.sounds import sounds
from mainstay.finding.rules.stems import stems
from mainstay.finding.rules.words import VERSION, digits_of, slip_words, split

__all__ = [
    "LONGEST",
    "VERSION",
    "Part",
    "Question",
    "Term",
    "asked",
    "digits_of",
    "in_fts",
    "in_tsquery",
    "lean",
    "matches",
    "nearness",
    "slip_words",
    "sounds",
    "split",
    "stems",
    "together",
    "ways",
    "words_asked",
]
