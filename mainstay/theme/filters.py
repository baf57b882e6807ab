"""The filters of a list, as ``<c-filters>`` shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mainstay.kit.plug import Words


@dataclass(frozen=True)
class Choice:
    """One link of a filter; ``key`` is the digit that opens it. A name is said as it is written."""

    label: Words
    url: str
    current: bool
    key: str = ""
    is_name: bool = False


@dataclass(frozen=True)
class Group:
    """One filter: what it is called, and what may be chosen."""

    label: Words
    choices: Sequence[Choice]


def said(groups: Sequence[Group]) -> str:
    """What is set, in words: “Mine, both sides, owed”; only its first word, and names, are capital."""
    set_now = [choice for group in groups for choice in group.choices if choice.current]
    return ", ".join([*(str(choice.label) for choice in set_now[:1]), *map(_within, set_now[1:])])


def _within(choice: Choice) -> str:
    word = str(choice.label)
    return word if choice.is_name else word[:1].lower() + word[1:]
