"""What a client is used to, as a folder above tells it to whoever would change it."""

from __future__ import annotations

from datetime import date


class Accustomed(list[str]):
    """Sentences on what one client is used to; ``told_on`` is the day on which they were told that it ends (R-A-14)."""

    told_on: date | None = None
