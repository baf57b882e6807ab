"""Who finds which line on Today, in which order, and what it says (R-A-1, R-A-12, R-B-5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as serving
from mainstay.clients.models import Affiliation, Client
from mainstay.house import actions as house_actions
from mainstay.house.models import User
from mainstay.kit.plug import Lines, TodayLine
from mainstay.promises import actions
from mainstay.promises.models import Promise
from mainstay.promises.queries import today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def deputy(deputy: User, atlas: Client, head: User, at: datetime) -> User:
    """The deputy, who serves Atlas here."""
    serving.assign(client=atlas, user=deputy, role="deputy", why="stands in", by=head, at=at)
    return deputy


@pytest.fixture
def give(atlas: Client, manager: User, at: datetime) -> Callable[..., Promise]:
    """``give(4)`` writes down a promise of Mara's to Atlas that is due in four days."""

    def given(days: int, text: str = "Send the plan", **told: Any) -> Promise:
        told = {"client": atlas, "by": manager, "at": at, **told}
        return actions.make(text=text, due_on=at.date() + days * DAY, **told)

    return given


def codes(lines: Lines) -> list[str]:
    """The kinds of the lines."""
    return [line.code for line in lines]


def only(lines: Lines) -> TodayLine:
    """The one line there is."""
    (line,) = lines
    return line


# --- R-A-12: owner, deputy, head ---------------------------------


def test_a_promise_is_seen_by_owner_deputy_and_head_as_its_day_comes_near(
    give: Callable[..., Promise], manager: User, deputy: User, head: User, stranger: User, at: datetime
) -> None:
    give(5)
    seen = {
        day: [
            [codes(today.lines(person, at + day * DAY)) for person in (manager, deputy, head, stranger)],
            codes(today.exceptions(head, at + day * DAY)),
        ]
        for day in (0, 1, 2, 3, 4, 5, 6)
    }
    danger, late = ["in_danger"], ["late"]
    assert seen == {
        0: [[[], [], [], []], []],
        1: [[[], [], [], []], []],
        2: [[danger, [], [], []], []],  # day -3
        3: [[danger, [], [], []], []],
        4: [[danger, danger, [], []], []],  # day -1
        5: [[danger, danger, [], []], []],
        6: [[late, late, [], []], late],
    }


def test_a_promise_with_a_time_counts_days_by_the_calendar_of_the_client(
    give: Callable[..., Promise], manager: User, at: datetime
) -> None:
    give(5, due_time=time(9, 30))
    midnight = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)  # 4 March begins in Berlin, three days before the 7th
    assert codes(today.lines(manager, midnight - timedelta(minutes=1))) == []
    assert codes(today.lines(manager, midnight)) == ["in_danger"]
    due = datetime(2026, 3, 7, 8, 30, tzinfo=UTC)
    assert codes(today.lines(manager, due - timedelta(minutes=1))) == ["in_danger"]
    line = only(today.lines(manager, due))
    assert (line.code, line.days_late, line.state) == ("late", 0, "parted")
    assert line.what == "“Send the plan” was promised for earlier today. Mara Vogt answers for it."


def test_one_moved_in_time_with_their_agreement_troubles_nobody(
    give: Callable[..., Promise], manager: User, head: User, at: datetime
) -> None:
    promise, later = give(5), at + 3 * DAY  # day -2
    actions.move(
        promise=promise, to_on=date(2026, 3, 20), reason="The paper is late", answer="agreed", by=manager, at=later
    )
    assert codes(today.lines(manager, later)) == []
    assert codes(today.lines(manager, at + 6 * DAY)) == []
    assert codes(today.exceptions(head, at + 6 * DAY)) == []
    assert codes(today.lines(manager, datetime(2026, 3, 17, 9, tzinfo=UTC))) == ["in_danger"]


def test_another_day_without_an_answer_leaves_the_line_and_says_so(
    give: Callable[..., Promise], manager: User, at: datetime
) -> None:
    promise = give(1)
    actions.move(promise=promise, to_on=date(2026, 3, 20), reason="Ill", answer="not_yet", by=manager, at=at)
    line = only(today.lines(manager, at + DAY))
    assert line.code == "in_danger"
    assert "Another day was asked for (yesterday); no answer yet." in line.what
    assert [str(move.label) for move in line.moves] == [
        "Write down their answer",
        "Move",
        "Hand over",
        "Open the promise",
    ]


