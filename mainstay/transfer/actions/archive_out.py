"""The whole house as one file: a part for each table, a manifest that says how many and how they are known."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import Model

from mainstay import __version__
from mainstay.house.actions import gate
from mainstay.house.models import User, house
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.transfer.actions.database import still_picture
from mainstay.transfer.queries import out_house
from mainstay.transfer.rules import archive
from mainstay.transfer.rules.archive import Manifest, Part

CHUNK = 262_144


def take_house_out(*, file: IO[bytes], by: User, at: datetime) -> Manifest:
    """Write the archive of the house into an open file, as everything stands at one moment (R-X-10).

    Passwords, second factors, sessions and keys stay behind. Needs the right to run the house (R-X-3). The line of
    the journal is noted when the file is whole; the archive itself does not hold it.
    """
    gate.needs_right(by, rights.RUN_HOUSE)
    with still_picture(), zipfile.ZipFile(file, "w", allowZip64=True) as packed:
        parts = tuple(_part(packed, label, model, at) for label, model in out_house.tables().items())
        manifest = Manifest(__version__, at.isoformat(), house().name, parts, out_house.left_out())
        with packed.open(entry(archive.MANIFEST, at), "w") as out:
            out.write(manifest.written())
    with transaction.atomic():
        said = f"house.zip ({manifest.records})"
        journal.note("transfer.taken_out", about=house(), by=by, at=at, text=said)
    return manifest


def entry(name: str, at: datetime) -> zipfile.ZipInfo:
    """A file inside an archive: packed, dated by the clock of the house, readable by its owner."""
    moment = max(at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    info = zipfile.ZipInfo(name, moment)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    return info


def _part(packed: zipfile.ZipFile, label: str, model: type[Model], at: datetime) -> Part:
    digest, rows = hashlib.sha256(), 0
    name = archive.file_of(label)
    with packed.open(entry(name, at), "w", force_zip64=True) as out:
        for count, piece in _pieces(out_house.lines(model)):
            rows += count
            digest.update(piece)
            out.write(piece)
    return Part(label, name, rows, digest.hexdigest(), tuple(sorted(out_house.columns(model))))


def _pieces(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines put together, so that packing and digesting are asked less often: how many, and their bytes."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= CHUNK:
            yield len(held), b"".join(held)
            held, size = [], 0
    if held:
        yield len(held), b"".join(held)
