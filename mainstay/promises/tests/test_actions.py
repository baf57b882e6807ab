"""The verbs of the ledger: what each leaves behind, and what it refuses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.promises import actions, queries
from mainstay.promises.models import Promise, Renegotiation
from mainstay.promises.queries.counts import tallies_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def made(atlas: Client, manager: User, at: datetime) -> Promise:
    """A promise due in four days."""
    return actions.make(
        client=atlas,
        text="Send the plan",
        due_on=at.date() + 4 * DAY,
        by=manager,
        at=at,
        budget=Decimal(5000),
        currency="eur",
    )


@pytest.fixture
def deputy(deputy: User, atlas: Client, head: User, at: datetime) -> User:
    """The deputy, who serves Atlas here."""
    serving.assign(client=atlas, user=deputy, role="deputy", why="stands in", by=head, at=at)
    return deputy


def counts(client: Client) -> dict[str, int]:
    """Our side's counts that are not zero."""
    tally = queries.tallies(Promise.objects.filter(client=client))["ours"]
    return {name: n for name, n in tally.counts.as_dict().items() if n}


def kinds(promise: Promise) -> list[str]:
    """The kinds of lines about a promise, oldest first."""
    return list(Line.objects.about(promise.pk).order_by("id").values_list("kind", flat=True))


def test_make_keeps_the_word_with_owner_day_and_zone(made: Promise, manager: User, atlas: Client, at: datetime) -> None:
    made.refresh_from_db()
    assert (made.owner, made.client, made.outcome, made.is_owed) == (manager, atlas, "open", True)
    assert made.due_zone == atlas.zone == "Europe/Berlin"
    assert made.due_at.isoformat() == "2026-03-06T23:00:00+00:00"  # the end of Friday in Berlin
    assert (made.budget, made.currency) == (Decimal(5000), "EUR")
    assert kinds(made) == ["promises.made"]


def test_make_with_a_time_is_late_from_that_time(atlas: Client, manager: User, at: datetime) -> None:
    promise = actions.make(client=atlas, text="Ring", due_on=date(2026, 7, 1), due_time=time(17), by=manager, at=at)
    assert promise.due_at.isoformat() == "2026-07-01T15:00:00+00:00"


@pytest.mark.parametrize(
    ("told", "field", "rule"),
    [
        ({"due_on": date(2026, 3, 1)}, "due_on", "R-A-10"),
        ({"due_on": date(2026, 3, 2), "due_time": time(9, 59)}, "due_on", "R-A-10"),
        ({"text": "  "}, "text", "R-A-10"),
        ({"text": "x" * 301}, "text", "R-A-10"),
        ({"text": "a\x00b"}, "text", "R-A-10"),
        ({"side": "ourselves"}, "side", "R-B-45"),
        ({"side": "third"}, "owner_name", "R-B-45"),
        ({"budget": Decimal(-1)}, "budget", "R-A-10"),
        ({"budget": Decimal("NaN")}, "budget", "R-A-10"),
        ({"budget": Decimal("1.005")}, "budget", "R-A-10"),
        ({"budget": Decimal("1e400")}, "budget", "R-A-10"),
        ({"currency": "EURO", "budget": Decimal(1)}, "currency", "R-A-10"),
        ({"due_zone": "Mars/Olympus"}, "due_zone", "R-X-5"),
        ({"made_on": date(2026, 3, 3)}, "made_on", "R-A-10"),
    ],
)
def test_make_refuses_and_changes_nothing(
    atlas: Client, manager: User, at: datetime, told: dict[str, Any], field: str, rule: str
) -> None:
    given: dict[str, Any] = {"text": "Send the plan", "due_on": date(2026, 3, 9)} | told
    with pytest.raises(Refused) as refused:
        actions.make(client=atlas, by=manager, at=at, **given)
    assert (refused.value.field, refused.value.rule) == (field, rule)
    assert Promise.objects.count() == 0


def test_make_finds_nothing_for_a_stranger(atlas: Client, stranger: User, at: datetime) -> None:
    with pytest.raises(NotFound):
        actions.make(client=atlas, text="Send", due_on=date(2026, 3, 9), by=stranger, at=at)


