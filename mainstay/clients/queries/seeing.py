"""The client that is meant, and whether somebody sees it: asked before nearly every act, compiled once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.house.queries.learned import rows_for
from mainstay.kit.learned import NO_TIME


def sees(person: User, client_id: UUID) -> bool:
    """Whether this is a client that this person may see (R-X-3). One query."""
    return bool(rows_for("clients.sees", _there, person, NO_TIME, of=client_id))


def seen(person: User, client_id: UUID) -> Client | None:
    """A client with its unit; None where there is none that this person may see (R-X-3). One query."""
    return next(iter(rows_for("clients.seen", _meant, person, NO_TIME, of=client_id)), None)


def _meant(person: User, _at: datetime, pk: UUID) -> QuerySet[Client]:
    return Client.objects.visible_to(person).select_related("unit").filter(pk=pk).order_by()


def _there(person: User, _at: datetime, pk: UUID) -> QuerySet[Client, Any]:
    return Client.objects.visible_to(person).filter(pk=pk).order_by().values_list("pk")
