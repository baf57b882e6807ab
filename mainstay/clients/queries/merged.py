"""What merges there were into a client or a person, and are still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, Contact, Merge
from mainstay.kit import times
from mainstay.kit.prepared import Slot, prepared

if TYPE_CHECKING:
    from mainstay.house.models import User


@dataclass(frozen=True)
class Merged:
    """One merge into a record that can be taken apart: which is in it, and when, by whom, why."""

    gone: UUID
    name: str
    said: str


def _standing(rows: QuerySet[Merge]) -> QuerySet[Merge]:
    return rows.filter(undone_at=None).select_related("by")


@prepared(keep=UUIDField())
def _of_one(keep: Slot) -> QuerySet[Merge]:
    return _standing(Merge.objects.filter(keep_id=keep))


def merged_into(ids: Sequence[UUID], user: User) -> dict[UUID, list[Merged]]:
    """The merges into these records that were not taken apart, by record, newest first: three queries."""
    if not ids:
        return {}
    rows = _of_one(keep=ids[0]) if len(ids) == 1 else list(_standing(Merge.objects.filter(keep_id__in=ids)))
    gone = [row.gone_id for row in rows]
    names = (
        {one.pk: str(one) for model in (Client, Contact) for one in model.objects.filter(pk__in=gone)} if rows else {}
    )
    found: dict[UUID, list[Merged]] = {}
    for row in rows:
        day = times.spoken(times.local_day(row.at, user.zone), year=True)
        words = {"gone": names.get(row.gone_id, ""), "by": row.by.name, "day": day}
        said = _("%(gone)s was merged in on %(day)s by %(by)s.") % words
        found.setdefault(row.keep_id, []).append(Merged(row.gone_id, words["gone"], f"{said} {row.why}".strip()))
    return found
