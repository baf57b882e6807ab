"""Whether a password stands in a list of leaked ones that the operator keeps: asked here, without a network.

The list is text, a line for each: the SHA-1 of the password in capital sixteens, perhaps a colon and how often it was
seen; sorted. That is how “Pwned Passwords” is handed out. A line is found in some 36 looks, however long the list.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DIGITS = 40  # of a digest
LINE = re.compile(rb"[0-9A-F]{40}(?::[0-9]+)?\s*")
SAMPLES = 64


def is_leaked(password: str, file: str) -> bool:
    """Whether ``file`` has the password; no file, no leaks (R-X-17). Raises OSError where it cannot be read."""
    if not file:
        return False
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with _opened(file) as told:
        return _found(told, digest)


def is_such_a_list(file: str) -> bool:
    """Whether samples of ``file``, first and last lines among them, are digests in order. Raises OSError."""
    with _opened(file) as told:
        places = [(len(told) - 1) * number // SAMPLES for number in range(SAMPLES + 1)]
        lines = [told[start:end] for start, end in (_line(told, place, 0, len(told)) for place in places)]
    whole = all(LINE.fullmatch(line) for line in lines)
    return whole and lines == sorted(lines)


def _found(told: mmap.mmap, digest: bytes) -> bool:
    low, high = 0, len(told)
    while low < high:
        start, end = _line(told, (low + high) // 2, low, high)
        here = told[start : start + DIGITS]
        if here == digest:
            return True
        low, high = (end, high) if here < digest else (low, start)
    return False


def _line(told: mmap.mmap, place: int, low: int, high: int) -> tuple[int, int]:
    """Where the line around a place begins, and where the next does."""
    start, end = told.rfind(b"\n", low, place), told.find(b"\n", place, high)
    return (low if start < 0 else start + 1), (high if end < 0 else end + 1)


@contextmanager
def _opened(file: str) -> Iterator[mmap.mmap]:
    with Path(file).open("rb") as held:
        try:
            told = mmap.mmap(held.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise OSError(f"{file} is empty") from None
        with told:
            yield told
