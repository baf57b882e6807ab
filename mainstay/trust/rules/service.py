"""Kept, more or less than the standard: flexibility upward, an exception downward (R-C-6). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

KEPT, UP, DOWN = "kept", "up", "down"


def went(*, limit: int | None, minutes: int | None, done: bool, wish: bool) -> str:
    """How an occasion went. ``limit`` and ``minutes`` are minutes; without a limit ``done`` says it (R-C-6).

    A wish is what was given beyond the standard; it makes nothing good that came too late.
    """
    short = minutes is not None and minutes > limit if limit is not None else not done
    if short:
        return DOWN
    return UP if wish else KEPT


class Compliance(NamedTuple):
    """So many of so many times the standard was kept; ``wishes`` of them with more than it asks for."""

    kept: int
    of: int
    wishes: int


def compliance(times: Iterable[tuple[str, int]]) -> Compliance:
    """From how occasions went and how often; a wish that was met is no breach (R-C-6)."""
    many = dict.fromkeys((KEPT, UP, DOWN), 0)
    for how, count in times:
        many[how] += count
    kept = many[KEPT] + many[UP]
    return Compliance(kept, kept + many[DOWN], many[UP])
