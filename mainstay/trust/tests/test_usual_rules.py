"""Used to, as the rulebook works it out: D1 to D11 to six digits, R-A-13, and what must always hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.trust.rules.usual import POLICY, STREAMS, Course, Stream, Turn, Value, charts, figures, habits, read

DAY0 = datetime(2025, 1, 5, 12, tzinfo=UTC)  # a Sunday
ANSWERS, CONTACT, EARLINESS, RATING = (STREAMS[name] for name in ("answers", "contact", "earliness", "rating"))
PUNCTUALITY, PRICES, CUSTOMS, PERSON = (STREAMS[name] for name in ("punctuality", "price", "customs", "person"))
D1 = (118, 96, 140, 125, 88, 150, 110, 132, 105, 121, 99, 144)


def weeks(values: Sequence[float], *, every: int = 7) -> list[Value]:
    """One occurrence a week, on Sundays."""
    return [Value(DAY0 + timedelta(days=every * place), value) for place, value in enumerate(values)]


def course(stream: Stream, values: Sequence[float], turns: Sequence[Turn] = (), *, every: int = 7) -> Course:
    """The course of these values, read when the last of them and its week are over."""
    told = weeks(values, every=every)
    return read(stream, told, turns, at=told[-1].at + timedelta(days=1))


def noticed(stream: Stream, learnt: Sequence[float], new: Sequence[float], way: str = "worse") -> int | None:
    """At which of the new values a notice comes, counted from 1."""
    for place in range(1, len(new) + 1):
        if any(each.way == way for each in course(stream, [*learnt, *new[:place]]).standing):
            return place
    return None


def chart(stream: Stream, learnt: Sequence[float], new: Sequence[float]) -> Iterator[tuple[float, float, float]]:
    """z, E and R of each new value."""
    base = charts.learn(stream, [(each.at, each.value) for each in weeks(learnt)])
    e = r = 0.0
    for value in new:
        z = charts.score(stream, base, value)
        e, r = charts.smooth(e, r, z, charts.shift(stream, base, value))
        yield z, e, r


def six(numbers: Sequence[float]) -> list[float]:
    """To six digits."""
    return [round(number, 6) for number in numbers]


def test_answers_that_slow_down_are_noticed_at_the_fourth_week_d1() -> None:
    base = charts.learn(ANSWERS, [(each.at, each.value) for each in weeks(D1)])
    new = (130, 270, 255, 290, 240, 275)
    z, e, r = zip(*chart(ANSWERS, D1, new), strict=True)
    assert six([base.mean, base.sd]) == [4.765911, 0.25]
    assert six(z[:4]) == [0.380481, 2.632991, 2.496988, 2.794194]
    assert six(e[:4]) == [0.076096, 0.587475, 0.969378, 1.334341]
    assert round(r[3], 6) == 0.421818
    assert noticed(ANSWERS, D1, new) == 4
    (notice,) = course(ANSWERS, [*D1, *new[:4]]).standing
    assert (notice.since, notice.count) == (weeks([*D1, 1])[-1].at.replace(hour=0) + timedelta(days=1), 4)
    assert (round(notice.before), round(notice.now)) == (117, 179)


def test_one_odd_week_is_none_d2() -> None:
    new = (130, 900, 120, 110, 125, 118)
    z, e, _r = zip(*chart(ANSWERS, D1, new), strict=True)
    assert z[1] == 3
    assert round(max(e), 6) == 0.660877
    assert noticed(ANSWERS, D1, new) is None


def test_fifteen_percent_are_nothing_d3() -> None:
    _z, e, _r = zip(*chart(ANSWERS, D1, [137] * 30), strict=True)
    assert round(e[-1], 6) == 0.573607
    assert noticed(ANSWERS, D1, [137] * 30) is None


def test_pauses_that_grow_and_silence_d4() -> None:
    learnt, new = (7, 7, 8, 6, 7, 7, 9, 7, 6, 8, 7, 7), (10, 14, 13, 15, 14)
    base = charts.learn(CONTACT, [(each.at, each.value) for each in weeks(learnt)])
    _z, e, _r = zip(*chart(CONTACT, learnt, new), strict=True)
    assert six([base.mean, base.sd]) == [1.963416, 0.25]
    assert six(e[:4]) == [0.245816, 0.645408, 0.924684, 1.223984]
    assert noticed(CONTACT, learnt, new) == 4
    assert round(charts.pause(base), 2) == 13.05
    told = weeks(learnt)
    last = told[-1].at
    assert read(CONTACT, told, at=last + timedelta(days=13)).standing == []
    (silence,) = read(CONTACT, told, at=last + timedelta(days=14)).standing
    assert (silence.way, silence.since, silence.now) == ("silence", last, 14)
    assert [
        each.way for each in read(CONTACT, [*told, Value(last + timedelta(days=20), 20)], at=last + timedelta(20)).over
    ] == ["silence"]


def test_nothing_late_and_yet_less_than_usual_d5() -> None:
    learnt, new = (3, 2, 4, 3, 3, 2, 4, 3, 3, 3, 2, 4), (1, 0, 0, 0, 0, 0)
    base = charts.learn(EARLINESS, [(each.at, each.value) for each in weeks(learnt)])
    _z, e, r = zip(*chart(EARLINESS, learnt, new), strict=True)
    assert six([base.mean, base.sd]) == [3.0, 0.738549]
    assert six(e[:3]) == [0.449475, 0.95958, 1.367664]
    assert round(r[2], 3) == 1.336
    assert noticed(EARLINESS, learnt, new) == 3


def test_ratings_that_sink_d6() -> None:
    learnt, new = (5, 5, 4, 5, 5, 5, 4, 5, 5, 5, 5, 4), (4, 4, 3, 4, 3, 4, 4)
    base = charts.learn(RATING, [(each.at, each.value) for each in weeks(learnt)])
    _z, e, _r = zip(*chart(RATING, learnt, new), strict=True)
    assert six([base.mean, base.sd]) == [4.75, 0.5]
    assert six(e[:5]) == [0.269763, 0.485574, 0.934457, 1.017329, 1.359861]
    assert noticed(RATING, learnt, new) == 5


def counted(p0: float, kept: Sequence[bool]) -> list[float]:
    """C after each delivery."""
    c, told = 0.0, []
    for each in kept:
        c = charts.count(c, kept=each, p0=p0, p1=charts.worse_share(p0))
        told.append(c)
    return told


def test_every_second_one_late_d7() -> None:
    p0 = charts.share(20, 20)
    assert six([p0, charts.worse_share(p0)]) == [0.98, 0.924528]
    c = counted(p0, [True, False] * 3)
    assert six(c) == [0, 1.328025, 1.269757, 2.597782, 2.539513, 3.867539]
    assert next(place for place, each in enumerate(c, 1) if each >= POLICY.count_limit) == 6
    assert noticed(PUNCTUALITY, [1] * 12, [1, 0, 1, 0, 1, 0]) == 6


def test_every_third_one_late_d8() -> None:
    p0 = charts.share(19, 20)
    assert six([p0, charts.worse_share(p0), math.log(charts.worse_share(p0) / p0)]) == [0.95, 0.826087, -0.139762]
    c = counted(p0, [True, True, False] * 4)
    assert six(c[2::3]) == [1.246532, 2.213541, 3.180549, 4.147558]
    assert next(place for place, each in enumerate(c, 1) if each >= POLICY.count_limit) == 12


def test_all_kept_is_nothing_d9() -> None:
    assert counted(charts.share(12, 12), [True] * 8) == [0] * 8


def test_three_of_four_are_a_custom_d10() -> None:
    granted = [True, True, True, False, True, True, False, False, True]
    said = ["free", "free", "free", "missing", "customary", "customary", "missing", "free", "free"]
    assert list(habits.occasions(granted)) == said
    for place, word in enumerate(said, 1):
        told = course(PERSON, [float(each) for each in granted[:place]])
        opened = [each for each in told.standing if each.opened_at == told.marks[-1].at]
        assert bool(opened) == (word == "missing"), place


def test_a_discount_that_shrinks_d11() -> None:
    assert not habits.is_less(10, 8.5)
    assert habits.is_less(10, 7.9)
    assert course(PRICES, [10, 10, 10, 10, 8.5]).standing == []
    (notice,) = course(PRICES, [10, 10, 10, 10, 7.9]).standing
    assert (notice.before, notice.now) == (10, 7.9)
    (same,) = course(PRICES, [10, 10, 10, 10, 7.9, 7.9, 7.9, 7.9]).standing  # never down in silence (DR-3)
    assert same == notice
    assert course(PRICES, [10, 10, 10, 10, 7.9, 10]).standing == []


TEN = (118, 122, 120, 119, 121, 125, 116, 120, 118, 124)


@pytest.mark.parametrize("every", [1, 7], ids=["daily", "weekly"])
def test_from_two_hours_to_nine_shows_and_goes_by_itself(every: int) -> None:
    assert course(ANSWERS, TEN, every=every).standing == []
    (notice,) = course(ANSWERS, [*TEN, 540, 545, 530], every=every).standing
    assert (notice.way, round(notice.before), notice.now, notice.count) == ("worse", 120, 540, 3)
    after = course(ANSWERS, [*TEN, 540, 545, 530, 118, 121], every=every)
    assert (after.standing, [(each.way, each.closed) for each in after.over]) == ([], [("worse", "back")])


def test_a_drop_that_was_noticed_is_not_learnt_from() -> None:
    told = course(ANSWERS, [*TEN, 540, 545, 530, 540, 540, 540])
    assert told.learning
    assert [each.value for each in told.marks if each.learnt][-1] == 124
    later = course(ANSWERS, [*TEN, 540, 545, 530, 118, 121, 120, 122])
    assert not later.learning
    assert later.usual == pytest.approx(120, abs=1)


def test_once_and_announced_stretches_are_left_out() -> None:
    values = weeks([4, 4, 4, 4, 4, 1, 1, 1])
    assert len(read(EARLINESS, values, at=values[-1].at).standing) == 1
    marked = [*values[:-3], *(Value(each.at, each.value, once=True) for each in values[-3:])]
    assert read(EARLINESS, marked, at=values[-1].at).standing == []
    span = (values[-3].at.date(), values[-1].at.date())
    assert read(EARLINESS, values, at=values[-1].at, spans=[span]).standing == []


def test_an_answer_closes_and_an_agreement_moves_what_is_usual() -> None:
    new = [*D1, 130, 270, 255, 290]
    told = weeks(new)
    when = told[-1].at + timedelta(days=1, hours=1)
    for how, usual in (("restore", 117), ("tell", 117), ("agree", 240)):
        turn = Turn(when, how, "worse", 240 if how == "agree" else None)
        after = read(ANSWERS, told, [turn], at=when + timedelta(days=1))
        assert (after.standing, [each.closed for each in after.over], round(after.usual or 0)) == (
            [],
            ["answered"],
            usual,
        )
    agreed = [Turn(when, "agree", "worse", 270)]
    on = [*told, *(Value(told[-1].at + timedelta(days=7 * place), 270) for place in range(1, 8))]
    assert read(ANSWERS, on, agreed, at=on[-1].at + timedelta(days=1)).standing == []
    again = read(ANSWERS, on, [Turn(when, "tell", "worse")], at=on[-1].at + timedelta(days=1))
    assert [each.way for each in again.standing] == ["worse"]


def test_an_agreement_while_little_is_known_stands_for_the_usual() -> None:
    told = weeks([4, 4, 4, 4, 4, 1, 1, 1])
    turn = Turn(told[-1].at + timedelta(hours=1), "agree", "worse", 1)
    later = [*told, *(Value(told[-1].at + timedelta(days=7 * place), 1) for place in range(1, 5))]
    after = read(EARLINESS, later, [turn], at=later[-1].at)
    assert (after.standing, after.usual) == ([], 1)


def test_a_new_agreement_begins_everything_anew() -> None:
    told = weeks([*D1, 130, 270, 255, 290])
    when = told[-1].at + timedelta(days=2)
    after = read(ANSWERS, told, [Turn(when, "reset")], at=when)
    assert (after.standing, after.usual, after.learning) == ([], None, True)


def test_better_that_held_for_twelve_values_is_what_they_are_used_to() -> None:
    fast = course(ANSWERS, [*D1, *[60] * 4])
    assert [each.way for each in fast.standing] == ["better"]
    held = course(ANSWERS, [*D1, *[60] * 15])
    ((_when, before, after),) = held.raised
    assert (round(before), round(after), held.standing) == (117, 60, [])
    assert [each.closed for each in held.over] == ["held"]


def test_the_third_alike_is_proposed_as_custom_marked_or_not() -> None:
    assert course(CUSTOMS, [1, 1]).standing == []
    assert [each.way for each in course(CUSTOMS, [1, 1, 1]).standing] == ["proposed"]
    once = [Value(each.at, 1, once=True) for each in weeks([1, 1, 1])]
    assert [each.way for each in read(CUSTOMS, once, at=once[-1].at).standing] == ["proposed"]
    answer = Turn(once[-1].at, "tell", "proposed")
    assert read(CUSTOMS, once, [answer], at=once[-1].at).standing == []
    assert course(PERSON, [1, 1, 1]).standing == []


def test_t_and_the_normal_quantile_are_exact() -> None:
    assert figures.t_below(1, 1) == pytest.approx(0.75, abs=1e-15)
    assert figures.t_below(math.sqrt(2), 2) == pytest.approx(0.5 + math.sqrt(2) / (2 * math.sqrt(4)), abs=1e-15)
    assert figures.t_below(2.2009851600829, 11) == pytest.approx(0.975, abs=1e-12)
    assert figures.normal_quantile(0.975) == pytest.approx(1.959963984540054, abs=1e-14)


@given(st.lists(st.integers(10, 1000), min_size=13, max_size=30), st.randoms())
def test_the_order_in_which_values_are_told_never_matters(values: list[int], chance: object) -> None:
    told = weeks(values)
    shuffled = [*told]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    at = told[-1].at + timedelta(days=1)
    assert read(ANSWERS, shuffled, at=at) == read(ANSWERS, told, at=at)


@given(st.lists(st.integers(10, 1000), min_size=8, max_size=30), st.integers(0, 29))
def test_what_comes_later_changes_no_past(values: list[int], cut: int) -> None:
    told = weeks(values)
    at = told[min(cut, len(told) - 1)].at
    assert read(CONTACT, told, at=at) == read(CONTACT, [each for each in told if each.at <= at], at=at)