def test_with_both_away_the_head_sees_it(
    give: Callable[..., Promise], manager: User, deputy: User, head: User, stranger: User, at: datetime
) -> None:
    give(3)
    for person in (manager, deputy):
        assert codes(today.lines(head, at)) == []
        house_actions.note_absence(person=person, from_on=at.date(), to_on=at.date() + DAY, by=person, at=at)
    line = only(today.lines(head, at))
    assert line.what.endswith("For Mara Vogt, away until Tuesday 3\xa0March.")
    assert str(line.why).endswith("You see it because Mara Vogt is away and nobody who stands in is there.")
    assert codes(today.lines(stranger, at)) == []


def test_an_absent_owner_is_covered_by_the_deputy_from_the_first_day(
    give: Callable[..., Promise], manager: User, deputy: User, at: datetime
) -> None:
    give(3)
    assert codes(today.lines(deputy, at)) == []
    house_actions.note_absence(person=manager, from_on=at.date(), to_on=at.date() + DAY, by=manager, at=at)
    line = only(today.lines(deputy, at))
    assert line.code == "in_danger"
    assert line.what == "“Send the plan” is not delivered yet. For Mara Vogt, away until Tuesday 3\xa0March."
    assert str(line.why).endswith("You see it because Mara Vogt is away.")
    assert codes(today.lines(deputy, at + 4 * DAY)) == ["late"]  # she is back; it is late all the same


def test_what_nobody_who_serves_the_client_owns_comes_to_its_manager(
    give: Callable[..., Promise], atlas: Client, manager: User, deputy: User, head: User, admin: User, at: datetime
) -> None:
    give(2, owner=deputy)
    assert codes(today.lines(manager, at)) == []
    place = atlas.assignments.get(user=deputy)
    serving.unassign(assignment=place, by=head, at=at)
    line = only(today.lines(manager, at))
    assert line.owner == "Deniz Aydin"
    assert "nobody who serves the client answers for it" in str(line.why)
    assert codes(today.lines(deputy, at)) == []  # no longer theirs to see


def test_the_head_of_another_team_sees_nothing(
    give: Callable[..., Promise], take_in: Callable[..., User], other_team: Any, at: datetime
) -> None:
    give(1)
    other = take_in("Otto Falk", "head", other_team)
    whole = take_in("Wanda Roth", "head")
    later = at + 3 * DAY
    assert codes(today.exceptions(other, later)) == []
    assert today.exceptions_count(other, later) == 0
    assert codes(today.exceptions(whole, later)) == ["late"]
    assert today.exceptions_count(whole, later) == 1


def test_somebody_who_heads_nobody_has_no_exceptions(give: Callable[..., Promise], manager: User, at: datetime) -> None:
    give(1)
    assert today.exceptions(manager, at + 3 * DAY) == []
    assert today.exceptions_count(manager, at + 3 * DAY) == 0


# --- the kinds, in order of harm ---------------------------------


def test_the_kinds_stand_in_order_of_harm_and_the_longest_first(
    give: Callable[..., Promise], manager: User, at: datetime
) -> None:
    day = at + 10 * DAY
    give(11, "soon")
    remarked = give(4, "remarked")
    give(5, "theirs", side="theirs")
    give(6, "third", side="third", owner_name="Spedition Kuhn")
    give(7, "late a little")
    give(3, "late for long")
    untold = give(2, "untold")
    actions.deliver(promise=untold, by=manager, at=at + 5 * DAY)
    actions.deliver(promise=remarked, by=manager, at=at + 3 * DAY)
    actions.settle(
        promise=remarked, satisfaction="remarks", known_from="she rang", remark="Too big", by=manager, at=at + 4 * DAY
    )
    lines = today.lines(manager, day)
    assert [(line.order, line.code, line.about) for line in lines] == [
        (1, "late", "late for long"),
        (1, "late", "late a little"),
        (3, "to_tell", "untold"),
        (4, "in_danger", "soon"),
        (6, "theirs_late", "theirs"),
        (6, "third_late", "third"),
        (8, "remark", "remarked"),
    ]
    assert [line.state for line in lines] == ["parted", "parted", "", "frayed", "theirs", "theirs", ""]
    assert [line.days_late for line in lines] == [7, 3, 3, 0, 5, 4, 0]


