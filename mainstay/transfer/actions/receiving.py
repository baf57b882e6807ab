"""A file comes in: kept in pieces until it is done with, and mapped."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from mainstay.house.models import User
from mainstay.transfer.models import Run


def receive(*, kind: str, file_name: str, file: BinaryIO, by: User, at: datetime, map_text: str = "") -> Run:
    """Keep an upload as a run that is being mapped (R-X-10).

    Raises Refused without the right, for an empty file and one beyond the limit of the house.
    """
    raise NotImplementedError


def set_map(*, run: Run, map_text: str, by: User, at: datetime) -> Run:
    """Say what the columns are; what was checked before is forgotten (R-X-10).

    Raises Unreadable for a map that cannot be used, Refused for a run that has begun or is somebody else's.
    """
    raise NotImplementedError


def discard(*, run: Run, by: User, at: datetime) -> None:
    """Throw away a run that never began, with its file. Raises Refused for one that did (R-X-10)."""
    raise NotImplementedError
