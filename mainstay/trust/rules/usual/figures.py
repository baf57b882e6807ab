"""The few numbers a custom needs: median, mean and spread, Student's t, the normal quantile. To 1e-12, no library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean, stdev

_NORMAL = NormalDist()


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Mean and sample standard deviation (n − 1) of at least two values."""
    return fmean(values), stdev(values)


def t_below(t: float, freedom: int) -> float:
    """Probability that Student's t with ``freedom`` (whole, at least 1) degrees of freedom is below ``t``.

    The finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4: exact for whole degrees of freedom.
    """
    angle = math.atan(t / math.sqrt(freedom))
    cosine = math.cos(angle) ** 2
    term = math.sin(angle) * (1.0 if freedom % 2 == 0 else math.cos(angle))
    total = 0.0
    for step in range(freedom % 2 + 2, freedom + 1, 2):
        total += term
        term *= cosine * (step - 1) / step
    if freedom % 2 == 0:
        return 0.5 + 0.5 * total
    return 0.5 + (angle + total) / math.pi


def normal_quantile(probability: float) -> float:
    """The z below which a standard normal value lies with this probability, 0 < probability < 1 (Wichura, AS 241)."""
    return _NORMAL.inv_cdf(probability)
