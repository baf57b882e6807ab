"""The file of a run: in pieces in the database, so that any worker on any machine can read it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from mainstay.kit.refusals import Refused
from mainstay.kit.rows import insert_many
from mainstay.kit.tables import Table, open_table
from mainstay.kit.tables.maps import Map
from mainstay.transfer.models import Piece, Run

PIECE = 1 << 20  # bytes of a piece
BEAT_ROWS = 2_000  # rows between two signs of life while a file is read


def largest() -> int:
    """The most bytes a file may have: a setting of the house, in megabytes (R-X-10)."""
    return int(settings.LARGEST_FILE_MB) * 1_000_000


def refuse_size(size: int) -> None:
    """Raise Refused for an empty file and one beyond the limit (R-X-10)."""
    if size == 0:
        raise Refused(_("The file is empty."), rule="R-X-10", field="file")
    if size > largest():
        raise Refused(
            _(
                "The file is larger than the %(most)d MB this house takes in at once. Split it, or have an"
                " administrator raise MAINSTAY_LARGEST_FILE_MB."
            )
            % {"most": settings.LARGEST_FILE_MB},
            rule="R-X-10",
            field="file",
            lifted_by=_("an administrator"),
        )


def digest_of(file: BinaryIO) -> tuple[str, int]:
    """The digest of a file and its bytes; Refused for one too large or empty. Leaves the file at its start."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(PIECE):
        size += len(chunk)
        refuse_size(size)
        digest.update(chunk)
    refuse_size(size)
    file.seek(0)
    return digest.hexdigest(), size


def keep(run: Run, file: BinaryIO) -> None:
    """Write the pieces of a run, in the caller’s transaction."""
    file.seek(0)
    for seq, chunk in enumerate(iter(lambda: file.read(PIECE), b"")):
        insert_many([Piece(run=run, seq=seq, bytes=chunk)])


@contextmanager
def spooled(run: Run) -> Iterator[Path]:
    """The file of a run as a private file on this machine, gone afterwards. Refused where its pieces are gone."""
    with tempfile.NamedTemporaryFile(prefix="mainstay-", suffix=".part") as file:
        size = 0
        for piece in run.pieces.order_by("seq").iterator(chunk_size=4):
            size += file.write(bytes(piece.bytes))
        file.flush()
        if size != run.file_size or size == 0:
            raise Refused(
                _("The file of this run is no longer kept: files are thrown away after 7 days. Bring it in again."),
                rule="R-X-10",
            )
        yield Path(file.name)


def opened(source: Path | BinaryIO, name: str, map_: Map, beat: Callable[[], None] | None = None) -> Table:
    """The table in a file as its map says, or as can be found out; ``beat`` is called on the way. Raises Unreadable."""
    table = open_table(
        source,
        name=name,
        encoding=map_.encoding,
        delimiter=map_.delimiter,
        sheet=map_.sheet,
        wanted=frozenset(map_.columns.values()),
    )
    return table if beat is None else replace(table, records=_beating(table, beat))


def _beating(table: Table, beat: Callable[[], None]) -> Callable[[], Iterator[tuple[int, list[str]]]]:
    def records() -> Iterator[tuple[int, list[str]]]:
        for count, record in enumerate(table.records()):
            if count % BEAT_ROWS == 0:
                beat()
            yield record

    return records
