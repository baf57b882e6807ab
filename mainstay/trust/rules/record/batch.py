"""The whole house folded in step: many clients at once, to the last bit what ``fold`` gives one by one (TV-61).

With numpy (``mainstay[fast]``) a million clients take seconds; without it the plain fold gives the same answers.
Clients with a breach are folded one by one: there are few.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from itertools import groupby
from typing import NamedTuple

from mainstay.trust.rules.record.fold import Breach, Row, Standing, Strand, fold
from mainstay.trust.rules.record.policy import EXCUSED, OUTCOMES, Policy

FIRST_DAY = date(1900, 1, 1).toordinal()
DAY, STRAND, OUTCOME = 6, 3, 1  # where in a packed row they begin, in bits; the lowest bit: half the weight
CLIENT = 26
_RANK = {outcome: place for place, outcome in enumerate(OUTCOMES)}


class Many(NamedTuple):
    """Where many clients stand: the number of each, its standing, and how often its verdict changed."""

    number: int
    standing: Standing
    changes: int
    since: date | None


@dataclass
class Pile:
    """Evidence of many clients, one packed whole number a row; clients are numbered by whoever fills it."""

    policy: Policy
    packed: array[int] = field(default_factory=lambda: array("q"))

    def __post_init__(self) -> None:
        self._strands = {strand: place for place, strand in enumerate(self.policy.strands)}

    def put(self, client: int, on: date, strand: str, outcome: str, weight: float) -> None:
        """Add a row. Excused ones, and strands the policy does not know, are left out. ValueError before 1900."""
        place = self._strands.get(strand)
        if outcome == EXCUSED or place is None:
            return
        day = on.toordinal() - FIRST_DAY
        if day < 0:
            raise ValueError("Evidence is not older than 1900.")
        half = weight < 1
        self.packed.append(client << CLIENT | day << DAY | place << STRAND | _RANK[outcome] << OUTCOME | half)


def unpacked(packed: int, policy: Policy) -> Row:
    """A packed row as the fold reads it."""
    day = packed >> DAY & 0xFFFFF
    strand = policy.strands[packed >> STRAND & 7]
    return Row(date.fromordinal(day + FIRST_DAY), strand, OUTCOMES[packed >> OUTCOME & 3], 0.5 if packed & 1 else 1.0)


def fold_many(
    pile: Pile, *, as_of: date, breaches: Mapping[int, Sequence[Breach]] | None = None, plain: bool | None = None
) -> Iterator[Many]:
    """Where every client of a pile stands on a day, in the order of their numbers.

    ``breaches`` by client. ``plain`` folds one by one although numpy is there; default: whether it is not.
    """
    told = breaches or {}
    if plain is None:
        plain = find_spec("numpy") is None
    way: Callable[..., Iterator[Many]] = _one_by_one
    if not plain:
        from mainstay.trust.rules.record.in_step import fold_in_step as way
    return way(pile.packed, pile.policy, as_of, told)


def _one_by_one(
    packed: array[int], policy: Policy, as_of: date, breaches: Mapping[int, Sequence[Breach]]
) -> Iterator[Many]:
    for number, rows in groupby(sorted(packed), key=lambda row: row >> CLIENT):
        yield one(number, [unpacked(row, policy) for row in rows], policy, as_of, breaches.get(number, ()))


def one(number: int, rows: Sequence[Row], policy: Policy, as_of: date, breaches: Sequence[Breach]) -> Many:
    """One client of the many, folded by itself."""
    found = fold(rows, policy, as_of=as_of, breaches=breaches)
    return Many(number, found, len(found.history), found.since)


def same(left: Standing, right: Standing) -> bool:
    """Whether two standings agree: verdict, bearing and states exactly, balances to a millionth (TV-34)."""
    names = left.strands.keys() | right.strands.keys()
    return (
        left.verdict == right.verdict
        and left.bearing == right.bearing
        and all(_alike(left.strands.get(name, Strand()), right.strands.get(name, Strand())) for name in names)
    )


def _alike(left: Strand, right: Strand) -> bool:
    return left[1:] == right[1:] and abs(left.balance - right.balance) < 1e-6
