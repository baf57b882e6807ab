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


def digest_of(text: str, changes: Mapping[str, Any], salt: str) -> str:
    """The salted SHA-256 of a line's words, hex. ``changes`` maps a field to [old, new] (R-X-2)."""
    return hashlib.sha256(_WORDS([salt, text, changes]).encode("utf-8", "surrogatepass")).hexdigest()


def seal(before: str, parts: Sequence[Any]) -> str:
    """The hash of a line: of the hash before it and of all its columns, in order. Hex SHA-256 (R-X-2)."""
    plain = [str(part) if isinstance(part, UUID) else in_words(part) for part in parts]
    return hashlib.sha256(_PARTS([before, *plain]).encode("utf-8", "surrogatepass")).hexdigest()


def in_words(part: Any) -> Any:
    """A column as it is sealed: an instant in UTC to the microsecond; anything else as it is."""
    return part.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(part, datetime) else part
