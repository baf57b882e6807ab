"""The judging of a word given, on its own."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.promises import rules
from mainstay.promises.rules import Event, Facts

TENTH = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (Facts(TENTH), "open"),
        (Facts(TENTH, TENTH), "kept"),
        (Facts(TENTH, TENTH - timedelta(days=3)), "kept"),
        (Facts(TENTH, TENTH + timedelta(days=1)), "kept_late"),
        (Facts(TENTH, None, moved_in_time=True), "moved"),
        (Facts(TENTH, TENTH, moved_in_time=True), "moved"),
        (Facts(TENTH, TENTH + timedelta(days=1), moved_in_time=True), "kept_late"),
        (Facts(TENTH, None, ended="withdrawn"), "withdrawn"),
        (Facts(TENTH, None, ended="released"), "released"),
        (Facts(TENTH, None, moved_in_time=True, ended="broken"), "broken"),
    ],
)
def test_outcome_is_one_of_seven(facts: Facts, outcome: str) -> None:
    assert rules.outcome(facts) == outcome


def test_days_late_are_calendar_days() -> None:
    assert rules.days_late(TENTH, TENTH + timedelta(days=2), TENTH) == 2
    assert rules.days_late(TENTH, None, TENTH + timedelta(days=5)) == 5
    assert rules.days_late(TENTH, TENTH - timedelta(days=2), TENTH) == 0


def test_over_budget_names_percent_and_says_when_it_cannot_be_known() -> None:
    assert rules.is_over(Decimal(5000), Decimal(5400)) is True
    assert rules.percent_over(Decimal(5000), Decimal(5400)) == Decimal("8.0")
    assert rules.is_over(Decimal(5000), Decimal(5000)) is False
    assert rules.is_over(None, Decimal(1)) is None


def test_run_ends_at_a_miss_and_reads_misses_of_a_day_last() -> None:
    day = timedelta(days=1)
    kept = [Event(TENTH + day * n, kept=True, miss=False) for n in range(5)]
    assert rules.run_since_last_miss(kept) == 5
    assert rules.run_since_last_miss([*kept, Event(TENTH + day * 2, kept=False, miss=True)]) == 2
    assert rules.run_since_last_miss([*kept, Event(TENTH + day * 4, kept=True, miss=True)]) == 0


events = st.lists(
    st.builds(
        Event,
        on=st.dates(date(2026, 1, 1), date(2026, 1, 12)),
        kept=st.booleans(),
        miss=st.booleans(),
    ),
    max_size=30,
)


@given(events, st.randoms())
def test_run_does_not_depend_on_the_order_of_rows(rows: list[Event], chance: random.Random) -> None:
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert rules.run_since_last_miss(shuffled) == rules.run_since_last_miss(rows)


@given(events)
def test_run_counts_what_a_walk_in_time_counts(rows: list[Event]) -> None:
    run = 0
    for event in sorted(rows, key=lambda event: (event.on, event.miss)):
        run = 0 if event.miss else run + event.kept
    assert rules.run_since_last_miss(rows) == run


@given(
    st.lists(
        st.tuples(
            st.sampled_from(rules.OUTCOMES),
            st.sampled_from([None, True, False]),
            st.sampled_from(["", rules.ACCEPTED, rules.NOT_ACCEPTED, rules.NO_ANSWER]),
        )
    )
)
def test_counts_add_up(rows: list[tuple[str, bool | None, str]]) -> None:
    counts = rules.count(rows)
    assert counts.made == len(rows) == sum(getattr(counts, name) for name in rules.OUTCOMES)
    assert counts.over_budget == sum(1 for _, over, _ in rows if over)


def test_may_refuses_with_the_name_of_the_reason() -> None:
    def why(
        verb: str,
        *,
        outcome: str = "open",
        delivered: bool = False,
        settled: bool = False,
        past: bool = False,
    ) -> str:
        return rules.may(verb, outcome=outcome, delivered=delivered, settled=settled, past=past)

    assert why("withdraw") == ""
    assert why("withdraw", past=True) == "past"
    assert why("own_up") == "not_past"
    assert why("own_up", past=True) == ""
    assert why("settle") == "not_delivered"
    assert why("settle", outcome="kept", delivered=True) == ""
    assert why("settle", outcome="kept", delivered=True, settled=True) == "settled"
    assert why("move", outcome="kept", delivered=True) == "delivered"
    assert why("deliver", outcome="withdrawn") == "ended"
    assert why("annul", outcome="broken") == ""
    assert why("release", outcome="moved", past=True) == ""
