"""Packed files (ZIP) opened with suspicion: sizes first, then every part by itself, never more than it declares.

A workbook is handed to the library that reads it only after all its parts were unpacked here once, in pieces:
a part that holds more than the directory says, or parts that lie upon each other, are refused before.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.source import CHUNK, Source, Unreadable

MOST_PACKED = 50  # megabytes of a workbook as it comes
MOST_UNPACKED = 500  # megabytes of all its parts together
MOST_RATIO = 200  # how much greater the parts may be than what they are packed into …
_SMALL = 20  # … beyond this many megabytes
MOST_PARTS = 2_000
_MEGA = 1_048_576
_LOCAL_HEAD = 30


class Package:
    """A packed file within the limits; raises ``Unreadable`` for one that is damaged, locked or too large."""

    def __init__(self, source: Source) -> None:
        self.content = _all_of(source)
        if self.content.count(b"PK\x01\x02") > MOST_PARTS:
            raise Unreadable(
                _("This file is packed of more than %(most)d parts. That is no workbook.", most=MOST_PARTS)
            )
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as packed:
                parts = packed.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, OSError) as error:
            raise damaged() from error
        self._parts = {part.filename: part for part in parts if not part.is_dir()}
        if len({part.filename.lower() for part in parts}) < len(parts):
            raise damaged()  # two parts by one name: each reader would take another
        _refuse_bombs(parts, len(self.content))

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, piece by piece, exactly as many as the directory says."""
        part = self._parts[name]
        head = self.content[part.header_offset : part.header_offset + _LOCAL_HEAD]
        if len(head) < _LOCAL_HEAD or not head.startswith(b"PK\x03\x04"):
            raise damaged()
        start = part.header_offset + _LOCAL_HEAD + int.from_bytes(head[26:28], "little")
        start += int.from_bytes(head[28:30], "little")
        packed = memoryview(self.content)[start : start + part.compress_size]
        seen = check = 0
        for chunk in _unpacked(packed, part.compress_type):
            seen += len(chunk)
            check = zlib.crc32(chunk, check)
            if seen > part.file_size:
                raise damaged()
            yield chunk
        if seen != part.file_size or check != part.CRC:
            raise damaged()

    def read(self, name: str, most: int) -> bytes:
        """A small part as a whole; a part of more than ``most`` bytes is refused."""
        if self._parts[name].file_size > most:
            raise damaged()
        return b"".join(self.chunks(name))


def damaged() -> Unreadable:
    """What is said of a packed file that breaks off or contradicts itself."""
    return Unreadable(
        _(
            "This seems to be a workbook or a packed file (XLSX, ODS, ZIP), but it is cut short or damaged."
            " Save it anew, or save the sheet as CSV."
        )
    )


def _all_of(source: Source) -> bytes:
    most = MOST_PACKED * _MEGA
    with source.open() as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise Unreadable(
            _(
                "This workbook is larger than %(most)d MB. Save the sheet as CSV: text may be of any size.",
                most=MOST_PACKED,
            )
        )
    return content


def _refuse_bombs(parts: list[zipfile.ZipInfo], packed: int) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable(_("This file is locked with a password. Save it without one, or save the sheet as CSV."))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise damaged()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED * _MEGA:
        raise Unreadable(
            _(
                "Unpacked, this file would have %(size)d MB; at most %(most)d MB are read. Save the sheet as CSV:"
                " text may be of any size.",
                size=unpacked // _MEGA,
                most=MOST_UNPACKED,
            )
        )
    if unpacked > max(_SMALL * _MEGA, packed * MOST_RATIO):
        raise Unreadable(
            _(
                "Unpacked, this file would be more than %(most)d times as large as it is: such files are made to"
                " fill a machine, and are not opened.",
                most=MOST_RATIO,
            )
        )


def _unpacked(packed: memoryview, kind: int) -> Iterator[bytes]:
    if kind == zipfile.ZIP_STORED:
        for at in range(0, len(packed), CHUNK):
            yield bytes(packed[at : at + CHUNK])
        return
    unpack = zlib.decompressobj(-15)
    try:
        rest: bytes | memoryview = packed
        while not unpack.eof:
            chunk = unpack.decompress(rest, CHUNK)
            if not chunk and not unpack.unconsumed_tail:
                break
            rest = unpack.unconsumed_tail
            yield chunk
    except zlib.error as error:
        raise damaged() from error
    if not unpack.eof:
        raise damaged()
