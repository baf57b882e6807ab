"""One client as a ZIP that a person can read without us (R-X-10, R-B-86)."""

from __future__ import annotations

import zipfile
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.text import slugify

from mainstay.clients.models import Client
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.promises.models import Promise
from mainstay.transfer.actions.archive_out import entry
from mainstay.transfer.actions.database import still_picture
from mainstay.transfer.queries import out_client


def take_client_out(*, file: IO[bytes], client: Client, by: User, at: datetime) -> int:
    """Write everything kept about a client into an open file, as it stands at one moment; gives how many promises.

    In the language now spoken. Needs the right to take lists out (R-X-3). The line of the journal is noted when
    the file is whole, and stands in the client's chronicle.
    """
    gate.needs_right(by, rights.TAKE_OUT)
    with still_picture(), zipfile.ZipFile(file, "w", allowZip64=True) as packed:
        for taken in out_client.files(client, by, at):
            with packed.open(entry(taken.name, at), "w", force_zip64=True) as out:
                for piece in taken.pieces():
                    out.write(piece)
        many = Promise.objects.filter(client=client).count()
    with transaction.atomic():
        said = f"{file_name(client)} ({many})"
        journal.note("transfer.taken_out", about=client, client=client, by=by, at=at, text=said)
    return many


def file_name(client: Client) -> str:
    """“atlas-gmbh.zip”: the client's name as a file may be called anywhere."""
    return f"{slugify(client.name, allow_unicode=True)[:80] or 'client'}.zip"
