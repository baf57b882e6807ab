"""One property of a card: its name, what is told of it, and its value, whichever version wrote it."""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_NAME = re.compile(r"(?:(?P<group>[\w-]+(?:\.[\w-]+)*)\.)?(?P<name>[\w-]+)", re.ASCII)
_ESCAPED = re.compile(r"\\(n|N|[\\,;:\"])")
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_BARE = frozenset(("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B", "Q"))
_BLANK = re.compile(r"(?:[\s;,]|\\[nN])*")
_STRAY = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Property:
    """A property; ``value`` as written (only quoted-printable is undone), ``listed`` where jCard gave it in parts."""

    name: str
    value: str = ""
    group: str = ""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: tuple[tuple[str, ...], ...] | None = None

    @property
    def text(self) -> str:
        """The value as one text."""
        if self.listed is not None:
            return ";".join(",".join(values) for values in self.listed)
        return unescape(self.value)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands between the signs that separate its parts; a sign that is escaped is something."""
        if self.listed is not None:
            return not any(one.strip() for values in self.listed for one in values)
        return _BLANK.fullmatch(self.value) is not None

    def parts(self, *, lists: bool = True) -> list[list[str]]:
        """The value between semicolons, each part between commas where ``lists`` (2.1 knows no lists)."""
        if self.listed is not None:
            return [[one for one in values if one] for values in self.listed]
        return [
            [one for one in map(_stripped, split(part, ",") if lists else [part]) if one]
            for part in split(self.value, ";")
        ]

    def values(self) -> list[str]:
        """The value between commas."""
        if self.listed is not None:
            return [one for values in self.listed for one in values if one]
        return [one for one in map(_stripped, split(self.value, ",")) if one]

    def types(self) -> list[str]:
        """What kind it is, in small letters: home, work, cell, pref …"""
        told = (one for value in self.parameters.get("TYPE", ()) for one in value.split(","))
        return list(dict.fromkeys(one.strip().lower() for one in told if one.strip()))

    def rank(self) -> int:
        """How much it is preferred: 1 most, 100 and more not at all."""
        told = "".join(self.parameters.get("PREF", ())[:1]).strip()
        if told.isdecimal():
            return min(int(told), 100) if len(told) < 4 else 100
        return 1 if "pref" in self.types() or "PREF" in self.parameters else 101


def _stripped(text: str) -> str:
    return unescape(text).strip()


def unescape(text: str) -> str:
    """The text without backslashes before commas, semicolons, colons; ``\\n`` is a line end. Others stay."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def split(text: str, sign: str) -> list[str]:
    """The text between signs that have no backslash before them; what is escaped stays so."""
    if sign not in text:
        return [text]
    if "\\" not in text:
        return text.split(sign)
    parts, begin, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == sign:
            parts.append(text[begin:at])
            begin = at + 1
        at += 1
    parts.append(text[begin:])
    return parts


def parse(line: str, fallback: str) -> Property | None:
    """A property from a line put together; None where it is none. ``fallback`` reads bytes that are no UTF-8."""
    head, value = _head(line.strip())
    pieces = _outside_quotes(head, ";") if value is not None else []
    name = _NAME.fullmatch(pieces[0].strip()) if pieces else None
    if value is None or name is None:
        return None
    parameters: dict[str, tuple[str, ...]] = {}
    for piece in pieces[1:]:
        key, told = _parameter(piece)
        if key:
            parameters[key] = (*parameters.get(key, ()), *told)
    encoding = "".join(parameters.get("ENCODING", ())[:1]).upper()
    charset = "".join(parameters.get("CHARSET", ())[:1])
    if encoding in ("QUOTED-PRINTABLE", "Q"):
        value = _printed(value, charset, fallback)
    else:
        value = _decoded(value, charset, fallback)
    return Property(name["name"].upper(), value.strip(" \t"), (name["group"] or "").lower(), parameters)


def _head(line: str) -> tuple[str, str | None]:
    """What stands before the first colon outside of quotation marks, and what stands behind."""
    parts = _outside_quotes(line, ":", most=1)
    if len(parts) == 1:
        parts = line.split(":", 1)  # a quotation mark that never closes
    return (parts[0], parts[1]) if len(parts) == 2 else (line, None)


def _outside_quotes(text: str, sign: str, most: int = -1) -> list[str]:
    if '"' not in text:
        return text.split(sign, most)
    parts: list[str] = []
    begin, quoted = 0, False
    for at, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == sign and not quoted and len(parts) != most:
            parts.append(text[begin:at])
            begin = at + 1
    parts.append(text[begin:])
    return parts


def _parameter(piece: str) -> tuple[str, list[str]]:
    """A parameter's name and values; a bare one, as 2.1 writes them, is an encoding or a type."""
    key, sign, told = piece.partition("=")
    key = key.strip().upper()
    if not sign:
        return ("ENCODING" if key in _BARE else "TYPE", [key.lower() if key not in _BARE else key]) if key else ("", [])
    values = [one.strip().strip('"') for one in _outside_quotes(told, ",")]
    return key, [_CARET.sub(lambda found: _CARETS[found[1]], one) for one in values]


def _printed(value: str, charset: str, fallback: str) -> str:
    try:
        content = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    except (binascii.Error, ValueError, UnicodeError):
        return _decoded(value, charset, fallback)
    return _read(content, charset, fallback).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(value: str, charset: str, fallback: str) -> str:
    """A value with bytes that are no UTF-8, read by its own or the file's encoding."""
    if not _STRAY.search(value):
        return value
    return _read(value.encode("utf-8", "surrogateescape"), charset, fallback)


def _read(content: bytes, charset: str, fallback: str) -> str:
    for encoding in (charset, "utf-8", fallback):
        try:
            return content.decode(codecs.lookup(encoding).name) if encoding else content.decode("utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("latin-1")


def from_jcard(told: Sequence[object]) -> Property | None:
    """A property of a jCard: ``[name, parameters, type, value, …]``; None where it is none."""
    if len(told) < 4 or not isinstance(told[0], str) or not isinstance(told[1], dict):
        return None
    parameters = {str(key).upper(): tuple(_flat(value)) for key, value in told[1].items()}
    group = "".join(parameters.get("GROUP", ())).lower()
    values = told[3:]
    if isinstance(values[0], list):
        return Property(told[0].upper(), "", group, parameters, tuple(tuple(_flat(one)) for one in values[0]))
    if len(values) > 1:
        return Property(told[0].upper(), "", group, parameters, (tuple(_flat(list(values))),))
    text = _flat(values[0])[0] if _flat(values[0]) else ""
    return Property(told[0].upper(), "", group, parameters, ((text,),))


def _flat(value: object) -> list[str]:
    if isinstance(value, list):
        return [one for each in value for one in _flat(each)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [] if value is None else [str(value)]
