"""The fold against the worked examples of the rulebook (1.12), and what holds of any evidence."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.trust.rules.record.fold import (
    Breach,
    Row,
    Standing,
    Step,
    Strand,
    add,
    balance_on,
    digest,
    fold,
    in_order,
    lines,
    read_lines,
)
from mainstay.trust.rules.record.policy import BUSY, POLICIES, SLOW, STEADY, Policy, chosen
from mainstay.trust.rules.record.toward import kept_to_earn, to_lose

EXAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "examples.json").read_text())
START = date(2024, 1, 1)


def told(example: dict[str, Any]) -> tuple[list[Row], list[Breach]]:
    """Evidence and breaches of an example."""
    rows = [Row(date.fromisoformat(on), strand, outcome, weight) for on, strand, outcome, weight in example["evidence"]]
    return rows, [
        Breach(date.fromisoformat(opened), date.fromisoformat(closed) if closed else None, kind)
        for opened, closed, kind in example["breaches"]
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["n"])
def test_the_worked_examples_come_out_to_the_sixth_digit(example: dict[str, Any]) -> None:
    rows, breaches = told(example)
    policy = chosen(example["policy"].split("/")[0], quorum=example["quorum"])
    as_of = date.fromisoformat(example["as_of"])
    standing = fold(reversed(rows), policy, as_of=as_of, breaches=breaches)
    wanted = example["expect"]
    assert standing.verdict == wanted["verdict"]
    assert [[change.on.isoformat(), change.verdict] for change in standing.history] == wanted["history"]
    earned = standing.since.isoformat() if standing.since and standing.verdict == "trusted" else None
    assert earned == wanted["earned_on"]
    found = {
        name: [
            strand.state,
            pytest.approx(balance_on(strand, as_of, policy), abs=1e-6),
            kept_to_earn(strand, as_of, policy),
            *(to_lose(strand, as_of, policy) or (None, None)),
        ]
        for name, strand in standing.strands.items()
    }
    assert wanted["strands"] == found


ROW = st.builds(
    Row,
    st.integers(0, 900).map(lambda days: START + timedelta(days=days)),
    st.sampled_from(["time", "budget", "satisfaction", "word", "answers"]),
    st.sampled_from(["kept"] * 6 + ["slip", "miss", "excused"]),
    st.sampled_from([1.0, 0.5]),
)
ROWS = st.lists(ROW, max_size=40)
BREACHES = st.lists(
    st.tuples(st.integers(0, 800), st.one_of(st.none(), st.integers(0, 200))).map(
        lambda pair: Breach(
            START + timedelta(days=pair[0]),
            None if pair[1] is None else START + timedelta(days=pair[0] + pair[1]),
            "law",
        )
    ),
    max_size=1,
)
POLICY = st.sampled_from([*POLICIES.values(), chosen("busy-1", core=("time",), quorum=1)])
END = START + timedelta(days=1400)


@given(ROWS, BREACHES, POLICY, st.randoms(use_true_random=False))
def test_rows_of_one_day_may_come_in_any_order(
    rows: list[Row], breaches: list[Breach], policy: Any, chance: Any
) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert fold(mixed, policy, as_of=END, breaches=breaches) == fold(rows, policy, as_of=END, breaches=breaches)
    assert digest(mixed, breaches) == digest(rows, breaches)


@given(ROWS, BREACHES, POLICY, st.integers(0, 1400))
def test_a_replay_goes_on_from_any_day_where_it_stood(
    rows: list[Row], breaches: list[Breach], policy: Any, cut: int
) -> None:
    half = fold(rows, policy, as_of=START + timedelta(days=cut), breaches=breaches)
    assert fold(rows, policy, as_of=END, breaches=breaches, start=half) == fold(
        rows, policy, as_of=END, breaches=breaches
    )


@given(ROWS, BREACHES, POLICY)
def test_trust_is_entered_only_on_a_day_with_something_kept(
    rows: list[Row], breaches: list[Breach], policy: Any
) -> None:
    kept = {row.on for row in rows if row.outcome == "kept" and row.strand in policy.deciding}
    history = fold(rows, policy, as_of=END, breaches=breaches).history
    assert [change.on for change in history if change.verdict == "trusted" and change.on not in kept] == []


@given(ROWS, ROW, POLICY)
def test_an_excused_row_changes_nothing(rows: list[Row], row: Row, policy: Any) -> None:
    more = [*rows, row._replace(outcome="excused")]
    assert fold(more, policy, as_of=END) == fold(rows, policy, as_of=END)
    assert digest(more) == digest(rows)


@given(st.floats(-4.6, 3.9), st.integers(0, 5), st.sampled_from(["unproven", "holds", "broken", "lapsed"]), ROW, POLICY)
def test_kept_never_lowers_a_balance_and_a_failure_never_raises_it(
    balance: float, days: int, state: str, row: Row, policy: Any
) -> None:
    """Against what stands on that day without the row (1.12 b)."""
    if row.outcome == "excused":
        return
    strand = Strand(max(-policy.cap_bottom, min(policy.cap_top, balance)), row.on - timedelta(days=10), days, state)
    without = strand.balance * 2 ** (-10 / policy.half_life)
    after = add(strand, row, policy).balance
    assert (after >= without - 1e-12) if row.outcome == "kept" else (after <= without + 1e-12)


@given(ROWS, BREACHES, POLICY)
def test_what_was_printed_replays_to_the_same_hash_and_verdict(
    rows: list[Row], breaches: list[Breach], policy: Any
) -> None:
    steps: list[Step] = []
    was = fold(rows, policy, as_of=END, breaches=breaches, steps=steps)
    again, open_again = read_lines("\n".join(["a heading", *lines(rows, breaches)]))
    assert digest(again, open_again) == digest(rows, breaches)
    assert fold(again, policy, as_of=END, breaches=open_again) == was
    assert len(steps) == len([row for row in in_order(rows) if row.strand in policy.strands])


@pytest.mark.parametrize(("policy", "every", "needed"), [(BUSY, 7, 8), (STEADY, 14, 6), (STEADY, 30, 6), (SLOW, 91, 4)])
def test_the_plain_rules_of_the_guide_hold_under_every_policy(policy: Policy, every: int, needed: int) -> None:
    """Rulebook 1.4: what ends a hold at full strength, that one failure decides nothing, how soon it is earned."""

    def after(*time: str) -> Standing:
        days = [START + timedelta(days=every * n) for n in range(len(time))]
        rows = [Row(day, "time", outcome) for day, outcome in zip(days, time, strict=True)]
        return fold([*rows, *(Row(day, "budget", "kept") for day in days)], policy, as_of=days[-1])

    strong = ["kept"] * 40
    for ends in (("slip", "slip", "slip"), ("miss", "miss"), ("miss", "slip"), ("slip", "miss")):
        found = after(*strong, *ends)
        assert (found.strands["time"].state, found.verdict) == ("frayed", "insufficient")
    for one in ("slip", "miss"):
        assert (after(*strong, one).verdict, after(one).verdict) == ("trusted", "insufficient")
    earned = [after(*strong[:n]).verdict for n in (needed - 1, needed)]
    assert earned == ["insufficient", "trusted"]
    guide = (Path(__file__).parents[3] / "docs" / "guide" / "users.md").read_text()
    assert "three slips in a row, two misses, or one of each end a strand’s hold" in guide


@settings(max_examples=10)
@given(ROWS)
def test_the_day_before_the_first_row_nothing_is_known(rows: list[Row]) -> None:
    first = min((row.on for row in rows), default=START)
    assert fold(rows, STEADY, as_of=first - timedelta(days=1)) == Standing()


@pytest.mark.parametrize(
    ("name", "core", "quorum", "label"),
    [
        ("steady-1", None, None, "steady-1"),
        ("steady-1", None, 1, "steady-1/q1"),
        ("busy-1", ("time",), 1, "busy-1/time!/q1"),
        ("slow-1", ("time", "satisfaction"), 2, "slow-1/time!+satisfaction"),
    ],
)
def test_a_choice_names_what_it_chose_otherwise(
    name: str, core: tuple[str, ...] | None, quorum: int | None, label: str
) -> None:
    assert chosen(name, core=core, quorum=quorum).label == label


@pytest.mark.parametrize(("core", "quorum"), [((), 1), (("time",), 2), (("payment",), 1), (("time", "budget"), 0)])
def test_a_choice_under_which_nothing_can_be_earned_is_none(core: tuple[str, ...], quorum: int) -> None:
    with pytest.raises(ValueError, match="strand"):
        chosen("steady-1", core=core, quorum=quorum)
