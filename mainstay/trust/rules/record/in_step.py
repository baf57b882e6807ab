"""The vectorised fold: step k reads the k-th row of every client that has one. Needs numpy (TV-61).

Decay is looked up in a table made by Python's own power, and the sums are made in the same order, so that every
balance is the plain fold's to the last bit.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from mainstay.trust.rules.record.batch import CLIENT, DAY, FIRST_DAY, OUTCOME, STRAND, Many, one, unpacked
from mainstay.trust.rules.record.fold import Breach, Standing, Strand
from mainstay.trust.rules.record.policy import (
    BROKEN,
    EPS,
    FRAYED,
    HOLDS,
    INSUFFICIENT,
    LAPSED,
    NOT_TRUSTED,
    OUTCOMES,
    SILENT,
    TRUSTED,
    UNPROVEN,
    Policy,
)

STATES = (SILENT, UNPROVEN, HOLDS, FRAYED, BROKEN, LAPSED)
VERDICTS = (INSUFFICIENT, TRUSTED, NOT_TRUSTED)
_SILENT, _UNPROVEN, _HOLDS, _FRAYED, _BROKEN, _LAPSED = range(6)
_INSUFFICIENT, _TRUSTED, _NOT_TRUSTED = range(3)
_NEVER = np.iinfo(np.int32).max

Numbers = np.ndarray[Any, np.dtype[Any]]


class Clients:
    """The state of all clients, in columns; the one with the most rows comes first."""

    def __init__(self, many: int, policy: Policy, longest: int) -> None:
        self.policy, self.strands = policy, len(policy.strands)
        shape = (self.strands, many)
        self.balance = np.zeros(shape)
        self.last = np.full(shape, -1, dtype=np.int32)
        self.days = np.zeros(shape, dtype=np.int32)
        self.state = np.zeros(shape, dtype=np.int8)
        self.verdict = np.zeros(many, dtype=np.int8)
        self.bearing = np.zeros(many, dtype=np.uint8)
        self.promote = np.zeros(many, dtype=bool)
        self.changes = np.zeros(many, dtype=np.int32)
        self.since = np.full(many, -1, dtype=np.int32)
        self.through = np.full(many, -1, dtype=np.int32)
        self.step = np.array([[policy.steps[outcome], 0.5 * policy.steps[outcome]] for outcome in OUTCOMES])
        self.decay = np.array([2 ** (-age / policy.half_life) for age in range(longest + 1)])
        self.lives = np.array([state not in (SILENT, LAPSED) for state in STATES])
        self.deciding, self.core, self.required = (self._bits(names) for names in self._groups())
        self.counted = np.array([bits.bit_count() for bits in range(256)], dtype=np.int8)

    def _groups(self) -> tuple[tuple[str, ...], ...]:
        return self.policy.deciding, self.policy.core, self.policy.required

    def _bits(self, names: Sequence[str]) -> int:
        return sum(1 << place for place, name in enumerate(self.policy.strands) if name in names)

    def next_lapse(self, some: Any) -> Numbers:
        """The next day on which silence changes something, of some clients."""
        found: Numbers = np.full(self.verdict[some].shape, _NEVER, dtype=np.int32)
        for place in range(self.strands):
            lives = self.lives[self.state[place][some]]
            np.minimum(found, self.last[place][some] + (self.policy.lapse + 1), out=found, where=lives)
        return found

    def let_lapse(self, many: int, before: Numbers) -> None:
        """All lapses of the first clients before a day of each, judged in turn."""
        some: Any = slice(0, many)
        while True:
            coming = self.next_lapse(some)
            found = np.flatnonzero(coming < before)
            if not found.size:
                return
            if isinstance(some, slice):
                some, before, day = found, before[found], coming[found]
            else:
                some, before, day = some[found], before[found], coming[found]
            self.lapse_on(some, day)
            self.judge(some, day)

    def lapse_on(self, some: Numbers, day: Numbers) -> None:
        """The strands of these clients that silence ends on that day of each."""
        for place in range(self.strands):
            due = self.last[place][some] + (self.policy.lapse + 1) == day
            over = some[due & self.lives[self.state[place][some]]]
            self.state[place][over] = _LAPSED

    def add(self, some: Numbers, strand: Numbers, day: Numbers, outcome: Numbers, half: Numbers) -> None:
        """One row of each of these clients (TV-33)."""
        many = self.verdict.size
        place = strand.astype(np.int64) * many + some
        balance, last, days, state = (each.reshape(-1) for each in (self.balance, self.last, self.days, self.state))
        was, memory = last[place], state[place]
        age = np.where(was < 0, 0, day - was)
        memory[(memory == _LAPSED) | (age > self.policy.lapse)] = _UNPROVEN
        raised = balance[place] * self.decay[age] + self.step[outcome, half]
        raised = np.minimum(self.policy.cap_top, np.maximum(-self.policy.cap_bottom, raised))
        seen = days[place] + (was != day)
        balance[place], last[place], days[place] = raised, day, seen
        state[place] = self._classified(raised, seen >= self.policy.min_days, memory)

    def _classified(self, balance: Numbers, enough: Numbers, memory: Numbers) -> Numbers:
        policy = self.policy
        conditions = [
            enough & (balance >= policy.enough - EPS),
            enough & (balance <= -policy.too_little + EPS),
            (memory == _HOLDS) & (balance >= -EPS),
            (memory == _BROKEN) & (balance <= EPS),
            balance < -EPS,
        ]
        found: Numbers = np.select(conditions, [_HOLDS, _BROKEN, _HOLDS, _BROKEN, _FRAYED], _UNPROVEN)
        return found.astype(np.int8)

    def judge(self, some: Numbers, day: Numbers) -> None:
        """One of the three words for each of these clients, on that day of each (TV-30 to 32)."""
        holds, frayed, broken = (np.zeros(some.size, dtype=np.uint8) for _ in range(3))
        for place in range(self.strands):
            state = self.state[place][some]
            for found, wanted in ((holds, _HOLDS), (frayed, _FRAYED), (broken, _BROKEN)):
                found |= (state == wanted).astype(np.uint8) << np.uint8(place)
        base = (self.counted[holds & self.core] >= self.policy.quorum) & (holds & self.required == self.required)
        stays = (self.verdict[some] == _TRUSTED) & base & (frayed & self.bearing[some] == 0)
        earned = self.promote[some] & base & (frayed & self.deciding == 0)
        fresh = np.where(stays | earned, _TRUSTED, _INSUFFICIENT)
        fresh = np.where(broken & self.deciding != 0, _NOT_TRUSTED, fresh).astype(np.int8)
        changed = fresh != self.verdict[some]
        self.changes[some] += changed
        self.since[some[changed]] = day[changed]
        self.verdict[some] = fresh
        self.bearing[some] = np.where(fresh == _TRUSTED, holds & self.deciding, 0)
        self.promote[some] = False
        self.through[some] = day

    def standing(self, place: int) -> Standing:
        """One client as the plain fold tells it, without its history."""
        strands = {
            name: Strand(
                float(self.balance[strand, place]),
                _day(self.last[strand, place]),
                int(self.days[strand, place]),
                STATES[self.state[strand, place]],
            )
            for strand, name in enumerate(self.policy.strands)
            if self.state[strand, place] != _SILENT
        }
        bits = int(self.bearing[place])
        bearing = frozenset(name for strand, name in enumerate(self.policy.strands) if bits >> strand & 1)
        return Standing(strands, VERDICTS[self.verdict[place]], bearing, _day(self.through[place]))


def _day(number: int) -> date | None:
    return date.fromordinal(int(number) + FIRST_DAY) if number >= 0 else None


class Folded:
    """All clients after the fold: which number stands at which place."""

    def __init__(self, packed: array[int], policy: Policy, as_of: date) -> None:
        end = as_of.toordinal() - FIRST_DAY
        self.keys = np.array(packed, dtype=np.int64)
        self.keys = self.keys[(self.keys >> DAY & 0xFFFFF) <= end]
        self.keys.sort()
        number = self.keys >> CLIENT
        first = np.flatnonzero(np.diff(number, prepend=-1))
        counts = np.diff(first, append=number.size)
        numbers = number[first]
        order = np.argsort(-counts, kind="stable")
        self.first, self.counts, self.numbers = first[order], counts[order], numbers[order]
        days = self.keys >> DAY & 0xFFFFF
        longest = int(max(end, int(days.max())) - int(days.min())) if days.size else 0
        del number, days, first, counts, numbers
        self.clients = Clients(self.numbers.size, policy, longest)
        self._run(end)

    def _run(self, end: int) -> None:
        clients = self.clients
        longest = int(self.counts[0]) if self.counts.size else 0
        for k in range(longest):
            many = int(np.searchsorted(-self.counts, -k, side="left"))
            place = self.first[:many] + k
            row = self.keys[place]
            day = (row >> DAY & 0xFFFFF).astype(np.int32)
            every = np.arange(many)
            clients.let_lapse(many, day)
            clients.lapse_on(every, day)
            strand, outcome = row >> STRAND & 7, row >> OUTCOME & 3
            clients.add(every, strand, day, outcome, row & 1)
            kept = outcome == len(OUTCOMES) - 1
            clients.promote[:many] |= kept & ((clients.deciding >> strand) & 1).astype(bool)
            last = self.counts[:many] == k + 1
            following = self.keys[np.minimum(place + 1, self.keys.size - 1)]
            done = np.flatnonzero(last | ((following >> DAY & 0xFFFFF) != day))
            clients.judge(done, day[done])
        clients.let_lapse(self.numbers.size, np.full(self.numbers.size, end + 1, dtype=np.int32))


def fold_in_step(
    packed: array[int], policy: Policy, as_of: date, breaches: Mapping[int, Sequence[Breach]]
) -> Iterator[Many]:
    """See ``fold_many``."""
    folded = Folded(packed, policy, as_of)
    clients = folded.clients
    for place in np.argsort(folded.numbers):
        number = int(folded.numbers[place])
        if number in breaches:
            rows = folded.keys[folded.first[place] : folded.first[place] + folded.counts[place]]
            yield one(number, [unpacked(int(row), policy) for row in rows], policy, as_of, breaches[number])
            continue
        yield Many(number, clients.standing(place), int(clients.changes[place]), _day(clients.since[place]))
