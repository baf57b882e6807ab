"""How a promise ends: taken back honourably, more than kept; and what shows it early (R-B-76, R-B-39, R-A-12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, queries
from mainstay.promises.models import Exceeded, Need, Promise
from mainstay.promises.queries import cracks, today, warned
from mainstay.promises.queries.words import Reader, outcome_words, stands

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Door = Callable[..., Any]
Give = Callable[..., Promise]


def counted(client: Client) -> dict[str, int]:
    """The counts that are not zero."""
    counts = queries.tallies(Promise.objects.filter(client=client))["ours"].counts.as_dict()
    return {name: number for name, number in counts.items() if number}


# --- taking a promise back (R-B-76) ---------------------------------


def test_withdrawn_three_days_before_with_a_substitute_they_accept(
    give: Give, atlas: Client, manager: User, at: datetime
) -> None:
    told: dict[str, Any] = {"reason": "The press is broken", "substitute": "A file to print", "by": manager, "at": at}
    gone = actions.withdraw(promise=give(days=3), answer="accepted", told_how="phone", **told)
    reader = Reader("en", "Europe/Berlin", at)
    assert outcome_words(gone, reader) == "withdrawn with notice on 2\u00a0March, substitute accepted"
    assert (gone.outcome, gone.to_tell, counted(atlas)) == ("withdrawn", False, {"made": 1, "withdrawn": 1})
    late = give("Paint the van", days=1)
    after = {**told, "at": at + 3 * DAY}
    with pytest.raises(Refused, match="cannot be withdrawn any more"):
        actions.withdraw(promise=late, answer="accepted", **after)
    broken = actions.own_up(promise=late, answer="accepted", told_how="phone", **after)
    assert (broken.outcome, broken.instead_answer) == ("broken", "accepted")
    assert outcome_words(broken, reader) == "broken on 5\u00a0March, substitute accepted"
    assert counted(atlas) == {"made": 2, "withdrawn": 1, "broken": 1}


def test_accepted_for_a_day_it_becomes_a_promise_and_goes_with_the_taking_back(
    give: Give, manager: User, at: datetime
) -> None:
    told: dict[str, Any] = {"by": manager, "at": at}
    gone = actions.withdraw(
        promise=give(days=3), reason="Ill", substitute="A file", instead_on=date(2026, 3, 9), **told
    )
    assert (gone.instead, gone.to_tell) == (None, True)
    kept = actions.answer_instead(promise=gone, answer="accepted", by=manager, at=at + DAY)
    made = kept.instead
    assert made is not None
    assert (made.text, made.due_on, made.owner, made.is_owed) == ("A file", date(2026, 3, 9), manager, True)
    assert (kept.to_tell, kept.outcome) == (False, "withdrawn")
    with pytest.raises(Refused, match="They answered already"):
        actions.answer_instead(promise=kept, answer="declined", by=manager, at=at + DAY)
    back = actions.take_back(promise=kept, by=manager, at=at + DAY)
    made.refresh_from_db()
    assert (back.instead, back.instead_answer, made.annulled_at is not None) == (None, "", True)
    again = actions.answer_instead(promise=gone, answer="accepted", by=manager, at=at + DAY)
    assert again.instead is not None
    actions.deliver(promise=again.instead, by=manager, at=at + DAY)
    with pytest.raises(Refused, match="was acted on meanwhile"):
        actions.take_back(promise=gone, by=manager, at=at + DAY)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"substitute": ""}, "substitute"),
        ({"substitute": "A file", "answer": "maybe"}, "answer"),
        ({"substitute": "A file", "instead_on": date(2026, 3, 1)}, "instead_on"),
        ({"substitute": "", "answer": "let_go", "instead_on": date(2026, 3, 9)}, "substitute"),
    ],
)
def test_what_is_offered_instead_is_refused_with_its_field(
    told: dict[str, Any], field: str, give: Give, manager: User, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        actions.withdraw(promise=give(), reason="Ill", by=manager, at=at, **told)
    assert (refused.value.rule, refused.value.field) == ("R-B-76", field)


def test_let_off_nothing_need_be_offered(give: Give, manager: User, at: datetime) -> None:
    gone = actions.withdraw(promise=give(), reason="Ill", substitute="", answer="let_go", by=manager, at=at)
    assert [said.text for said in stands(gone, Reader("en", "Europe/Berlin", at))][:2] == [
        "Withdrawn on 2\u00a0March, before its day.",
        "They let us off.",
    ]


def test_taking_back_is_guided_and_answered_through_every_door(
    give: Give,
    manager: User,
    at: datetime,
    signed_in: Door,
    api: Door,
    terminal: Door,
) -> None:
    first, second, third = give("A"), give("B"), give("C")
    mara = signed_in(manager)
    page = mara.get(f"/promises/{first.pk}/withdraw/").content.decode()
    assert "Say it as soon as you know, before they ask." in page
    told = {"reason": "Ill", "substitute": "A file", "told_how": "mail", "answer": "not_yet", "instead_on": ""}
    assert mara.post(f"/promises/{first.pk}/withdraw/", told).status_code == 302
    assert "Write it down" in mara.get(f"/promises/{first.pk}/").content.decode()
    assert mara.post(f"/promises/{first.pk}/answer-instead/", {"answer": "accepted"}).status_code == 302
    caller = api(manager)
    caller.post(f"/promises/{second.pk}/withdraw", {"reason": "Ill", "substitute": "A file", "answer": "declined"})
    answer = caller.post(f"/promises/{second.pk}/answer-instead", {"answer": "accepted", "substitute": "A call"})
    assert (answer.status_code, answer.json()["instead_answer"], answer.json()["substitute"]) == (
        200, "accepted", "A call",
    )  # fmt: skip
    assert caller.get("/promises/guidance").json()["apologising"][0].startswith("Say what happened")
    ended = ["promises", "withdraw", str(third.pk), "--reason", "Ill", "--substitute", "A file", "--told", "mail"]
    assert terminal(ended, by=manager).exit_code == 0
    run = terminal(["promises", "answer-instead", str(third.pk), "--answer", "accepted"], by=manager)
    assert run.exit_code == 0, run.output
    assert [one.instead_answer for one in Promise.objects.order_by("text")] == ["accepted"] * 3
    assert "Taking a promise back:" in terminal(["promises", "guidance"], by=manager).output


# --- more than kept (R-B-39) ---------------------------------


def test_two_days_early_with_a_note_is_exceeded_in_communication_once(give: Give, manager: User, at: datetime) -> None:
    kept = actions.deliver(promise=give(days=2), note="With a page on what changed", by=manager, at=at)
    one = Exceeded.objects.get()
    assert (one.promise, one.how, one.proof, one.once) == (kept, "communication", "With a page on what changed", True)
    actions.deliver(promise=give(days=2), by=manager, at=at)
    actions.deliver(promise=give(days=1), note="Here it is", by=manager, at=at)
    assert Exceeded.objects.count() == 1
    actions.take_back(promise=kept, by=manager, at=at)
    assert Exceeded.objects.filter(taken_back_at=None).count() == 0


def test_exceeded_needs_a_kept_word_of_ours_a_way_and_proof(
    give: Give,
    manager: User,
    at: datetime,
    api: Door,
    terminal: Door,
    signed_in: Door,
) -> None:
    kept = actions.deliver(promise=give(days=1), by=manager, at=at)
    told: dict[str, Any] = {"how": "energy", "proof": "She drove there herself", "by": manager, "at": at}
    late = actions.deliver(promise=give(days=1), by=manager, at=at + 3 * DAY)
    theirs = actions.deliver(promise=give(side="theirs"), by=manager, at=at)
    for promise, changed, field in (
        (give(), {}, ""), (late, {}, ""), (theirs, {}, ""), (kept, {"proof": ""}, "proof"), (kept, {"how": "x"}, "how"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            actions.exceed(promise=promise, **{**told, **changed})
        assert (refused.value.rule, refused.value.field or "") == ("R-B-39", field)
    actions.exceed(promise=kept, **told)
    with pytest.raises(Refused, match="marked so already"):
        actions.exceed(promise=kept, **told)
    answer = api(manager).post(f"/promises/{kept.pk}/exceed", {"how": "results", "proof": "Twice the orders"})
    assert {one["how"] for one in answer.json()["exceeded"]} == {"energy", "results"}
    run = terminal(
        ["promises", "exceed", str(kept.pk), "--how", "communication", "--proof", "You told us first", "--their-words"],
        by=manager,
    )
    assert run.exit_code == 0, run.output
    page = signed_in(manager).get(f"/promises/{kept.pk}/").content.decode()
    assert ("In communication: “You told us first” (this once)" in page, "In energy: She drove" in page) == (True, True)


# --- what shows it early (R-A-12) ---------------------------------


def test_a_long_silence_is_a_warning_until_somebody_says_how_it_goes(
    give: Give, manager: User, stranger: User, at: datetime
) -> None:
    promise = give("The plan", days=100)
    day = at + 91 * DAY
    assert [today.lines(manager, at + 89 * DAY), today.lines(stranger, day)] == [[], []]
    (line,) = today.lines(manager, day)
    said = "“The plan” is due in 9 days. Nothing was noted on it since it was promised on 2\u00a0March."
    assert (line.code, line.rule, line.what.startswith(said)) == ("early", "R-A-12", True)
    actions.progress(promise=promise, text="Half of it is drawn", by=manager, at=day)
    assert today.lines(manager, day) == []


def test_used_faster_than_time_passes_is_a_warning_until_time_has_caught_up(
    give: Give, manager: User, at: datetime
) -> None:
    promise = give("The plan", days=100, budget=Decimal(1000))
    actions.progress(promise=promise, text="", spent=Decimal(500), by=manager, at=at + 10 * DAY)
    (line,) = today.lines(manager, at + 20 * DAY)
    assert "50 % of the agreed price is used, and 20 % of the time." in line.what
    assert today.lines(manager, at + 40 * DAY) == []
    with pytest.raises(Refused, match="how it goes"):
        actions.progress(promise=promise, text=" ", by=manager, at=at)
    with pytest.raises(Refused, match="No price was agreed"):
        actions.progress(promise=give("B"), text="", spent=Decimal(1), by=manager, at=at)


def test_a_late_input_and_silence_are_said_where_a_promise_is_in_danger(
    give: Give,
    manager: User,
    at: datetime,
    api: Door,
    signed_in: Door,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = give("The plan", days=5), give("The text", days=1, side="theirs")
    Need.objects.create(promise=ours, on=theirs, work_days=2, noted_at=at, by=manager)
    day = at + 3 * DAY
    reader = Reader("en", "Europe/Berlin", day)
    assert warned.sentences(ours, reader) == [
        "It needs something that is late.", "Nothing was noted on it since it was promised on 2\u00a0March.",
    ]  # fmt: skip
    (line,) = (line for line in today.lines(manager, day) if line.code == "in_danger")
    assert "It needs something that is late. Nothing was noted on it" in line.what
    monkeypatch.setattr("mainstay.house.clock.real_now", lambda: day)
    assert api(manager).get(f"/promises/{ours.pk}/warnings").json()["codes"] == ["input_late", "untouched"]
    assert "It needs something that is late." in signed_in(manager).get(f"/promises/{ours.pk}/").content.decode()


# --- cracks (R-B-54) ---------------------------------


def test_what_waits_some_days_without_an_answer_is_a_crack(
    give: Give, manager: User, stranger: User, at: datetime
) -> None:
    moved, gone, remarked = give("A", days=20), give("B", days=20), give("C")
    actions.move(promise=moved, to_on=date(2026, 4, 9), reason="Ill", answer="not_yet", by=manager, at=at)
    actions.withdraw(promise=gone, reason="Ill", substitute="A file", told_how="mail", by=manager, at=at)
    actions.deliver(promise=remarked, by=manager, at=at)
    told: dict[str, Any] = {"satisfaction": "remarks", "known_from": "Mail", "remark": "Too red"}
    actions.settle(promise=remarked, by=manager, at=at, **told)
    nobody = give("D", days=20)
    Promise.objects.filter(pk=nobody.pk).update(owner=None)
    assert [line.code for line in cracks.lines(manager, at + DAY)] == ["no_owner"]
    found = cracks.lines(manager, at + 4 * DAY)
    assert [(line.code, line.about) for line in found] == [
        ("no_owner", "D"), ("remark", "C"), ("proposal", "A"), ("instead", "B"),
    ]  # fmt: skip
    assert [line.main is not None for line in found] == [True] * 4
    assert cracks.lines(stranger, at + 4 * DAY) == []
