"""The red line when a stored verdict is not what its evidence gives (TV-52)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.kit.plug import Alarm
from mainstay.kit.prepared import prepared
from mainstay.trust.models.weighing import Difference


@prepared()
def _unsettled() -> QuerySet[Difference, int]:
    """How many; no row where there is none."""
    rows = Difference.objects.filter(settled_at=None).order_by().values("settled_at")
    return rows.annotate(many=Count("pk")).values_list("many", flat=True)


def alarms(person: User) -> Iterable[Alarm]:
    """For whoever runs the house: one query; nobody else pays for it."""
    if not person.may(rights.RUN_HOUSE):
        return
    many = _unsettled.first()
    if many:
        words = ngettext(
            "The record of %(n)d client is not what its evidence gives. Look what was changed.",
            "The record of %(n)d clients is not what their evidence gives. Look what was changed.",
            many,
        )
        yield Alarm(words % {"n": many}, reverse("trust:standard"))
