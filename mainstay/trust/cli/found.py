"""How the terminal finds what is meant."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from mainstay.kit.refusals import NotFound

M = TypeVar("M", bound=Model)


def one_of(rows: QuerySet[M], told: str) -> M:
    """The row of this id. Raises NotFound."""
    try:
        found = rows.filter(pk=UUID(told)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
