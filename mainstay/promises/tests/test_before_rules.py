"""The rules before and between promises: new days, two clocks, pace, what contradicts."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mainstay.house.rules import working_time
from mainstay.promises.rules import agreeing, foresight, needs

WEEK = working_time.Calendar("Europe/Berlin", working_time.weekly(range(5), ("09:00", "17:00")))
MONDAY = date(2026, 8, 10)


def on(number: int) -> date:
    """A day of August 2026; the 10th is a Monday."""
    return date(2026, 8, number)


def test_new_day_counts_the_working_days_from_the_day_the_input_came() -> None:
    """R-B-46: due on Monday the 10th, five days' work, came on the 14th: the 21st."""
    found = needs.new_day(WEEK, on(17), [needs.Input(on(10), on(14), 5)], on(14))
    assert found == needs.NewDay(0, 4, needs.Sum(on(14), (needs.Run(on(17), on(21), 5),), on(21)), firm=True)


def test_new_day_is_none_where_the_day_stands_or_was_too_tight_from_the_start() -> None:
    in_time = needs.Input(on(10), on(10), 5)
    assert needs.new_day(WEEK, on(21), [needs.Input(on(10), on(14), 5)], on(14)) is None  # there was slack
    assert needs.new_day(WEEK, on(12), [in_time], on(11)) is None  # nobody was late
    late_but_short = needs.Input(on(10), on(11), 0)
    assert needs.new_day(WEEK, on(12), [in_time, late_but_short], on(11)) is None  # our own five days decide
    assert needs.new_day(WEEK, on(17), [], on(14)) is None


def test_new_day_is_not_firm_while_something_has_not_come() -> None:
    found = needs.new_day(WEEK, on(17), [needs.Input(on(10), None, 5)], on(13))
    assert found is not None
    assert (found.sum.on, found.days_late, found.firm) == (on(20), 3, False)


@given(
    st.dates(MONDAY, date(2026, 12, 31)),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40))), max_size=4),
)
def test_two_clocks_together_are_the_working_days_that_passed(
    since: date, length: int, waits: list[tuple[int, int | None]]
) -> None:
    """field.md 4 and 5: a day is on one clock only, whatever overlaps."""
    until = since + timedelta(days=length)
    spans = [
        (since + timedelta(days=first), None if more is None else since + timedelta(days=first + more))
        for first, more in waits
    ]
    found = needs.clocks(WEEK, since, until, spans)
    assert found.days == working_time.working_days_between(WEEK, since, until)
    if any(first == since and came is None for first, came in spans):
        assert found.ours_days == 0


def test_our_clock_stands_while_we_wait() -> None:
    found = needs.clocks(WEEK, on(3), on(19), [(on(3), on(14))])
    assert (found.ours_days, found.waiting_days, found.days) == (3, 9, 12)
    assert found.ours == (needs.Run(on(17), on(19), 3),)


def test_a_circle_is_found_however_long() -> None:
    edges = [("b", "c"), ("c", "d"), ("x", "b")]
    assert needs.closes_circle(edges, "d", "b")
    assert needs.closes_circle(edges, "a", "a")
    assert not needs.closes_circle(edges, "a", "b")


def test_a_day_is_agreed_only_when_each_side_says_so_of_that_day() -> None:
    """R-B-50."""
    ours = agreeing.Said("ours", "manageable", on(13), 1)
    tight = agreeing.Said("theirs", "too_tight", on(13), 2)
    fine = agreeing.Said("theirs", "manageable", on(13), 3)
    assert agreeing.standing([], on(13)).state == "unsaid"
    assert agreeing.standing([ours], on(13)).state == "not_yet"
    assert agreeing.standing([ours, tight], on(13)) == agreeing.Standing("too_tight", 1, 2)
    assert agreeing.standing([ours, tight, fine], on(13)) == agreeing.Standing("agreed", 1, 3)
    assert agreeing.standing([ours, fine], on(17)).state == "unsaid"


def test_first_realistic_day_passes_full_weeks_days_away_and_what_it_usually_takes() -> None:
    """R-B-41: five promises in one week, away in the next: the Monday after."""
    away = frozenset(on(day) for day in range(17, 24))
    load = foresight.Load({on(10): 5}, away)
    assert foresight.first_realistic(WEEK, load, on(7), on(12), 0) == on(24)
    assert foresight.first_realistic(WEEK, load, on(7), on(18), 0) == on(24)
    assert foresight.first_realistic(WEEK, foresight.Load({}, frozenset()), on(7), on(11), 6) == on(17)
    assert foresight.first_realistic(WEEK, foresight.Load({}, away), on(14), on(17), 2) == on(25)


def test_pace_is_the_median_and_says_nothing_of_fewer_than_three() -> None:
    """R-B-7: twenty of about six days usually take six."""
    cases = [(on(1), on(1 + days), on(7)) for days in (5, 7) * 10]
    assert foresight.pace(cases) == foresight.Pace(6, 20, 10)
    assert foresight.pace(cases[:2]) is None


def test_alike_is_the_same_words_and_the_same_figures() -> None:
    assert foresight.are_alike("Send the plan", "send plan")
    assert foresight.are_alike("Отправить план проекта", "отправить план проекта!")
    assert not foresight.are_alike("Report for March", "Report for April")
    assert not foresight.are_alike("Invoice 12 for the fair", "Invoice 13 for the fair")
    assert not foresight.are_alike("Send the plan", "Call about the fair")


def test_contradiction_needs_two_days_and_two_people() -> None:
    """R-B-38."""
    one = foresight.Word("Send the plan", on(13), "mara")
    assert foresight.contradicts(one, foresight.Word("send plan", on(14), "deniz"))
    assert not foresight.contradicts(one, foresight.Word("send plan", on(13), "deniz"))
    assert not foresight.contradicts(one, foresight.Word("send plan", on(14), "mara"))
    kind = foresight.Word("Brochure", on(13), "mara", "print", "PO 7")
    assert foresight.contradicts(kind, foresight.Word("Leaflets, printed", on(14), "deniz", "print", "po 7"))
    assert not foresight.contradicts(kind, foresight.Word("Leaflets, printed", on(14), "deniz", "print", "PO 8"))
