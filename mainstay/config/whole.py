"""What was sent is taken whole or not at all: a form or a list that breaks off on its way is refused, never kept half.

A web server hands over what came; Django believes it. A line that breaks in the middle of a list of clients would
leave the first half of it here, told as a list that was read to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.core.exceptions import BadRequest

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Readable(Protocol):
    """What a web server hands over."""

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""

    def readline(self, size: int) -> bytes:
        """A line, or so many bytes of it; none at the end."""


class Counted:
    """A body that has to be as long as was said. Raises BadRequest (400) where it ends before."""

    def __init__(self, body: Readable, length: int) -> None:
        self.body, self.left = body, length

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all that is left; fewer at the end alone."""
        wanted = self.left if size < 0 else min(size, self.left)
        told = self.body.read(wanted) if wanted else b""
        while len(told) < wanted:
            more = self.body.read(wanted - len(told))
            if not more:
                raise BadRequest("what was sent breaks off")
            told += more
        self.left -= wanted
        return told

    def readline(self, size: int = -1) -> bytes:
        """A line with its end, or so many bytes of it."""
        wanted = self.left if size < 0 else min(size, self.left)
        told = self.body.readline(wanted) if wanted else b""
        if wanted and not told:
            raise BadRequest("what was sent breaks off")
        self.left -= len(told)
        return told


def whole(application: Application) -> Application:
    """The application, given bodies that are as long as their senders said."""

    def counting(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isdigit() and length != "0":
            environ["wsgi.input"] = Counted(environ["wsgi.input"], int(length))
        return application(environ, start)

    return counting
