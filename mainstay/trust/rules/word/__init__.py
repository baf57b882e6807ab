"""Trust as the client has it: one of three words, set by a person with a reason (R-A-2 to 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TRUSTED, NOT_TRUSTED, INSUFFICIENT = "trusted", "not_trusted", "not_enough_information"
WORDS = (TRUSTED, NOT_TRUSTED, INSUFFICIENT)
PERSON, SIGNED, PROPOSED = "person", "signed", "proposed"
PROSPECT = "prospect"

# Why a word is refused.
NO_WORD, NO_REASON, STANDS, NOT_REGAINED, NOTHING_MISSING, NO_DAY, DAY_GONE = (
    "no_word", "no_reason", "stands", "not_regained", "nothing_missing", "no_day", "day_gone",
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """A word that somebody wants to set, and what is known: ``was`` is the word now, ``set`` whether by a person.

    ``kept_since`` says that a promise was kept after the loss; ``today`` is the client's day.
    """

    word: object
    reason: str
    was: str
    set: bool
    today: date
    kept_since: bool = False
    client_said: str = ""
    missing: str = ""
    decide_by: date | None = None


def implied(stage: str) -> str:
    """The word where nobody said any: who chose to do business with us trusts us (R-A-5)."""
    return INSUFFICIENT if stage == PROSPECT else TRUSTED


def fault(wish: Wish) -> str:
    """Why a word cannot be set; empty where it can (R-A-3, R-A-6, R-A-7)."""
    if not isinstance(wish.word, str) or wish.word not in WORDS:
        return NO_WORD
    if wish.word == INSUFFICIENT:
        if not wish.missing:
            return NOTHING_MISSING
        if wish.decide_by is None:
            return NO_DAY
        if wish.decide_by < wish.today:
            return DAY_GONE
        return ""
    if not wish.reason:
        return NO_REASON
    if wish.word == wish.was and wish.set:
        return STANDS
    if (wish.was, wish.word) == (NOT_TRUSTED, TRUSTED) and not (wish.kept_since or wish.client_said):
        return NOT_REGAINED
    return ""


def disagrees(word: str, said_on: date | None, verdict: str, since: date | None) -> bool:
    """Whether the record, which changed on ``since``, proposes another word than the one said before that day.

    A word that was said on that day or later was said knowing the record; a record of too little proposes nothing.
    """
    if verdict not in (TRUSTED, NOT_TRUSTED) or verdict == word:
        return False
    return said_on is None or since is None or since > said_on
