"""Counting how often something was asked for, so that nobody asks without end. Counted by each process for itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """So many times within so many seconds."""

    times: int
    seconds: int


def too_often(key: str, limit: Limit) -> bool:
    """Count this time; whether it is one too many since the first within the span."""
    name = f"mainstay.throttle.{key}"
    if cache.add(name, 1, limit.seconds):
        return False
    try:
        return cache.incr(name) > limit.times
    except ValueError:  # the span ended between the two lines
        return False
