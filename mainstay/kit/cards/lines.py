"""The lines of a card file: any line end and encoding, folded lines put together, nothing large ever kept.

The three versions fold in three ways: 2.1 at blanks, which stay, and by quoted-printable's soft breaks; 3.0 and
4.0 anywhere, with one blank that goes. Pictures may run over lines that are not even indented.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.source import LONGEST_CELL, Unreadable

MOST_PICTURE = 16_777_216  # characters of a picture, a sound or a key; they are left out, but must end some day
_HARD_FOLD = 70  # a line at least this long was folded by its length, a shorter one at a blank
_PICTURES = frozenset(("PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"))
_PROPERTY = re.compile(r"(?:[\w-]+\.)*(?P<name>[\w-]+)(?P<parameters>;[^:]*+|)\s*+:", re.ASCII)
_ENCODED = re.compile(r";\s*(?:ENCODING\s*=\s*)?\"?(?P<how>QUOTED-PRINTABLE|BASE64|B)\"?(?=[;:]|$)", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_FRAME = re.compile(r"\s*(?:BEGIN|END|VERSION)\s*:", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """One line of a file, put together: where it begins, its text, and whether its value was left out."""

    number: int
    text: str
    picture: bool = False


def lines(file: BinaryIO, encoding: str) -> Iterator[Line]:
    """The lines of a file, put together. Bytes that are no ``encoding`` stay as surrogates, to be read later."""
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    with io.TextIOWrapper(file, encoding=encoding, errors=errors, newline=None) as text:
        yield from _Folded(text).lines()


class _Folded:
    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._number = 0
        self._ahead: str | None = None
        self._version = ""

    def _next(self) -> str | None:
        """The next line as it stands, without its end; None behind the last."""
        if self._ahead is not None:
            line, self._ahead = self._ahead, None
            return line
        line = self._text.readline(MOST_PICTURE + 1)
        if not line:
            return None
        self._number += 1
        if len(line) > MOST_PICTURE:
            raise _too_long(self._number, MOST_PICTURE)
        if "\0" in line:
            raise Unreadable(_("Line %(line)d holds a NUL byte: that is no card.", line=self._number))
        return line.rstrip("\r\n").removeprefix("\ufeff") if self._number == 1 else line.rstrip("\r\n")

    def lines(self) -> Iterator[Line]:
        while (first := self._next()) is not None:
            if not first.strip():
                continue
            number = self._number
            self._version = _version(first) or self._version
            told = _PROPERTY.match(first.lstrip())
            encoded = _ENCODED.search(told["parameters"]) if told else None
            how = encoded["how"].upper() if encoded else ""
            picture = told is not None and (told["name"].upper() in _PICTURES or how in ("BASE64", "B"))
            if picture:
                self._skip(first, number)
                yield Line(number, first[: first.index(":") + 1], picture=True)
            elif how == "QUOTED-PRINTABLE":
                yield Line(number, self._soft(first, number))
            else:
                yield Line(number, self._unfolded(first, number))

    def _unfolded(self, first: str, number: int) -> str:
        pieces, length, last = [first], len(first), first
        while (line := self._next()) is not None:
            if not line.strip():
                continue
            if line[0] not in " \t":
                self._ahead = line
                break
            at_a_blank = self._version == "2.1" and len(last) < _HARD_FOLD
            pieces.append(f" {line.lstrip()}" if at_a_blank else line[1:])
            length, last = length + len(line), line
            if length > LONGEST_CELL:
                raise _too_long(number, LONGEST_CELL)
        return "".join(pieces)

    def _soft(self, first: str, number: int) -> str:
        """A quoted-printable value, its soft breaks taken out; a break before the end of a card is a slip."""
        pieces, length = [first], len(first)
        while (line := self._next()) is not None:
            last = pieces[-1].rstrip(" \t")
            soft, indented = last.endswith("="), line[:1] in (" ", "\t")
            if _FRAME.match(line) or not (soft or indented):
                self._ahead = line
                break
            pieces[-1] = last[:-1] if soft else pieces[-1]
            pieces.append(line if soft else line[1:])
            length += len(line)
            if length > LONGEST_CELL:
                raise _too_long(number, LONGEST_CELL)
        return "".join(pieces).rstrip("=") if pieces[-1].endswith("=") else "".join(pieces)

    def _skip(self, first: str, number: int) -> None:
        """Pass over a picture: indented lines, and lines of nothing but base64."""
        length = len(first)
        while (line := self._next()) is not None:
            if line and line[0] not in " \t" and (":" in line or not _BASE64.fullmatch(line)):
                self._ahead = line
                return
            length += len(line)
            if length > MOST_PICTURE:
                raise _too_long(number, MOST_PICTURE)


def _version(line: str) -> str:
    name, _colon, value = line.partition(":")
    return value.strip() if name.strip().upper() == "VERSION" else ""


def _too_long(number: int, most: int) -> Unreadable:
    return Unreadable(
        _(
            "What begins in line %(line)d is longer than %(most)d characters. No card needs that.",
            line=number,
            most=most,
        )
    )
