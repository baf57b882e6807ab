"""What stays where two records turn out to be one, and who serves them then. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

KEEP, GONE = "keep", "gone"
MANAGER, DEPUTY = "manager", "deputy"


def default(keep: Any, gone: Any) -> str:
    """Which of two values stays where nobody said: the keeper's, unless it has none (R-B-6)."""
    return GONE if keep in (None, "") and gone not in (None, "") else KEEP


@dataclass(frozen=True)
class Serves:
    """That somebody serves the client that is laid aside: an id of the assignment, who, as what, whether still."""

    id: str
    user: str
    role: str
    now: bool


def roles_after(gone: Collection[Serves], keep: Mapping[str, Collection[str]]) -> dict[str, str]:
    """As what each of these serves the keeper from then on, by id; whoever is left out stays with the one laid aside.

    ``keep`` says who serves the keeper now, as what. Whoever serves it already stays what they are there; a client has
    one manager, so the other one becomes deputy and loses nothing from sight (R-A-34).
    """
    managed = any(MANAGER in roles for roles in keep.values())
    found: dict[str, str] = {}
    for one in gone:
        if not one.now:
            found[one.id] = one.role
        elif one.user not in keep:
            found[one.id] = DEPUTY if managed and one.role == MANAGER else one.role
    deputies = {one.user for one in gone if found.get(one.id) == DEPUTY and one.now and one.role == MANAGER}
    return {
        one.id: found[one.id]
        for one in gone
        if one.id in found and not (one.now and one.role == DEPUTY and one.user in deputies)
    }
