"""The life of trust: what happened, told as earned, maintained, put in danger, preserved (R-A-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mainstay.trust.rules.word import INSUFFICIENT, NOT_TRUSTED, TRUSTED

KEPT, MISSED, MENDED, RECORD, SAID = "kept", "missed", "mended", "record", "said"
EARNED, MAINTAINED, ENDANGERED, PRESERVED = "earned", "maintained", "endangered", "preserved"
_ON_A_DAY = {KEPT: 0, MISSED: 1, MENDED: 2, RECORD: 3, SAID: 4}  # the record changes by what happened on its day


@dataclass(frozen=True)
class Fact:
    """One thing of one day: a promise kept, missed or put right, the record or the word become another.

    ``word`` is what the record or the client’s word became; ``about`` is whatever proves it.
    """

    on: date
    kind: str
    word: str = ""
    about: Any = None


@dataclass(frozen=True)
class Told:
    """A fact and what it did for trust; empty where it did neither."""

    fact: Fact
    what: str


def told(facts: Iterable[Fact]) -> Iterator[Told]:
    """The facts in order of their days. A kept promise earns trust until the record speaks for it, then maintains it;
    what was put right preserves it (R-A-2)."""
    earned = False
    for fact in sorted(facts, key=lambda each: (each.on, _ON_A_DAY[each.kind])):
        if fact.kind == KEPT:
            yield Told(fact, MAINTAINED if earned else EARNED)
        elif fact.kind == MISSED:
            yield Told(fact, ENDANGERED)
        elif fact.kind == MENDED:
            yield Told(fact, PRESERVED)
        else:
            yield Told(fact, {TRUSTED: EARNED, NOT_TRUSTED: ENDANGERED}.get(fact.word, _lost(fact, earned)))
            earned = fact.word == TRUSTED if fact.kind == RECORD else earned


def _lost(fact: Fact, earned: bool) -> str:
    """A record that says less than before is a danger; too little to say anything is not."""
    return ENDANGERED if fact.kind == RECORD and fact.word == INSUFFICIENT and earned else ""
