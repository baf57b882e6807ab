"""When a day is agreed by both sides: pure (R-B-50)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

OURS, THEIRS = "ours", "theirs"
MANAGEABLE, TOO_TIGHT = "manageable", "too_tight"
UNSAID, NOT_YET, TIGHT, AGREED = "unsaid", "not_yet", "too_tight", "agreed"
T = TypeVar("T")


@dataclass(frozen=True)
class Said(Generic[T]):
    """What one side said of a day; ``told`` is whatever the caller wants to find again."""

    side: str
    word: str
    due_on: date
    told: T


@dataclass(frozen=True)
class Standing(Generic[T]):
    """How a day stands between the sides, and the last that each said of it."""

    state: str
    ours: T | None = None
    theirs: T | None = None


def standing(said: Iterable[Said[T]], due_on: date) -> Standing[T]:
    """How the day a promise stands at is agreed; ``said`` from the earliest to the latest (R-B-50).

    The last word of each side about this very day counts; what was said of another day is history. Agreed only when
    both find it manageable, each for itself.
    """
    last: dict[str, Said[T]] = {one.side: one for one in said if one.due_on == due_on}
    ours, theirs = last.get(OURS), last.get(THEIRS)
    words = {one.word for one in last.values()}
    if not last:
        state = UNSAID
    elif TOO_TIGHT in words:
        state = TIGHT
    else:
        state = AGREED if ours and theirs else NOT_YET
    return Standing(state, ours.told if ours else None, theirs.told if theirs else None)
