"""What a promise needs: their input late means a new day proposed, never moved in silence (R-B-46)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.kit import times
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions, queries
from mainstay.promises.models import Need, Promise
from mainstay.promises.queries import needs as read
from mainstay.promises.queries.words import Reader

pytestmark = pytest.mark.django_db
Give = Callable[..., Promise]


def on(number: int, hour: int = 10) -> datetime:
    """An hour of August 2026; the 10th is a Monday."""
    return datetime(2026, 8, number, hour, tzinfo=UTC)


def plain(words: str) -> str:
    """With common spaces: days and their months never part."""
    return words.replace(times.NO_BREAK, " ")


@pytest.fixture
def text(give: Give, buyer: Contact) -> Promise:
    """Their text, due on Monday the 10th."""
    return give("Text", side="theirs", owner_contact=buyer, due_on=date(2026, 8, 10), made=on(3))


@pytest.fixture
def brochure(give: Give, text: Promise, manager: User) -> Promise:
    """Our brochure, due on the 17th, five working days after their text."""
    ours = give("Brochure", due_on=date(2026, 8, 17), made=on(3))
    return actions.needs_input(promise=ours, on=text, work_days=5, by=manager, at=on(3))


def test_their_late_input_drafts_a_new_day_and_accepted_it_is_moved_by_their_input(
    brochure: Promise, text: Promise, manager: User
) -> None:
    actions.deliver(promise=text, by=manager, at=on(14))
    found = read.new_day(brochure, read.needs_of(brochure), on(14))
    assert found is not None
    day, because = found
    reader = Reader("en", "Europe/Berlin", on(14))
    assert plain(read.sum_words(day.sum, reader)) == "14 August + 5 working days: 17 August – 21 August (5) = 21 August"
    assert read.late_words(because, day.days_late) == "“Text” came 4 days later than agreed."

    asked = actions.propose_new_day(promise=brochure, by=manager, at=on(14))
    assert (asked.due_on, asked.outcome) == (date(2026, 8, 17), "open")  # nothing moves in silence
    with pytest.raises(Refused, match="proposed already"):
        actions.propose_new_day(promise=brochure, by=manager, at=on(14))

    renegotiation = brochure.renegotiations.get()
    # They answer on the 18th, after our first day: they themselves were late, so it still counts as moved.
    moved = actions.answer(renegotiation=renegotiation, answer="agreed", by=manager, at=on(18))
    renegotiation.refresh_from_db()
    assert (moved.due_on, moved.outcome, moved.judged_on) == (date(2026, 8, 21), "moved", date(2026, 8, 21))
    assert (renegotiation.cause, renegotiation.get_cause_display()) == ("their_input", "their input")
    done = actions.deliver(promise=moved, by=manager, at=on(21))
    assert (done.outcome, done.days_late) == ("moved", 0)
    counts = queries.tallies(Promise.objects.filter(client=brochure.client))[Promise.Side.OURS].counts
    assert (counts.moved, counts.kept_late) == (1, 0)


def test_two_clocks_stand_and_add_up(brochure: Promise, text: Promise, manager: User) -> None:
    actions.deliver(promise=text, by=manager, at=on(14))
    needs = read.needs_of(brochure)
    clocks = read.clocks_of(brochure, needs, on(19))
    assert clocks is not None
    said = read.clocks_words(clocks, needs, Reader("en", "Europe/Berlin", on(19)))
    assert [(word, plain(value)) for word, value in said] == [
        ("On our clock", "3 working days: 17 August – 19 August (3)"),
        ("Waiting for them", "9 working days: 4 August – 7 August (4) + 10 August – 14 August (5)"),
        ("Together", "3 + 9 = 12 working days since 3 August"),
    ]


def test_nothing_is_proposed_while_the_input_is_missing_or_was_in_time(
    brochure: Promise, text: Promise, manager: User
) -> None:
    with pytest.raises(Refused, match="cannot stand"):
        actions.propose_new_day(promise=brochure, by=manager, at=on(7))
    with pytest.raises(Refused, match="has not come yet"):
        actions.propose_new_day(promise=brochure, by=manager, at=on(13))


def test_needs_of_another_client_circles_and_what_is_done_are_refused(
    brochure: Promise, text: Promise, give: Give, manager: User, stranger: User
) -> None:
    print_job = give("Print job", due_on=date(2026, 8, 27), made=on(3))
    actions.needs_input(promise=print_job, on=brochure, work_days=3, by=manager, at=on(3))
    told: dict[str, Any] = {"work_days": 1, "by": manager, "at": on(4)}
    with pytest.raises(Refused, match="itself waits for") as circle:
        actions.needs_input(promise=brochure, on=print_job, **told)
    assert (circle.value.rule, circle.value.field) == ("R-B-46", "on")
    with pytest.raises(Refused, match="noted already"):
        actions.needs_input(promise=print_job, on=brochure, **told)
    with pytest.raises(Refused, match="itself waits for"):
        actions.needs_input(promise=text, on=text, **told)
    with pytest.raises(Refused, match="working days"):
        actions.needs_input(promise=print_job, on=text, **(told | {"work_days": 501}))
    with pytest.raises(NotFound):
        actions.needs_input(promise=brochure, on=text, **(told | {"by": stranger}))
    elsewhere = Client.objects.create(name="Borealis", unit=brochure.client.unit)
    other = Promise.objects.get(pk=give("Logo", due_on=date(2026, 8, 27), made=on(3)).pk)
    Promise.objects.filter(pk=other.pk).update(client=elsewhere)
    with pytest.raises(Refused, match="same client"):
        actions.needs_input(promise=brochure, on=other, **told)
    actions.deliver(promise=text, by=manager, at=on(5))
    with pytest.raises(Refused, match="still open"):
        actions.needs_input(promise=print_job, on=text, **told)


def test_a_need_is_dropped_or_taken_back(brochure: Promise, manager: User) -> None:
    actions.take_back(promise=brochure, by=manager, at=on(3, 11))
    assert Need.objects.filter(dropped_at=None).count() == 0
    assert read.needs_of(brochure) == []


def test_the_hours_until_a_told_time_are_printed(give: Give) -> None:
    """field.md 5: the arithmetic stands beside the due time."""
    plan = give("Plan", due_on=date(2026, 8, 12), due_time=on(12, 15).time(), made=on(3))
    said = read.hours_left(plan, Reader("en", "Europe/Berlin", on(11, 12)))
    assert said == "14:00–17:00 + 09:00–15:00 = 9 h 00 min"
    assert read.hours_left(plan, Reader("en", "Europe/Berlin", on(5))) == ""
