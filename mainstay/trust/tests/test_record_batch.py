"""All clients in step are each client alone."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from mainstay.trust.rules.record.batch import Many, Pile, fold_many
from mainstay.trust.rules.record.fold import Breach, Row, fold
from mainstay.trust.rules.record.policy import BUSY, SLOW, STEADY, THEIRS_1, Policy, chosen

START = date(2023, 1, 2)


def chance_rows(chance: random.Random, policy: Policy, most: int = 30) -> list[Row]:
    """Somebody's evidence: good, middling or poor, some of it on one day, some after long silence."""
    good = chance.choice([0.5, 0.8, 0.95, 0.99])
    day, rows = START + timedelta(days=chance.randrange(200)), []
    for _ in range(chance.randrange(most)):
        day += timedelta(days=chance.choice([0, 0, 1, 7, 14, 30, 91, policy.lapse, policy.lapse + 1, 400]))
        outcome = "kept" if chance.random() < good else chance.choice(["slip", "miss", "excused"])
        rows.append(Row(day, chance.choice(policy.strands), outcome, chance.choice([1.0, 1.0, 0.5])))
    return rows


@pytest.mark.parametrize("policy", [STEADY, BUSY, SLOW, THEIRS_1, chosen("busy-1", core=("time",), quorum=1)])
def test_in_step_is_one_by_one_to_the_last_bit(policy: Policy) -> None:
    pytest.importorskip("numpy", reason="numpy is the extra “fast”")
    chance = random.Random(policy.label)
    every = {number: chance_rows(chance, policy) for number in range(300)}
    breaches = {
        number: [Breach(START + timedelta(days=90), chance.choice([None, START + timedelta(days=300)]), "law")]
        for number in range(0, 300, 29)
    }
    pile = Pile(policy)
    for number, rows in every.items():
        for row in rows:
            pile.put(number, *row)
    for as_of in (START + timedelta(days=500), START + timedelta(days=4000)):
        stepped = {each.number: each for each in fold_many(pile, as_of=as_of, breaches=breaches, plain=False)}
        plain = {each.number: each for each in fold_many(pile, as_of=as_of, breaches=breaches, plain=True)}
        alone = {}
        for number, rows in every.items():
            found = fold(rows, policy, as_of=as_of, breaches=breaches.get(number, ()))
            alone[number] = Many(number, found, len(found.history), found.since)
        assert {number: _bare(each) for number, each in stepped.items()} == {
            number: _bare(alone[number]) for number in stepped
        }
        assert {number: _bare(each) for number, each in plain.items()} == {
            number: _bare(alone[number]) for number in plain
        }
        known = {
            number for number, rows in every.items() if any(r.on <= as_of and r.outcome != "excused" for r in rows)
        }
        assert set(stepped) == known


def _bare(one: Many) -> tuple[object, ...]:
    standing = one.standing
    return dict(standing.strands), standing.verdict, standing.bearing, one.changes, one.since, standing.through


def test_nothing_gives_nothing() -> None:
    assert list(fold_many(Pile(STEADY), as_of=START)) == []


def test_what_the_policy_does_not_know_is_left_out() -> None:
    pile = Pile(STEADY)
    pile.put(1, START, "inputs", "kept", 1)
    pile.put(1, START, "time", "excused", 1)
    assert len(pile.packed) == 0
    with pytest.raises(ValueError, match="1900"):
        pile.put(1, date(1890, 1, 1), "time", "kept", 1)
