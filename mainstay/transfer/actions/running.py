"""Carrying a run out in short transactions; what dies is taken up again by counting its batches."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mainstay.house.models import User
from mainstay.transfer.models import Run


def check(*, run: Run, by: User, at: datetime, inline: bool = False) -> Run:
    """Go through the file and keep what each row would become, writing nothing else (R-X-10).

    In the background, unless ``inline``. Raises Refused for a run that has begun.
    """
    raise NotImplementedError


def start(*, run: Run, skip_bad: bool, by: User, at: datetime, inline: bool = False) -> Run:
    """Begin to carry a run out, in the background unless ``inline`` (R-X-10). A failed run goes on where it stopped.

    Raises Refused without the right, and where rows cannot be read and ``skip_bad`` is not set.
    """
    raise NotImplementedError


def carry_out(*, run_id: UUID, at: datetime) -> Run:
    """Do what is left of a run. Safe to call twice: what somebody else works on is left (R-X-10)."""
    raise NotImplementedError
