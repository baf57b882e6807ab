"""Hours of a week as people write them, and as they are kept: [[weekday, "09:00", "12:30"], …]. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Hours = list[list[int | str]]
_PART = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?$")


def read_day(weekday: int, text: str) -> Hours:
    """“9–12:30, 13:15–17:30” on a weekday (0 is Monday), as kept; nothing for an empty text. (SL-1)

    ValueError, holding the part at fault, for what is no stretch of hours that begins before it ends.
    """
    kept: Hours = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;]", text))):
        found = _PART.match(part)
        if found is None:
            raise ValueError(part)
        start, end = _minutes(found[1], found[2]), _minutes(found[3], found[4])
        if not 0 <= start < end <= 24 * 60:
            raise ValueError(part)
        kept.append([weekday, _clock(start), _clock(end)])
    return kept


def write_day(hours: Iterable[Sequence[int | str]], weekday: int) -> str:
    """The hours of one weekday as people write them; empty for a day off. (SL-1)"""
    return ", ".join(f"{start}–{end}" for day, start, end in hours if day == weekday)


def checked(hours: Iterable[Sequence[object]]) -> Hours:
    """Kept hours that came from outside, in order. ValueError, holding what is at fault. (SL-1)"""
    kept: Hours = []
    for entry in hours:
        if len(entry) != 3 or not isinstance(entry[0], int) or not 0 <= entry[0] <= 6:
            raise ValueError(str(list(entry)))
        kept += read_day(entry[0], f"{entry[1]}–{entry[2]}")
    return sorted(kept)


def office(weekend: Iterable[int]) -> Hours:
    """09:00 to 17:00 on every day that is not the weekend: what a new house begins with. (SL-1)"""
    off = set(weekend)
    return [[day, "09:00", "17:00"] for day in range(7) if day not in off]


def _minutes(hour: str, minute: str | None) -> int:
    if int(minute or 0) > 59:
        return -1
    return int(hour) * 60 + int(minute or 0)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
