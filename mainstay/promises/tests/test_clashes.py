"""Contradictions are noticed whenever they come about: by moving, handing over, passing back, taking in (R-B-38)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.plug import Passing
from mainstay.promises import actions
from mainstay.promises.actions import passing
from mainstay.promises.models import Clash, Promise
from mainstay.promises.queries import clashes
from mainstay.promises.rules.foresight import Word, contradicts, nearest_contradicting, words_of

Give = Callable[..., Promise]
TEXTS = ["Send the plan", "send plan", "Order 12", "order no 12", "Order 13", "Plan for the fair", "send the fair plan"]


@pytest.fixture
def colleague(atlas: Client, deputy: User, head: User, at: datetime) -> User:
    """Deniz, who serves Atlas too."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    return deputy


def texts(promise: Promise) -> list[str]:
    """What contradicts a promise now."""
    both = [(one.one, one.other) for one in clashes.of_promise(promise)]
    return sorted(f"{(other if one == promise else one).due_on.day}" for one, other in both)


words = st.builds(
    Word,
    text=st.sampled_from(TEXTS),
    due_on=st.integers(1, 6).map(lambda day: date(2026, 3, day)),
    owner=st.integers(0, 2),
    kind=st.sampled_from([None, 1]),
    reference=st.sampled_from(["", "R1"]),
)


def test_a_thing_of_every_month_is_a_series_and_contradicts_nothing() -> None:
    months = [(Word("Monthly report", date(2026, month, 1), month % 2), month) for month in (3, 4, 5)]
    assert nearest_contradicting(months[:2]) == [(3, 4)]
    assert nearest_contradicting(months) == []


def no_series(told: list[Word]) -> bool:
    """Whether nothing is promised three times in the same words."""
    return max(Counter(words_of(one.text) for one in told).values(), default=0) < 3


@given(st.lists(words, max_size=7).filter(no_series))
def test_each_that_contradicts_another_is_told_with_one_that_it_contradicts(told: list[Word]) -> None:
    pairs = nearest_contradicting([(word, place) for place, word in enumerate(told)])
    assert all(contradicts(told[one], told[other]) for one, other in pairs)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    every = {a for a, one in enumerate(told) for b, other in enumerate(told) if a != b and contradicts(one, other)}
    assert {place for pair in pairs for place in pair} == every
    for place in every:
        far = min(abs(told[b].due_on - told[place].due_on) for b in every if contradicts(told[place], told[b]))
        assert any(place in pair and abs(told[pair[0]].due_on - told[pair[1]].due_on) == far for pair in pairs)


def test_moving_the_day_is_when_two_may_begin_to_contradict_each_other(
    give: Give, colleague: User, manager: User, at: datetime
) -> None:
    theirs = give("Send the plan", due_on=date(2026, 3, 6), by=colleague)
    mine = give("send plan", due_on=date(2026, 3, 6))
    assert texts(mine) == texts(theirs) == []
    by: dict[str, Any] = {"by": manager, "at": at}
    actions.move(promise=mine, to_on=date(2026, 3, 9), reason="Paper", answer="not_yet", **by)
    assert not Clash.objects.exists()  # the day stands as it was
    actions.answer(renegotiation=mine.renegotiations.get(), answer="agreed", **by)
    assert (texts(mine), texts(theirs)) == (["6"], ["9"])
    assert Line.objects.filter(kind="promises.clash_noticed").count() == 1
    actions.take_back(promise=mine, **by)
    assert texts(mine) == []
    actions.move(promise=mine, to_on=date(2026, 3, 10), reason="Paper", answer="agreed", **by)
    assert (texts(theirs), Clash.objects.count()) == (["10"], 1)


def test_handing_over_is_when_two_may_begin_to_contradict_each_other(
    give: Give, colleague: User, manager: User, at: datetime
) -> None:
    first, second = (give("Send the plan", due_on=date(2026, 3, day)) for day in (6, 9))
    assert texts(first) == []  # the same person knows
    actions.hand_over(promise=second, to=colleague, by=manager, at=at)
    assert (texts(first), texts(second)) == (["9"], ["6"])
    actions.settle_clash(clash=Clash.objects.get(), why="Draft and final", by=manager, at=at)
    actions.move(promise=second, to_on=date(2026, 3, 10), reason="Paper", answer="agreed", by=manager, at=at)
    assert (texts(first), Clash.objects.count()) == ([], 1)  # it was said why both stand


def test_a_client_that_comes_back_brings_its_contradictions(
    give: Give, atlas: Client, colleague: User, manager: User, at: datetime
) -> None:
    mine = give("Send the plan", due_on=date(2026, 3, 6))
    passed = Passing(uuid4(), atlas, manager, colleague, by=manager, at=at)
    given_along = passing.give([passed])[passed.id]
    theirs = give("send plan", due_on=date(2026, 3, 9), by=colleague)
    assert (Clash.objects.count(), mine.owner) == (0, manager)
    later = at + timedelta(hours=1)
    passing.back([Passing(passed.id, atlas, manager, colleague, by=manager, at=later, data=given_along)])
    assert texts(theirs) == ["6"]
