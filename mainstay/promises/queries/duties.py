"""Which duties somebody entered last."""

from __future__ import annotations

from datetime import datetime

from mainstay.engagements.models import Engagement
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.promises.models import Promise


def last_entered(engagement: Engagement, by: User) -> datetime | None:
    """When this person last entered duties that still stand under this engagement; None for never."""
    stand = Promise.objects.counted().filter(engagement=engagement, said=Promise.Said.CONTRACT)
    lines = Line.objects.of_client(engagement.client_id).filter(kind="promises.made", by_id=by.pk)
    return (
        lines.filter(about_id__in=list(stand.values_list("pk", flat=True)))
        .order_by("-id")
        .values_list("at", flat=True)
        .first()
    )
