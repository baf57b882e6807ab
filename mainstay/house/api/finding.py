"""Rows by the ids that callers name."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Manager, Model, QuerySet

from mainstay.kit.refusals import NotFound

M = TypeVar("M", bound=Model)


def one(rows: QuerySet[M] | Manager[M], pk: UUID) -> M:
    """The row. Raises NotFound."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def one_or_none(rows: QuerySet[M] | Manager[M], pk: UUID | None) -> M | None:
    """The row, or None where none is named. Raises NotFound."""
    return one(rows, pk) if pk is not None else None
