"""Taking a run back, batch by batch from its end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mainstay.house.models import User
from mainstay.transfer.models import Run


def undo(*, run: Run, by: User, at: datetime, inline: bool = False) -> Run:
    """Take back what a run did, in the background unless ``inline`` (R-X-10).

    What somebody acted on since stays, and is told. Raises Refused for a run that did nothing or was undone.
    """
    raise NotImplementedError


def carry_undo(*, run_id: UUID, at: datetime) -> Run:
    """Do what is left of an undo. Safe to call twice (R-X-10)."""
    raise NotImplementedError
