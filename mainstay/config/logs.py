"""How a line of the log reads: one line an event, in UTC, whatever somebody put into a name or an address."""

from __future__ import annotations

import json
import logging
import time
import unicodedata
from datetime import UTC, datetime
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


class Json(logging.Formatter):
    """The same as a line of JSON: at, level, origin, said, and what went wrong where something did."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever is in it: JSON escapes what would begin another."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "level": record.levelname, "origin": record.name, "said": record.getMessage()}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told)


def handlers(form: str, syslog: str) -> dict[str, dict[str, Any]]:
    """Where lines go: standard error, as ``lines`` or ``json``; by syslog (UDP) to host:port too, where one is told."""
    formatter = "json" if form == "json" else "line"
    found: dict[str, dict[str, Any]] = {"stderr": {"class": "logging.StreamHandler", "formatter": formatter}}
    if syslog:
        host, _colon, port = syslog.rpartition(":")
        address = (host, int(port))
        found["syslog"] = {"class": "logging.handlers.SysLogHandler", "address": address, "formatter": formatter}
    return found


def harmless(text: str) -> str:
    """The text with every control character and everything that steers a terminal written out."""
    return "".join(
        each if each.isprintable() or unicodedata.category(each) == "Zs" else each.encode("unicode_escape").decode()
        for each in text
    )
