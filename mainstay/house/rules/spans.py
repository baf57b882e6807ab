"""Lengths of time as people type them: 31d, 2h, 1w 3d, -30m. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_PART = re.compile(r"(\d{1,9})\s*([wdhms])")
_WHOLE = re.compile(r"(?P<sign>[+-]?)\s*(?P<parts>(\d{1,9}\s*[wdhms]\s*)+)")


def read(text: str) -> timedelta:
    """“31d”, “2h”, “1w 3d”, “-30m” as a length of time. ValueError for anything else. (R-X-1)"""
    found = _WHOLE.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(text)
    try:
        length = sum(
            (timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _PART.findall(found["parts"])), timedelta()
        )
    except OverflowError:
        raise ValueError(text) from None
    return -length if found["sign"] == "-" else length
