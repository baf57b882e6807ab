"""The advice the house carries out: what each piece says, how much of it is built, on which pages it lives (R-X-20).

``config`` tells it when the house starts. One source for the page "advice to screen", for what ``?`` says of the page
at hand, and for what a refusal rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mainstay.kit.plug import Words
else:
    Words = str

WHOLE, PART, NOT_YET = "whole", "part", "not_yet"
BUILT = (WHOLE, PART, NOT_YET)


@dataclass(frozen=True)
class Place:
    """Where advice lives: one page or several of a kind, by the names of their addresses.

    ``link`` is the page that leads there and takes no arguments; ``right`` is what one needs to open it.
    """

    label: Words
    link: str
    views: Sequence[str] = ()
    right: str = ""

    @property
    def pages(self) -> Sequence[str]:
        """The names of all its pages."""
        return self.views or (self.link,)


@dataclass(frozen=True)
class Advice:
    """One piece of advice in our own words.

    ``part`` says what of it is built, where ``built`` is "part"; ``comes_with`` what will bring it, where it is
    "not_yet"; ``lives`` are names of places.
    """

    says: Words
    built: str
    part: Words = ""
    comes_with: Words = ""
    lives: Sequence[str] = ()


def whole(says: Words, *lives: str) -> Advice:
    """Advice that is carried out."""
    return Advice(says, WHOLE, lives=lives)


def part(says: Words, what: Words, *lives: str) -> Advice:
    """Advice that is carried out in part: which part."""
    return Advice(says, PART, part=what, lives=lives)


def not_yet(says: Words, comes_with: Words) -> Advice:
    """Advice that is not carried out yet: what will bring it."""
    return Advice(says, NOT_YET, comes_with=comes_with)


_EVERY: dict[str, Advice] = {}
_PLACES: dict[str, Place] = {}


def know(every: Mapping[str, Advice], places: Mapping[str, Place]) -> None:
    """Tell all advice by number, in order, and the places it lives at; the roof does, when the house starts."""
    _EVERY.clear()
    _EVERY.update(every)
    _PLACES.clear()
    _PLACES.update(places)


def every() -> Mapping[str, Advice]:
    """All advice by number, in order."""
    return _EVERY


def places_of(number: str) -> list[Place]:
    """Where a piece of advice lives; none for a number nobody knows."""
    one = _EVERY.get(number)
    return [_PLACES[name] for name in one.lives] if one else []


def of_page(view_name: str) -> list[str]:
    """The numbers of the advice that a page carries out, by the name of its address; none where it is unknown."""
    here = {name for name, place in _PLACES.items() if view_name in place.pages}
    return [number for number, one in _EVERY.items() if here & set(one.lives)]
