"""How many more would earn a strand or end its hold: counts, never balances (TV-42)."""

from __future__ import annotations

from datetime import date
from math import ceil, floor

from mainstay.trust.rules.record.fold import Strand, balance_on
from mainstay.trust.rules.record.policy import HOLDS, KEPT, MISS, SLIP, Policy


def kept_to_earn(strand: Strand, as_of: date, policy: Policy) -> int:
    """How many kept in a row would let it hold, at least; 0 where it holds (TV-42: decay is left out)."""
    if strand.state == HOLDS:
        return 0
    missing = ceil((policy.enough - balance_on(strand, as_of, policy)) / policy.steps[KEPT] - 1e-9)
    return max(1, policy.min_days - strand.days, missing)


def to_lose(strand: Strand, as_of: date, policy: Policy) -> tuple[int, int] | None:
    """How many slips, or misses, in a row would end its hold; None where it does not hold (TV-42)."""
    if strand.state != HOLDS:
        return None
    balance = balance_on(strand, as_of, policy)
    slips, misses = (floor(balance / -policy.steps[outcome] + 1e-9) + 1 for outcome in (SLIP, MISS))
    return slips, misses
