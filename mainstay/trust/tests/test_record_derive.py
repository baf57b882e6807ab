"""From promises to evidence: the table E1 to E10 of the rulebook, and what else 1.3 says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mainstay.trust.rules.record.days import Workdays
from mainstay.trust.rules.record.derive import Given, Piece, derive, is_small, tolerance

DAYS = Workdays()
DUE = date(2025, 3, 14)  # a Friday
TODAY = date(2025, 12, 31)
WORD = Given("ours", DUE, size="word", made_on=date(2025, 3, 12))


def agreed(working_days: int) -> date:
    """A day from which on it is so many working days to the due one."""
    return next(
        day for n in range(1, 366) if DAYS.between(day := date.fromordinal(DUE.toordinal() - n), DUE) == working_days
    )


def pieces(given: Given, on: date = TODAY) -> list[tuple[str, str, str, float]]:
    """What a promise says."""
    return [(each.strand, each.outcome, each.on.isoformat(), each.weight) for each in derive(given, DAYS, on=on).pieces]


@pytest.mark.parametrize(
    ("delivered", "agreed_days", "on", "outcome", "dated"),
    [
        ("2025-03-14", 30, "2025-03-14", "kept", "2025-03-14"),
        ("2025-03-18", 10, "2025-03-18", "slip", "2025-03-18"),
        ("2025-03-19", 30, "2025-03-19", "slip", "2025-03-19"),
        ("2025-03-20", 30, "2025-03-20", "miss", "2025-03-20"),
        ("2025-04-20", 30, "2025-04-20", "miss", "2025-03-20"),
        (None, 10, "2025-03-19", "miss", "2025-03-19"),
    ],
    ids=["E1", "E2", "E3", "E4", "E4 delivered later", "E5"],
)
def test_a_delivery_against_its_day(delivered: str | None, agreed_days: int, on: str, outcome: str, dated: str) -> None:
    day = date.fromisoformat(delivered) if delivered else None
    given = Given("ours", DUE, made_on=agreed(agreed_days), delivered_on=day)
    assert pieces(given, date.fromisoformat(on)) == [("time", outcome, dated, 1.0)]


def test_an_overdue_delivery_says_nothing_within_its_tolerance_and_wakes_the_day_after() -> None:
    given = Given("ours", DUE, made_on=agreed(10))
    derived = [derive(given, DAYS, on=date(2025, 3, day)) for day in range(14, 20)]
    assert [len(each.pieces) for each in derived] == [0, 0, 0, 0, 0, 1]
    assert derived[-2].wake == date(2025, 3, 19)


@pytest.mark.parametrize(
    ("invoiced", "outcome"),
    [("10050.00", "kept"), ("10050.01", "slip"), ("11000.00", "slip"), ("11000.01", "miss")],
    ids=["E6", "E7", "E8", "E8 over"],
)
def test_an_invoice_against_what_was_agreed(invoiced: str, outcome: str) -> None:
    given = Given("ours", DUE, delivered_on=DUE, agreed=Decimal(10000), invoiced=Decimal(invoiced))
    assert pieces(given)[1] == ("budget", outcome, "2025-03-14", 1.0)
    assert len(pieces(given._replace(comparable=False))) == 1
    assert len(pieces(given._replace(agreed=None))) == 1


def test_their_late_input_moves_our_day() -> None:
    """E9: three working days late and linked."""
    given = Given("ours", DUE, made_on=agreed(10), delivered_on=date(2025, 3, 19), input_late=3)
    assert pieces(given) == [("time", "kept", "2025-03-19", 1.0)]
    theirs = Given("theirs", date(2025, 3, 3), delivered_on=date(2025, 3, 6))
    assert pieces(theirs) == [("inputs", "miss", "2025-03-06", 1.0)]


def test_the_first_move_is_free_and_the_second_is_a_slip_at_best() -> None:
    """E10."""
    given = Given("ours", DUE, delivered_on=DUE, moves=1)
    assert pieces(given) == [("time", "kept", "2025-03-14", 1.0)]
    assert pieces(given._replace(moves=2)) == [("time", "slip", "2025-03-14", 1.0)]


@pytest.mark.parametrize(
    ("said", "outcome"), [("accepted", "kept"), ("remarks", "slip"), ("not_accepted", "miss"), ("no_answer", None)]
)
def test_satisfaction_is_what_the_client_said_and_no_answer_is_none(said: str, outcome: str | None) -> None:
    given = Given("ours", DUE, delivered_on=DUE, satisfaction=said, settled_on=date(2025, 3, 20))
    found = [each for each in pieces(given) if each[0] == "satisfaction"]
    assert found == ([("satisfaction", outcome, "2025-03-20", 1.0)] if outcome else [])


@pytest.mark.parametrize(
    ("told", "delivered", "outcome", "dated"),
    [
        (None, "2025-03-13", "kept", "2025-03-13"),
        (None, "2025-03-17", "miss", "2025-03-17"),
        ("2025-03-14", "2025-03-21", "slip", "2025-03-21"),
        ("2025-03-15", "2025-03-21", "miss", "2025-03-17"),
        (None, None, "miss", "2025-03-17"),
        ("2025-03-13", None, "miss", "2025-03-19"),
    ],
)
def test_a_small_word_is_kept_told_of_or_missed(
    told: str | None, delivered: str | None, outcome: str, dated: str
) -> None:
    given = WORD._replace(
        told_on=date.fromisoformat(told) if told else None,
        delivered_on=date.fromisoformat(delivered) if delivered else None,
    )
    assert pieces(given) == [("word", outcome, dated, 0.5)]


def test_what_ends_otherwise() -> None:
    ended = Given("ours", DUE, ended_on=date(2025, 3, 10))
    assert pieces(ended._replace(ended="released")) == []
    assert pieces(ended._replace(ended="withdrawn")) == [("time", "slip", "2025-03-10", 1.0)]
    assert pieces(ended._replace(ended="broken")) == [("time", "miss", "2025-03-19", 1.0)]
    assert derive(ended._replace(ended="broken"), DAYS, on=date(2025, 3, 17)).wake == date(2025, 3, 19)
    assert pieces(ended._replace(annulled=True)) == []


def test_what_weighs_half_and_what_two_people_excused() -> None:
    late = Given("ours", DUE, delivered_on=date(2025, 3, 18))
    assert derive(late._replace(size="minor"), DAYS, on=TODAY).pieces == (
        Piece("time", date(2025, 3, 18), "slip", 0.5),
    )
    assert pieces(late._replace(halved=frozenset({"time"}))) == [("time", "slip", "2025-03-18", 0.5)]
    assert pieces(late._replace(excused=frozenset({"time"}))) == [("time", "excused", "2025-03-18", 1.0)]
    kept = late._replace(delivered_on=DUE, halved=frozenset({"time"}), excused=frozenset({"time"}))
    assert pieces(kept) == [("time", "kept", "2025-03-14", 1.0)]


def test_theirs_are_inputs_and_payments() -> None:
    theirs = Given("theirs", DUE, delivered_on=DUE, agreed=Decimal(1), invoiced=Decimal(9), satisfaction="accepted")
    assert [each[0] for each in pieces(theirs)] == ["inputs"]
    assert [each[0] for each in pieces(theirs._replace(payment=True))] == ["payment"]


@pytest.mark.parametrize(("working_days", "allowed"), [(0, 2), (10, 2), (24, 2), (25, 3), (30, 3), (34, 3), (35, 4)])
def test_the_tolerance_is_a_tenth_rounded_half_up(working_days: int, allowed: int) -> None:
    made = agreed(working_days) if working_days else DUE
    assert tolerance(Given("ours", DUE, made_on=made), DAYS) == allowed


def test_working_days_over_the_turn_of_years() -> None:
    days = Workdays()
    slow = [day for n in range(800) if (day := date.fromordinal(date(2023, 11, 3).toordinal() + n)).weekday() < 5]
    assert days.between(date(2023, 11, 2), slow[-1]) == len(slow)
    assert days.after(date(2023, 11, 2), 500) == slow[499]
    assert Workdays(lambda year: [False] * 366).after(DUE, 3) == date(2025, 3, 17)


def test_a_small_word_is_short_given_in_talk_and_nothing_hangs_on_it() -> None:
    def small(**otherwise: bool | int | date) -> bool:
        told = {"ours": True, "taken_in": False, "bound": False, "made_on": date(2025, 3, 12), "due_on": DUE}
        return is_small(**{**told, "within": 2, "days": DAYS, **otherwise})  # type: ignore[arg-type]

    assert small()
    assert not any(
        small(**{name: value})  # type: ignore[arg-type]
        for name, value in [
            ("ours", False),
            ("taken_in", True),
            ("bound", True),
            ("due_on", date(2025, 3, 17)),
            ("within", 0),
        ]
    )