def test_make_refuses_an_owner_who_could_not_see_it(atlas: Client, manager: User, stranger: User, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        actions.make(client=atlas, text="Send", due_on=date(2026, 3, 9), by=manager, owner=stranger, at=at)
    assert refused.value.field == "owner"
    assert refused.value.lifted_by


def test_delivered_by_the_day_is_kept_and_needs_no_telling(
    made: Promise, manager: User, atlas: Client, at: datetime
) -> None:
    promise = actions.deliver(promise=made, by=manager, at=at + 4 * DAY)
    assert (promise.outcome, promise.to_tell, promise.is_owed) == ("kept", False, False)
    assert counts(atlas) == {"made": 1, "kept": 1}


def test_two_days_late_eight_percent_over_with_remarks(
    made: Promise, manager: User, atlas: Client, at: datetime
) -> None:
    late = actions.deliver(promise=made, by=manager, at=at + 6 * DAY)
    assert (late.outcome, late.days_late, late.to_tell) == ("kept_late", 2, True)
    settled = actions.settle(
        promise=late,
        satisfaction="remarks",
        known_from="call with the client",
        remark="The legend is missing",
        cost=Decimal(5400),
        by=manager,
        at=at + 6 * DAY,
    )
    assert settled.over_budget is True
    assert [remark.text for remark in queries.ledger(atlas).remarks] == ["The legend is missing"]
    assert counts(atlas) == {"made": 1, "kept_late": 1, "over_budget": 1}
    assert queries.tallies(Promise.objects.all())["ours"].run == 0


def test_settle_needs_to_know_from_where_but_not_for_no_answer(made: Promise, manager: User, at: datetime) -> None:
    actions.deliver(promise=made, by=manager, at=at)
    with pytest.raises(Refused) as refused:
        actions.settle(promise=made, satisfaction="accepted", by=manager, at=at)
    assert (refused.value.field, refused.value.rule) == ("known_from", "R-A-10")
    open_still = actions.settle(promise=made, satisfaction="no_answer", by=manager, at=at)
    assert open_still.settled_at is None
    closed = actions.settle(promise=made, satisfaction="accepted", known_from="her mail", by=manager, at=at)
    assert closed.settled_at == at


def test_not_accepted_counts_and_ends_the_run(made: Promise, manager: User, atlas: Client, at: datetime) -> None:
    actions.settle(
        promise=made,
        satisfaction="not_accepted",
        known_from="letter",
        delivered_on=at.date(),
        by=manager,
        at=at,
    )
    assert counts(atlas) == {"made": 1, "kept": 1, "not_accepted": 1}
    assert queries.tallies(Promise.objects.all())["ours"].run == 0


def test_moved_in_time_counts_as_moved_at_once(made: Promise, manager: User, atlas: Client, at: datetime) -> None:
    to = made.due_on + 7 * DAY
    moved = actions.move(
        promise=made, to_on=to, reason="Their data came late", answer="agreed", by=manager, at=at + 2 * DAY
    )
    assert (moved.outcome, moved.due_on, moved.judged_on, moved.first_due_on) == (
        "moved",
        to,
        to,
        made.due_on,
    )
    assert counts(atlas) == {"made": 1, "moved": 1}
    assert [promise.pk for promise in queries.ledger(atlas).we_owe] == [made.pk]
    delivered = actions.deliver(promise=moved, by=manager, at=at + 11 * DAY)
    assert delivered.outcome == "moved"


def test_moved_after_its_day_stays_late(made: Promise, manager: User, at: datetime) -> None:
    moved = actions.move(
        promise=made,
        to_on=made.due_on + 7 * DAY,
        reason="Illness",
        answer="agreed",
        by=manager,
        at=at + 6 * DAY,
    )
    assert (moved.outcome, moved.judged_on) == ("open", made.due_on)
    delivered = actions.deliver(promise=moved, by=manager, at=at + 8 * DAY)
    assert (delivered.outcome, delivered.days_late) == ("kept_late", 4)


def test_a_day_asked_for_moves_only_when_they_agree(made: Promise, manager: User, at: datetime) -> None:
    asked = actions.move(promise=made, to_on=made.due_on + DAY, reason="Too tight", answer="not_yet", by=manager, at=at)
    assert (asked.due_on, asked.outcome) == (made.due_on, "open")
    waiting = Renegotiation.objects.get()
    agreed = actions.answer(renegotiation=waiting, answer="agreed", by=manager, at=at + DAY)
    assert (agreed.due_on, agreed.outcome) == (made.due_on + DAY, "moved")
    with pytest.raises(Refused):
        actions.answer(renegotiation=waiting, answer="declined", by=manager, at=at + DAY)


def test_an_answer_taken_back_waits_again(made: Promise, manager: User, at: datetime) -> None:
    told: dict[str, Any] = {"reason": "Too tight", "answer": "not_yet", "by": manager}
    actions.move(promise=made, to_on=made.due_on + DAY, at=at, **told)
    waiting = Renegotiation.objects.get()
    actions.answer(renegotiation=waiting, answer="agreed", by=manager, at=at + timedelta(hours=1))
    back = actions.take_back(promise=made, by=manager, at=at + timedelta(hours=2))
    waiting.refresh_from_db()
    assert (back.due_on, waiting.answer, waiting.taken_back_at) == (made.due_on, "not_yet", None)


def test_withdrawn_with_notice_differs_from_broken(made: Promise, manager: User, atlas: Client, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        actions.withdraw(promise=made, reason="No stock", substitute="", by=manager, at=at)
    assert refused.value.field == "substitute"
    gone = actions.withdraw(
        promise=made, reason="No stock", substitute="The small one", told_how="phone", by=manager, at=at
    )
    assert (gone.outcome, gone.to_tell) == ("withdrawn", False)
    assert counts(atlas) == {"made": 1, "withdrawn": 1}
    with pytest.raises(Refused):
        actions.deliver(promise=gone, by=manager, at=at)


def test_after_its_day_it_cannot_be_withdrawn_only_owned_up_to(
    made: Promise, manager: User, atlas: Client, at: datetime
) -> None:
    later = at + 5 * DAY
    with pytest.raises(Refused) as refused:
        actions.withdraw(promise=made, reason="No stock", substitute="Another", by=manager, at=later)
    assert refused.value.rule == "R-B-76"
    broken = actions.own_up(promise=made, reason="We forgot", by=manager, at=later)
    assert (broken.outcome, broken.to_tell) == ("broken", True)
    assert counts(atlas) == {"made": 1, "broken": 1}
    told = actions.tell(promise=broken, how="phone", by=manager, at=later)
    assert told.to_tell is False


def test_released_by_the_client_needs_to_know_from_where(
    made: Promise, manager: User, atlas: Client, at: datetime
) -> None:
    with pytest.raises(Refused):
        actions.release(promise=made, known_from=" ", by=manager, at=at)
    actions.release(promise=made, known_from="her call", by=manager, at=at)
    assert counts(atlas) == {"made": 1, "released": 1}


def test_entered_in_error_leaves_all_counts_and_stays_in_the_journal(
    made: Promise, manager: User, atlas: Client, at: datetime
) -> None:
    actions.annul(promise=made, reason="Wrong client", by=manager, at=at)
    assert counts(atlas) == {}
    assert kinds(made) == ["promises.made", "promises.annulled"]
    assert Promise.objects.count() == 1


def test_hand_over_gives_it_to_a_colleague_who_sees_the_client(
    made: Promise, manager: User, deputy: User, stranger: User, at: datetime
) -> None:
    assert actions.hand_over(promise=made, to=deputy, by=manager, at=at).owner == deputy
    with pytest.raises(Refused):
        actions.hand_over(promise=made, to=stranger, by=manager, at=at)


@pytest.mark.parametrize("verb", ["deliver", "move", "withdraw", "release", "hand_over", "annul", "tell"])
def test_take_back_sets_everything_as_it_was(
    made: Promise, manager: User, deputy: User, at: datetime, verb: str
) -> None:
    told: dict[str, dict[str, Any]] = {
        "deliver": {"cost": Decimal(5100)},
        "move": {"to_on": made.due_on + DAY, "reason": "r", "answer": "agreed"},
        "withdraw": {"reason": "r", "substitute": "s"},
        "release": {"known_from": "k"},
        "hand_over": {"to": deputy},
        "annul": {"reason": "r"},
        "tell": {"how": "phone"},
    }
    before = Promise.objects.values().get(pk=made.pk)
    getattr(actions, verb)(promise=made, by=manager, at=at, **told[verb])
    assert actions.can_take_back(made, by=manager, at=at)
    actions.take_back(promise=made, by=manager, at=at)
    after = Promise.objects.values().get(pk=made.pk)
    assert {name: value for name, value in after.items() if name != "acts"} == {
        name: value for name, value in before.items() if name != "acts"
    }
    with pytest.raises(Refused):
        actions.take_back(promise=made, by=manager, at=at)


def test_take_back_is_for_ones_own_last_act_within_a_day(
    made: Promise, manager: User, deputy: User, at: datetime
) -> None:
    with pytest.raises(Refused):
        actions.take_back(promise=made, by=deputy, at=at)
    with pytest.raises(Refused):
        actions.take_back(promise=made, by=manager, at=at + timedelta(days=1, seconds=1))
    assert actions.take_back(promise=made, by=manager, at=at + DAY).annulled_at == at + DAY


def test_a_remark_is_answered_or_becomes_a_promise(made: Promise, manager: User, atlas: Client, at: datetime) -> None:
    told: dict[str, Any] = {
        "satisfaction": "remarks",
        "known_from": "call",
        "delivered_on": at.date(),
        "by": manager,
        "at": at,
    }
    actions.settle(promise=made, remark="Add a legend", **told)
    (remark,) = queries.ledger(atlas).remarks
    promise = actions.promise_remark(remark=remark, due_on=at.date() + 3 * DAY, by=manager, at=at)
    assert (promise.text, queries.ledger(atlas).remarks) == ("Add a legend", [])
    with pytest.raises(Refused):
        actions.answer_remark(remark=remark, answer="done", by=manager, at=at)
    with pytest.raises(Refused):  # its remark became a promise: that goes first
        actions.take_back(promise=made, by=manager, at=at)


def test_front_line_may_deliver_but_not_move_nor_see_money(made: Promise, front: User, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        actions.move(promise=made, to_on=made.due_on + DAY, reason="r", answer="agreed", by=front, at=at)
    assert (refused.value.rule, bool(refused.value.lifted_by)) == ("R-X-3", True)
    with pytest.raises(Refused):
        actions.deliver(promise=made, cost=Decimal(1), by=front, at=at)
    assert actions.deliver(promise=made, by=front, at=at).outcome == "kept"


def test_theirs_has_an_owner_there_and_a_watcher_here(atlas: Client, manager: User, at: datetime) -> None:
    theirs = actions.make(
        client=atlas, text="Approve the plan", side="theirs", due_on=date(2026, 3, 9), by=manager, at=at
    )
    assert (theirs.owner, theirs.owner_words) == (manager, atlas.name)
    assert [promise.pk for promise in queries.ledger(atlas).you_owe] == [theirs.pk]
    late = actions.deliver(promise=theirs, by=manager, at=at + 9 * DAY)
    assert (late.outcome, late.to_tell) == ("kept_late", False)


def test_twelve_promises_with_known_results(atlas: Client, manager: User, at: datetime) -> None:
    def give(n: int) -> Promise:
        return actions.make(client=atlas, text=f"No. {n}", due_on=date(2026, 3, 10), by=manager, at=at)

    rows = [give(n) for n in range(12)]
    late = datetime.fromisoformat("2026-03-11T12:00:00+00:00")
    actions.deliver(promise=rows[0], by=manager, at=late)
    actions.own_up(promise=rows[1], reason="Lost", by=manager, at=late)
    moving: dict[str, Any] = {"to_on": date(2026, 4, 1), "reason": "r", "answer": "agreed", "by": manager, "at": at}
    actions.move(promise=rows[2], **moving)
    actions.move(promise=rows[3], **moving)
    for promise in rows[4:11]:
        actions.move(promise=promise, **(moving | {"at": late}))
        actions.take_back(promise=promise, by=manager, at=late)
        actions.annul(promise=promise, reason="again", by=manager, at=late)
        actions.take_back(promise=promise, by=manager, at=late)
    for n in range(4, 11):
        actions.annul(promise=rows[n], reason="made anew", by=manager, at=late)
        anew = actions.make(client=atlas, text=f"No. {n}", due_on=date(2026, 3, 20), by=manager, at=late)
        actions.deliver(promise=anew, by=manager, at=late + DAY)
    tally = queries.tallies(Promise.objects.all())["ours"]
    assert tally.counts.as_dict() == {
        "made": 12,
        "kept": 7,
        "kept_late": 1,
        "moved": 2,
        "withdrawn": 0,
        "released": 0,
        "broken": 1,
        "open": 1,
        "over_budget": 0,
        "not_accepted": 0,
    }
    assert tally.run == 7
    assert queries.tallies_of_clients([atlas.pk])[atlas.pk] == tally == tallies_of(atlas)["ours"]
    assert journal.verify().holds
