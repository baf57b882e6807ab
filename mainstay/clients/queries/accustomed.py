"""What clients are used to of who looks after them, as the folders above say it (R-A-14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from mainstay.clients.models import Assignment
from mainstay.kit.accustomed import Accustomed
from mainstay.kit.plug import registry
from mainstay.kit.times import local_day

if TYPE_CHECKING:
    from mainstay.house.models import User


def of_manager(clients: Sequence[UUID], at: datetime) -> dict[UUID, list[str]]:
    """Since when these clients are used to their manager, and whether a change was announced; in sentences."""
    found: dict[UUID, list[str]] = {}
    for plug in registry.installed():
        if clients and plug.used_to is not None:
            for client, told in plug.used_to(Assignment.Role.MANAGER, clients, at).items():
                found.setdefault(client, []).extend(told)
    return found


def told_of_change(clients: Sequence[UUID], at: datetime, *, by: User) -> dict[UUID, date]:
    """On which day these clients were told that their manager changes, of those that were: by its announcement.

    It is the day there, or today’s where ``by`` is, if that comes first.
    """
    found: dict[UUID, date] = {}
    today = local_day(at, by.zone)
    for plug in registry.installed():
        if clients and plug.used_to is not None:
            for client, told in plug.used_to(Assignment.Role.MANAGER, clients, at).items():
                if isinstance(told, Accustomed) and told.told_on is not None:
                    found[client] = min(told.told_on, today)
    return found
