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


def digest_of(text: str, changes: Mapping[str, Any], salt: str) -> str:
    """The salted SHA-256 of a line's words, hex. ``changes`` maps a field to [old, new] (R-X-2)."""
    body = json.dumps([salt, text, changes], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def seal(before: str, parts: Sequence[Any]) -> str:
    """The hash of a line: of the hash before it and of all its columns, in order. Hex SHA-256 (R-X-2)."""
    plain = [_plain(part) for part in parts]
    body = json.dumps([before, *plain], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(part: Any) -> Any:
    if isinstance(part, datetime):
        return part.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(part, UUID):
        return str(part)
    return part
