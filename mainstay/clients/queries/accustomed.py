"""What clients are used to of who looks after them, as the folders above say it (R-A-14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mainstay.clients.models import Assignment
from mainstay.kit.plug import registry


def of_manager(clients: Sequence[UUID], at: datetime) -> dict[UUID, list[str]]:
    """Since when these clients are used to their manager, and whether a change was announced; in sentences."""
    found: dict[UUID, list[str]] = {}
    for plug in registry.installed():
        if clients and plug.used_to is not None:
            for client, told in plug.used_to(Assignment.Role.MANAGER, clients, at).items():
                found.setdefault(client, []).extend(told)
    return found
