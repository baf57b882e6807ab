"""What a house asks of whoever comes in: a second step, and proof anew after a rest. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

EVERYBODY = "everybody"
SHORTEST_REST, LONGEST_REST = 5, 24 * 60  # minutes


def wants_second_step(asked_of: Collection[str], roles: Iterable[str]) -> bool:
    """Whether a house that asks it of these roles, or of everybody, asks it of whoever holds ``roles`` (R-X-17)."""
    return EVERYBODY in asked_of or not set(asked_of).isdisjoint(roles)


def may_have_rested(seconds: float) -> bool:
    """Whether nothing was asked for so long that a house might want proof; saves looking what this one wants."""
    return seconds >= SHORTEST_REST * 60


def has_rested(seconds: float, minutes: int) -> bool:
    """Whether nothing was asked for as long as a sign-in may rest in this house (R-X-17)."""
    return seconds >= minutes * 60
