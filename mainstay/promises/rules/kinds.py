"""When two names of a kind are the same kind: pure."""

from __future__ import annotations

import unicodedata


def key_of(name: str) -> str:
    """A name as it is compared: “Print  JOB” and “print job” are one kind (R-B-41)."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()[:80]
