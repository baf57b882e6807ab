"""The filters of a list, as ``<c-filters>`` shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mainstay.kit.plug import Words


@dataclass(frozen=True)
class Choice:
    """One link of a filter; ``key`` is the digit that opens it."""

    label: Words
    url: str
    current: bool
    key: str = ""


@dataclass(frozen=True)
class Group:
    """One filter: what it is called, and what may be chosen."""

    label: Words
    choices: Sequence[Choice]


def said(groups: Sequence[Group]) -> str:
    """What is set, in words: “Mine, both sides, owed”; names of people and teams stand alone or first."""
    words = [str(choice.label) for group in groups for choice in group.choices if choice.current]
    return ", ".join([*words[:1], *(word[:1].lower() + word[1:] for word in words[1:])])
