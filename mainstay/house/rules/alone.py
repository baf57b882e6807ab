"""Where two people are asked for and one is all there is: a pause and a reason in writing take the other’s place."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSE = timedelta(days=1)  # one night at least lies between asking and agreeing


def agrees_from(asked_at: datetime) -> datetime:
    """From when on whoever asked may agree, being alone in the house (R-X-15). Aware in, aware out."""
    return asked_at + PAUSE
