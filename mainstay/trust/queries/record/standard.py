"""What the house goes by: its own choice, or what ships (TV-53)."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Max, QuerySet

from mainstay.kit.prepared import prepared
from mainstay.trust.models.record import Standard
from mainstay.trust.rules.record.policy import OURS, STEADY, THEIRS_1, Policy, chosen

SMALL_WITHIN = 2  # working days: a recap, a call back, an agenda


class InForce(NamedTuple):
    """The choice in force. Number 0 is what ships."""

    number: int
    ours: Policy
    theirs: Policy
    small_within: int
    row: Standard | None

    def policy(self, direction: str) -> Policy:
        """The policy for one direction: the house chooses its own, theirs is the same for all."""
        return self.ours if direction == OURS else self.theirs


@prepared()
def _newest() -> QuerySet[Standard]:
    return Standard.objects.select_related("by").order_by("-number")[:1]


def in_force() -> InForce:
    """The newest choice of the house: one query."""
    row = _newest.first()
    if row is None:
        return InForce(0, STEADY, THEIRS_1, SMALL_WITHIN, None)
    return InForce(row.number, chosen(row.policy, **row.chosen), THEIRS_1, row.small_within, row)


def next_number() -> int:
    """The number of the next choice."""
    return int(Standard.objects.aggregate(last=Max("number"))["last"] or 0) + 1
