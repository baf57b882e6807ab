"""Whether somebody sees a client: asked before nearly every act, by a statement that is compiled once."""

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


def _there(person: User, _at: datetime, pk: UUID) -> QuerySet[Client, Any]:
    return Client.objects.visible_to(person).filter(pk=pk).order_by().values_list("pk")
