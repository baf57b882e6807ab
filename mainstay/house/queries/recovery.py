"""Links by which an administrator lets somebody in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mainstay.house.models import Recovery, User
from mainstay.house.rules import keys, rights


def recovery_of(word: str, real: datetime) -> Recovery | None:
    """The link of this word if it opens the door at this real moment."""
    rows = Recovery.objects.select_related("user", "made_by")
    found = rows.filter(digest=keys.digest_of(word)).first()
    return found if found is not None and found.holds(real) and found.user.is_active else None


def recoveries_seen_by(by: User) -> QuerySet[Recovery]:
    """Links made for oneself; everybody's for whoever runs the house (R-X-3)."""
    rows = Recovery.objects.select_related("user", "made_by")
    return rows if by.may(rights.RUN_HOUSE) else rows.filter(user=by)


def last_recovery(person: User) -> Recovery | None:
    """The newest link that was made for this person."""
    return person.recoveries.select_related("user", "made_by").first()


def recovery_told(row: Recovery) -> dict[str, Any]:
    """A link as the API gives it: never its word."""
    fields = {name: getattr(row, name) for name in ("id", "made_at", "ends_at", "used_at", "second_step_too")}
    return {**fields, "person": row.user.name, "made_by": row.made_by.name}
