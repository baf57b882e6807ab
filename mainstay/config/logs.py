"""How a line of the log reads: one line an event, in UTC, whatever somebody put into a name or an address."""

from __future__ import annotations

import logging
import time
import unicodedata
from typing import Any


class Line(logging.Formatter):
    """``2026-03-02T09:00:00Z WARNING mainstay.security: …``; signs that would begin a line of their own are escaped."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = None

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (its name at logging)
        """The line, before what went wrong in the code is added beneath it."""
        return harmless(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """What went wrong, indented: no line of it reads as an event."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(f"    {harmless(line)}" for line in lines)


def harmless(text: str) -> str:
    """The text with every control character and everything that steers a terminal written out."""
    return "".join(
        each if each.isprintable() or unicodedata.category(each) == "Zs" else each.encode("unicode_escape").decode()
        for each in text
    )
