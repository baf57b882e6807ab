"""The rules without statistics: the rule of three, the rule of prices, the quick rule of R-A-13."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from mainstay.trust.rules.usual.streams import POLICY, Stream

FREE, CUSTOMARY, MISSING = "free", "customary", "missing"
_EPS = 1e-9


def is_customary(granted: Sequence[bool]) -> bool:
    """Whether something is what they are used to: granted on 3 of the last 4 occasions, 3 at least (DR-21)."""
    return len(granted) >= 3 and sum(granted[-4:]) >= 3


def occasions(granted: Sequence[bool]) -> tuple[str, ...]:
    """What each occasion was, judged by those before it: free, customary, or missing (DR-21)."""
    return tuple(
        FREE if not is_customary(granted[:place]) else CUSTOMARY if given else MISSING
        for place, given in enumerate(granted)
    )


def customary_discount(discounts: Sequence[float]) -> float | None:
    """What they usually get off, in percent of list: the median of the last four, of three at least (DR-22)."""
    return median(discounts[-4:]) if len(discounts) >= 3 else None


def is_less(customary: float, discount: float) -> bool:
    """Whether a discount falls short: by a percentage point and by a fifth of the customary one (DR-22)."""
    short = customary - discount
    return short >= POLICY.points - _EPS and short >= POLICY.part * customary - _EPS


def is_worse(stream: Stream, usual: float, now: float) -> bool:
    """Whether ``now`` is worse than ``usual`` by a factor of two and by the stated minimum (R-A-13).

    Both in the stream's unit. Below 0, as days after the due date are, twice as far below counts as the factor.
    """
    if stream.larger_is_worse:
        return now >= POLICY.factor * usual - _EPS and now - usual >= stream.quick - _EPS
    bound = usual / POLICY.factor if usual > 0 else usual * POLICY.factor
    return now <= bound + _EPS and usual - now >= stream.quick - _EPS


def quick(stream: Stream, values: Sequence[float], *, usual: float | None = None) -> tuple[float, float] | None:
    """Usual and now, by the median of the earlier values and of the last three; None where too few are known (R-A-13).

    ``usual``, where given, was agreed with the client and stands for the earlier values while they are too few.
    """
    latest = POLICY.latest
    if len(values) < latest:
        return None
    if len(values) < latest + POLICY.earlier:
        return None if usual is None else (usual, median(values[-latest:]))
    return median(values[:-latest]), median(values[-latest:])
