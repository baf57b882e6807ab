"""The archive of a whole house: what its manifest says, and what an archive may be at most (R-X-10)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import Unreadable

WHAT = "mainstay house archive"
FORMAT = 1
MANIFEST = "manifest.json"
MOST_PARTS = 1_000
MOST_MANIFEST = 4 * 1024 * 1024  # bytes
MOST_BYTES = 200 * 1024**3  # of all parts, unpacked
MOST_RATIO = 500  # how much greater a part may be than it is packed …
SMALL = 20 * 1024**2  # … beyond this many bytes
LONGEST_LINE = 64 * 1024**2  # bytes of one record
# By table: columns that archives of earlier versions still carry, and that nothing here asks any more.
GONE: Mapping[str, frozenset[str]] = {"clients.Client": frozenset({"people_found_by"})}
_TABLE = re.compile(r"[a-z_]+\.[A-Za-z_]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Part:
    """One table: where its records stand, how many, which columns they have, and the digest of the part's bytes."""

    table: str
    file: str
    rows: int
    sha256: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. ``left_out`` names each table and column that stayed behind, and why."""

    version: str
    made_at: str
    house: str
    parts: tuple[Part, ...]
    left_out: Mapping[str, str]
    format: int = FORMAT

    @property
    def counts(self) -> dict[str, int]:
        """Records by table."""
        return {part.table: part.rows for part in self.parts}

    @property
    def records(self) -> int:
        """Records of all tables."""
        return sum(part.rows for part in self.parts)

    def written(self) -> bytes:
        """As it stands in the archive: JSON that a person can read too."""
        body: dict[str, Any] = {"what": WHAT, "format": self.format, "version": self.version}
        body |= {"made_at": self.made_at, "house": self.house, "counts": self.counts}
        body |= {"parts": [asdict(part) for part in self.parts], "left_out": dict(self.left_out)}
        return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> Manifest:
    """The manifest out of its bytes. Unreadable for what is no archive of a house, or one of a newer Mainstay."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise damaged(MANIFEST) from None
    if not isinstance(body, dict) or body.get("what") != WHAT:
        raise foreign()
    if not _is_number(body.get("format")):
        raise damaged(MANIFEST)
    if body["format"] > FORMAT:
        said = _("This archive was made by a newer Mainstay (%(version)s). Take it in with that one.", **_version(body))
        raise Unreadable(said)
    try:
        return _of(body)
    except (KeyError, TypeError, ValueError):
        raise damaged(MANIFEST) from None


def _version(body: Mapping[str, Any]) -> dict[str, str]:
    return {"version": str(body.get("version", "?"))[:40]}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _of(body: Mapping[str, Any]) -> Manifest:
    parts = tuple(_part(told) for told in body["parts"])
    names = [name for part in parts for name in (part.table, part.file)]
    texts = [body["version"], body["made_at"], body["house"], *body["left_out"], *body["left_out"].values()]
    if len(set(names)) != 2 * len(parts) or not all(isinstance(text, str) for text in texts):
        raise ValueError("a table told twice, or no text")
    manifest = Manifest(
        body["version"], body["made_at"], body["house"], parts, dict(body["left_out"]), format=body["format"]
    )
    if manifest.counts != body["counts"]:
        raise ValueError("counts that do not agree")
    return manifest


def _part(told: Mapping[str, Any]) -> Part:
    columns: Sequence[object] = told["columns"]
    part = Part(told["table"], told["file"], told["rows"], told["sha256"], tuple(str(column) for column in columns))
    right = _TABLE.fullmatch(part.table) and part.file == file_of(part.table) and _DIGEST.fullmatch(part.sha256)
    if not right or not _is_number(part.rows) or not isinstance(columns, list):
        raise ValueError("no part")
    return part


def file_of(table: str) -> str:
    """Where the records of a table stand in the archive."""
    return f"tables/{table.lower()}.jsonl"


def refuse_too_much(sizes: Sequence[tuple[str, int, int]]) -> None:
    """Unreadable for parts (name, bytes, bytes as packed) beyond what an archive may be: each limit by its name."""
    if len(sizes) > MOST_PARTS:
        raise Unreadable(_("This archive has more than %(most)d parts. No house has so many.", most=MOST_PARTS))
    if sum(size for _name, size, _packed in sizes) > MOST_BYTES:
        raise Unreadable(_("This archive unpacks to more than %(most)d GB. That is too much.", most=MOST_BYTES >> 30))
    for name, size, packed in sizes:
        if name == MANIFEST and size > MOST_MANIFEST:
            raise damaged(MANIFEST)
        if size > SMALL and size > MOST_RATIO * max(packed, 1):
            said = _(
                "The part %(part)s unpacks to more than %(most)d times its size; that is no record of a house.",
                part=name[:120],
                most=MOST_RATIO,
            )
            raise Unreadable(said)


def damaged(part: str) -> Unreadable:
    """What is said of a part that breaks off, was altered, or contradicts the manifest."""
    return Unreadable(
        _("The archive is damaged: its part %(part)s is not as it was written. Fetch it anew.", part=part[:120])
    )


def foreign() -> Unreadable:
    """What is said of a file that is no archive of a house."""
    return Unreadable(_("This is no archive of a house; one is made with: mainstay export house FILE"))
