"""What the worker does with runs: in the background, and every minute."""

from __future__ import annotations

from datetime import datetime


def tick(at: datetime) -> None:
    """Take up runs whose worker died; throw away files that are done with or too old (R-X-10)."""
