"""What leaves the house: who may take it, and the line that says who took how much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from mainstay.house.actions import gate
from mainstay.house.models import User, house
from mainstay.house.rules import rights
from mainstay.journal import actions as journal

if TYPE_CHECKING:
    from mainstay.journal.actions import Named
    from mainstay.kit.lists import Outgoing


def take_out(*, outgoing: Outgoing, form: str, by: User, at: datetime, client: Named | None = None) -> Iterator[bytes]:
    """The bytes of a list, noted before the first of them leaves: who took what, and how many (R-X-10).

    Needs the right to take lists out (R-X-3). What concerns one client stands in that client's chronicle.
    """
    gate.needs_right(by, rights.TAKE_OUT)
    count = outgoing.count()
    with transaction.atomic():  # before anything is read: SQLite writes nothing from within an older picture
        note_taken_out(name=f"{outgoing.name}.{form}", count=count, by=by, at=at, client=client)
    return outgoing.bytes_of(form)


@transaction.atomic
def note_taken_out(*, name: str, count: int, by: User, at: datetime, client: Named | None = None) -> None:
    """The line of the journal for a file that leaves the house (R-X-2)."""
    journal.note("house.taken_out", about=client or house(), client=client, by=by, at=at, text=f"{name} ({count})")
