"""A question made lighter for an index: all ways in one, without what another way holds, without common words. Pure."""

from __future__ import annotations

from collections.abc import Collection

from mainstay.finding.rules.asking import Asked, Every, Part, Question


def together(asked: Asked) -> Question:
    """All ways at once: whatever answers one of them answers this (R-X-13). What a farther way holds is left out."""
    kept: list[Every] = []
    for every in dict.fromkeys((*asked.afar, *asked.parts, *asked.whole, *asked.begins)):
        if not any(_within(every, other) for other in kept):
            kept.append(every)
    return tuple(kept)


def lean(question: Question, common: Collection[Part]) -> Question:
    """Without the parts that lie in common ones, where others are left; what answers the question answers this, too."""
    return tuple(
        tuple(part for part in every if not any(_of(part, wide) for wide in common)) or every for every in question
    )


def _within(every: Every, other: Every) -> bool:
    """Whether whatever holds the one holds the other, part by part."""
    return len(every) == len(other) and all(map(_of, every, other))


def _of(part: Part, wide: Part) -> bool:
    return all(any(term == one or (one.begins and term.word.startswith(one.word)) for one in wide) for term in part)
