"""Counting how often something was asked for, so that nobody asks without end. All processes count together."""

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
    if cache.add(f"{name}.since", 1, limit.seconds):  # a span begins, whoever counted before
        cache.set(name, 1, limit.seconds)
        return False
    count = int(cache.get(name, 0)) + 1
    cache.set(name, count, limit.seconds)
    return count > limit.times
