"""Portions follow the time that the last one took."""

from __future__ import annotations

import pytest

from mainstay.kit import portions
from mainstay.kit.portions import SECONDS, Portion


def sizes(monkeypatch: pytest.MonkeyPatch, each: float, first: int = 20, most: int = 500) -> list[int]:
    """The sizes of six portions whose things take so many seconds each."""
    now = [0.0]
    monkeypatch.setattr(portions, "monotonic", lambda: now[0])
    portion, found = Portion(first=first, most=most), []
    for _ in range(6):
        found.append(portion.size)
        with portion.timed():
            now[0] += portion.size * each
    return found


def test_light_things_are_done_many_at_once_and_heavy_ones_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sizes(monkeypatch, 0.000_01) == [20, 80, 320, 500, 500, 500]
    assert sizes(monkeypatch, 1.0) == [20, 1, 1, 1, 1, 1]
    assert sizes(monkeypatch, SECONDS / 8)[-3:] == [8, 8, 8]