def test_a_late_promise_names_client_promise_days_and_owner_until_it_is_told(
    give: Callable[..., Promise], atlas: Client, manager: User, at: datetime
) -> None:
    promise, later = give(2), at + 5 * DAY
    line = only(today.lines(manager, later))
    assert (line.client, line.about, line.days_late, line.owner) == ("Atlas GmbH", "Send the plan", 3, "Mara Vogt")
    assert line.what == "“Send the plan” is 3 days late. Mara Vogt answers for it."
    assert line.when == "since Wednesday"
    assert line.main is not None
    assert (str(line.main.label), line.main.post) == ("Deliver", True)
    actions.deliver(promise=promise, by=manager, at=later)
    line = only(today.lines(manager, later))
    assert line.code == "to_tell"
    assert line.what == (
        "“Send the plan” was delivered 3 days late, and Atlas GmbH was not told. Mara Vogt answers for it."
    )
    actions.tell(promise=promise, how="phone", by=manager, at=later)
    assert today.lines(manager, later) == []


def test_one_withdrawn_or_broken_is_to_be_told(give: Callable[..., Promise], manager: User, at: datetime) -> None:
    withdrawn, broken = give(2, "The leaflet"), give(1, "The visit")
    actions.withdraw(promise=withdrawn, reason="No paper", substitute="A file", by=manager, at=at)
    actions.own_up(promise=broken, reason="The car broke down", by=manager, at=at + 3 * DAY)
    assert [line.what for line in today.lines(manager, at + 3 * DAY)] == [
        "“The visit” was not kept, and Atlas GmbH was not told. Mara Vogt answers for it.",
        "“The leaflet” was withdrawn, and Atlas GmbH was not told. Mara Vogt answers for it.",
    ]


def test_what_is_delivered_in_time_and_has_no_answer_yet_stays_off_today(
    give: Callable[..., Promise], manager: User, at: datetime
) -> None:
    promise = give(2)
    actions.deliver(promise=promise, by=manager, at=at)
    actions.settle(promise=promise, satisfaction="no_answer", by=manager, at=at)
    assert today.lines(manager, at + 9 * DAY) == []


def test_one_entered_in_error_is_off_today_with_its_remarks(
    give: Callable[..., Promise], manager: User, at: datetime
) -> None:
    late, remarked = give(1), give(2)
    actions.deliver(promise=remarked, by=manager, at=at)
    actions.settle(
        promise=remarked, satisfaction="not_accepted", known_from="mail", remark="Wrong one", by=manager, at=at
    )
    assert codes(today.lines(manager, at + 3 * DAY)) == ["late", "remark"]
    for promise in (late, remarked):
        actions.annul(promise=promise, reason="A test", by=manager, at=at + 3 * DAY)
    assert today.lines(manager, at + 3 * DAY) == []


def test_their_own_lateness_reminds_whoever_owes_it_there(
    give: Callable[..., Promise], atlas: Client, manager: User, at: datetime
) -> None:
    place = _contact(atlas, manager, at, "Ines Roth", email="ines@atlas.example", addressed_as="Ms Roth")
    give(1, "Approve the list", side="theirs", owner_contact=place.contact)
    line = only(today.lines(manager, at + 4 * DAY))
    assert (line.who, line.client) == ("Ms Roth", "Atlas GmbH")
    assert line.what == "We have waited 3 days for “Approve the list”. Mara Vogt answers for it."
    assert line.main is not None
    assert (str(line.main.label), line.main.url) == (
        "Remind Ms Roth",
        "mailto:ines@atlas.example?subject=Approve%20the%20list",
    )


def _contact(client: Client, by: User, at: datetime, name: str, *, decides: bool = False, **told: Any) -> Affiliation:
    return serving.add_contact(client=client, name=name, decides=decides, by=by, at=at, **told)


