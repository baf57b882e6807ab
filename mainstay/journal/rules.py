"""How a line of the journal is sealed (architecture.md, "The journal")."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

START = "0" * 64
HOUSE_CHAIN = UUID(int=0)


_WORDS = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_PARTS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TEXT = json.encoder.encode_basestring  # a text as the encoder above writes it


def digest_of(text: str, changes: Mapping[str, Any], salt: str) -> str:
    """The salted SHA-256 of a line's words, hex. ``changes`` maps a field to [old, new] (R-X-2)."""
    return digest_written(text, changes_written(changes), salt)


def digest_written(text: str, changes: str, salt: str) -> str:
    """As ``digest_of``, of changes that are written already (see ``changes_written``)."""
    return _sha256(f"[{_TEXT(salt)},{_TEXT(text)},{changes}]")


def changes_written(changes: Mapping[str, Any]) -> str:
    """The changes of a line as its digest covers them: JSON, fields in the order of the alphabet."""
    return _WORDS(changes) if changes else "{}"


def seal(before: str, parts: Sequence[Any]) -> str:
    """The hash of a line: of the hash before it and of all its columns, in order. Hex SHA-256 (R-X-2)."""
    return seal_written(before, ",".join(map(written, parts))) if parts else _sha256(_PARTS([before]))


def seal_written(before: str, parts: str) -> str:
    """As ``seal``, of columns that are ``written`` already, with commas between them. ``before`` is a hash of ours."""
    return _sha256(f"[{_TEXT(before)},{parts}]")


def _sha256(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def written(part: Any) -> str:
    """A column as JSON writes it, said in words first."""
    if type(part) is str:
        return _TEXT(part)
    if part is None:
        return "null"
    if type(part) is int:
        return str(part)
    plain = str(part) if isinstance(part, UUID) else in_words(part)
    return _TEXT(plain) if type(plain) is str else _PARTS(plain)


def in_words(part: Any) -> Any:
    """A column as it is sealed: an instant in UTC to the microsecond; anything else as it is."""
    return part.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(part, datetime) else part
