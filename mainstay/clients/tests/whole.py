"""Every row that a merge may touch, as plain values: what undoing has to leave as it was."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from mainstay.clients.models import Affiliation, Assignment, Client, Contact, Reach
from mainstay.engagements.models import Engagement
from mainstay.promises.models import Promise

TABLES: tuple[type[Model], ...] = (Client, Contact, Reach, Affiliation, Assignment, Engagement, Promise)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows by table."""
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}
