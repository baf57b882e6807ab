"""What a token may be used for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def allows(parts: Collection[str], *, read_only: bool, part: str, method: str) -> str:
    """Why a token does not do this: “reads” or “part”; empty where it does (R-X-3).

    ``parts`` are the capabilities it is for, by name; none means all. ``part`` is the one that is asked,
    ``method`` the word of HTTP.
    """
    if parts and part not in parts:
        return "part"
    return "reads" if read_only and method not in READING else ""


def tidy(told: Iterable[str], there: Sequence[str]) -> list[str]:
    """The parts that were told, each once, in the order of the house; raises KeyError for one that is not (R-X-3)."""
    named = {" ".join(part.split()).casefold() for part in told} - {""}
    if strange := named - set(there):
        raise KeyError(min(strange))
    return [part for part in there if part in named]
