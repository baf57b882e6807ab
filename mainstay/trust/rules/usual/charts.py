"""The two charts: EWMA against a learnt baseline, and the Bernoulli CUSUM (rulebook 2.2 to 2.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mainstay.trust.rules.usual import figures
from mainstay.trust.rules.usual.streams import POLICY, Stream


@dataclass(frozen=True)
class Baseline:
    """What was learnt: mean and floored standard deviation of x, how many values, from when to when (DR-1, DR-2)."""

    mean: float
    sd: float
    n: int
    first: datetime
    last: datetime


def learn(stream: Stream, values: Sequence[tuple[datetime, float]]) -> Baseline:
    """The baseline of at least two (instant, value in the stream's unit), the earliest first (DR-1)."""
    mean, sd = figures.spread([stream.x(value) for _at, value in values])
    return Baseline(mean, max(sd, stream.floor), len(values), values[0][0], values[-1][0])


def score(stream: Stream, base: Baseline, value: float) -> float:
    """How much worse than usual a value is: a prediction t-score as a normal z, clipped to ±3 (DR-10)."""
    t = stream.sign * (stream.x(value) - base.mean) / (base.sd * math.sqrt(1 + 1 / base.n))
    below = figures.t_below(t, base.n - 1)
    if not 0 < below < 1:
        return math.copysign(POLICY.clip, t)
    return max(-POLICY.clip, min(POLICY.clip, figures.normal_quantile(below)))


def shift(stream: Stream, base: Baseline, value: float) -> float:
    """By how much of x a value is worse than the mean."""
    return stream.sign * (stream.x(value) - base.mean)


def smooth(e: float, r: float, z: float, by: float) -> tuple[float, float]:
    """One step of the chart: E, reflected at 0, and R (DR-11)."""
    keep = 1 - POLICY.weight
    return max(0.0, keep * e + POLICY.weight * z), keep * r + POLICY.weight * by


def is_notice(stream: Stream, e: float, r: float) -> bool:
    """Whether the chart speaks: beyond the limit and beyond what matters in practice (DR-12)."""
    return e > POLICY.limit and r >= stream.minimum


def silent_after(base: Baseline, last: datetime) -> datetime:
    """The instant from which silence since the last contact is more than they are used to (DR-14)."""
    return last + timedelta(days=pause(base))


def pause(base: Baseline) -> float:
    """The longest pause, in days, that would still be usual (DR-14)."""
    return math.exp(base.mean + POLICY.silence * base.sd * math.sqrt(1 + 1 / base.n))


def share(kept: int, n: int) -> float:
    """The share of deliveries that is usually kept, learnt from ``kept`` of ``n`` (DR-20)."""
    return min(POLICY.most, max(POLICY.least, (kept + 1.9) / (n + 2)))


def worse_share(p0: float) -> float:
    """The share to watch for: odds of failing four times as high (DR-20)."""
    return 1 / (1 + POLICY.odds * (1 - p0) / p0)


def better_share(p0: float) -> float:
    """The share of the mirrored watch: odds of failing a quarter as high."""
    return 1 / (1 + (1 - p0) / p0 / POLICY.odds)


def count(c: float, *, kept: bool, p0: float, p1: float) -> float:
    """One step of the Bernoulli CUSUM against the alternative ``p1`` (DR-20)."""
    return max(0.0, c + (math.log(p1 / p0) if kept else math.log((1 - p1) / (1 - p0))))
