"""The counts of a list, row by row: each row as a delivery of its own, until it shows which of them are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from mainstay.promises.rules.intake.census import Census
from mainstay.promises.rules.intake.piles import Pile, Piles


class Tally:
    """How many deliveries, of which sort, and whom they name."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.census = Census()

    def add(self, pile: Pile, times: int = 1) -> None:
        """Count a delivery; with -1 count it no more, which leaves the greatest of anything as it was."""
        counts = self.counts
        counts["deliveries"] += times
        if pile.delivered is None:
            counts["open"] += times
        elif (late := (pile.delivered - pile.due).days) > 0:
            counts["late"] += times
            counts["late_rows"] += times * pile.height
            counts["worst_days_late"] = max(counts["worst_days_late"], late)
        else:
            counts["on_time"] += times
        if pile.over_budget:
            counts["over_budget"] += times
        self.census.add(pile, times)

    def whole(self, piles: Piles) -> Tally:
        """The counts of deliveries, once every row was added and laid: rows of one delivery count once."""
        for rows, laid in piles.several():
            if _extremes(rows) != _extremes(laid):
                return _anew(piles)
            for row in rows:
                self.add(row, -1)
            for pile in laid:
                self.add(pile)
        return self


def _extremes(piles: Sequence[Pile]) -> set[tuple[Any, ...]]:
    """What decides on the greatest of something: it cannot be taken back by counting."""
    return {(pile.client, pile.owner, pile.side, pile.due, pile.delivered) for pile in piles}


def _anew(piles: Iterable[Pile]) -> Tally:
    tally = Tally()
    for pile in piles:
        tally.add(pile)
    return tally
