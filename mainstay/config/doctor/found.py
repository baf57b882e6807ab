"""What the doctor says of one thing: whether it is well, and where it is not, what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``what`` is its name for programs, ``said`` a sentence for people."""

    what: str
    well: bool
    said: str


def well(what: str, said: str) -> Finding:
    """All is as it should be."""
    return Finding(what, True, said)


def ill(what: str, said: str) -> Finding:
    """Something is to be put right; the sentence says how."""
    return Finding(what, False, said)