def test_who_is_the_one_it_was_promised_to_else_who_decides_else_the_only_one_else_the_client(
    give: Callable[..., Promise], atlas: Client, manager: User, at: datetime
) -> None:
    give(1)
    assert only(today.lines(manager, at)).who == "Atlas GmbH"
    first = _contact(atlas, manager, at, "Ines Roth")
    assert only(today.lines(manager, at)).who == "Ines Roth"
    second = _contact(atlas, manager, at, "Ulf Kern")
    assert only(today.lines(manager, at)).who == "Atlas GmbH"
    _contact(atlas, manager, at, "Dora Lenz", decides=True)
    assert only(today.lines(manager, at)).who == "Dora Lenz"
    promise = Promise.objects.get()
    Promise.objects.filter(pk=promise.pk).update(made_to=second.contact)
    assert only(today.lines(manager, at)).who == "Ulf Kern"
    assert first.contact.name == "Ines Roth"


def test_the_main_button_asks_the_owner_where_another_one_answers_for_it(
    give: Callable[..., Promise], deputy: User, head: User, manager: User, at: datetime
) -> None:
    promise = give(1)
    for line in (only(today.lines(deputy, at + 3 * DAY)), only(today.exceptions(head, at + 3 * DAY))):
        assert line.main is not None
        assert (str(line.main.label), line.main.url) == (
            "Ask Mara Vogt",
            "mailto:mara@house.example?subject=Atlas%20GmbH%3A%20Send%20the%20plan",
        )
        assert [str(move.label) for move in line.moves] == ["Move", "Hand over", "Done already", "Open the promise"]
    actions.deliver(promise=promise, by=manager, at=at + 3 * DAY)
    line = only(today.exceptions(head, at + 3 * DAY))
    assert line.main is not None
    assert str(line.main.label) == "Ask Mara Vogt"
    assert [(str(move.label), move.key) for move in line.moves] == [
        ("The client was told", "e"),
        ("Open the promise", ""),
    ]


def test_rights_decide_what_a_line_offers(
    give: Callable[..., Promise], atlas: Client, head: User, take_in: Callable[..., User], at: datetime
) -> None:
    front = take_in("Fritz Lang", "front")
    give(1, owner=front)
    line = only(today.lines(front, at))
    assert line.main is not None
    assert str(line.main.label) == "Deliver"
    assert [str(move.label) for move in line.moves] == ["Open the promise"]


# --- much of it ---------------------------------


def test_fifty_lines_are_told_and_the_rest_is_counted(
    give: Callable[..., Promise], atlas: Client, manager: User, at: datetime
) -> None:
    _many(give(1), 129)
    give(5, "theirs", side="theirs")
    found = today.lines(manager, at + 6 * DAY)
    assert len(found) == 50
    assert (dict(found.more), found.beyond) == ({1: 80, 6: 1}, False)
    assert {line.code for line in found} == {"late"}


def _many(like: Promise, count: int) -> None:
    """As many more of the same."""
    fields = {f.attname: getattr(like, f.attname) for f in Promise._meta.concrete_fields if f.name != "id"}
    Promise.objects.bulk_create(Promise(**fields) for _n in range(count))


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_number_of_queries_does_not_grow(
    give: Callable[..., Promise], atlas: Client, manager: User, deputy: User, head: User, at: datetime, count: int
) -> None:
    _many(give(1), count - 1)
    _many(give(1, side="theirs"), count - 1)
    remarked = give(2)
    actions.deliver(promise=remarked, by=manager, at=at)
    actions.settle(promise=remarked, satisfaction="remarks", known_from="mail", remark="Late", by=manager, at=at)
    for person in (manager, deputy):
        fresh = User.objects.get(pk=person.pk)
        assert fresh.posts_held
        with CaptureQueriesContext(connection) as asked:
            today.lines(fresh, at + 3 * DAY)
        assert len(asked) == (4 if person == manager else 3)
    fresh = User.objects.get(pk=head.pk)
    assert fresh.posts_held
    with CaptureQueriesContext(connection) as asked:
        today.exceptions(fresh, at + 3 * DAY)
    assert len(asked) == 3
