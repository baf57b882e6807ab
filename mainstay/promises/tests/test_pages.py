"""Every verb through its page: what it leaves behind, and that a refusal comes back with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.models import Promise, Remark

Give = Callable[..., Promise]
DAY = timedelta(days=1)


@pytest.fixture
def mara(signed_in: Any, manager: User) -> Any:
    """Mara's browser."""
    return signed_in(manager)


def url(verb: str, promise: Promise) -> str:
    """The address of a verb."""
    return reverse(f"promises:{verb}", args=[promise.pk])


def fresh(promise: Promise) -> Promise:
    """The row as it stands."""
    return Promise.objects.get(pk=promise.pk)


# --- what a verb leaves behind ---------------------------------


def test_deliver_in_one_press_is_today_and_can_be_taken_back(mara: Any, give: Give, at: datetime, words: Any) -> None:
    promise = give()
    answer = mara.post(url("deliver", promise), follow=True)
    assert fresh(promise).delivered_on == at.date()
    assert answer.redirect_chain == [(url("page", promise), 302)]
    assert "Send the plan: Delivered on 2 March, 4 days before its date." in words(answer)
    assert url("take_back", promise) in words(answer)
    mara.post(url("take_back", promise))
    assert (fresh(promise).delivered_on, fresh(promise).is_owed) == (None, True)


def test_move_through_its_page_moves_the_day(mara: Any, give: Give, words: Any) -> None:
    promise = give()
    told = {"to_on": "2026-03-12", "to_time": "17:00", "reason": "The printer broke", "answer": "agreed"}
    answer = mara.post(url("move", promise), told, follow=True)
    assert (fresh(promise).due_on, str(fresh(promise).due_time)) == (date(2026, 3, 12), "17:00:00")
    assert "2 March: moved from 6 March to 12 March 17:00, agreed in time." in words(answer)
    assert ">The printer broke.<" in words(answer)


def test_answer_to_a_day_asked_for_earlier(mara: Any, give: Give, manager: User, at: datetime, words: Any) -> None:
    promise = give()
    later = date(2026, 3, 12)
    actions.move(promise=promise, to_on=later, reason="Paper", answer="not_yet", by=manager, at=at)
    assert "asked for 12 March instead of 6 March. No answer yet." in words(mara.get(url("page", promise)))
    mara.post(url("answer", promise), {"answer": "agreed"})
    assert fresh(promise).due_on == later


def test_tell_settle_and_the_remark_that_is_promised(mara: Any, give: Give, manager: User, words: Any) -> None:
    promise = give(budget=Decimal(5000), currency="EUR")
    mara.post(url("deliver", promise), {"delivered_on": "2026-03-02", "cost": "5400"})
    mara.post(url("tell", promise), {"how": "phone", "note": "she was pleased"})
    told = {"satisfaction": "remarks", "known_from": "she rang", "remark": "The labels are small"}
    answer = mara.post(url("settle", promise), told, follow=True)
    settled = fresh(promise)
    assert (settled.told_how, settled.cost, settled.satisfaction) == ("phone", Decimal(5400), "remarks")
    assert "8 % over the agreed price. Accepted with remarks." in words(answer)
    remark = Remark.objects.get(promise=promise)
    to = reverse("promises:promise_remark", args=[remark.pk])
    mara.post(to, {"text": "Larger labels", "due_on": "2026-03-20"})
    remark.refresh_from_db()
    assert remark.became is not None
    assert (remark.became.text, remark.became.owner) == ("Larger labels", manager)
    mara.post(url("take_back", remark.became))
    again = Remark.objects.get(pk=remark.pk)
    assert (again.became, again.closed_at) == (None, None)  # it waits for an answer
    mara.post(reverse("promises:answer_remark", args=[remark.pk]), {"answer": "A new print"})
    remark.refresh_from_db()
    assert remark.answer == "A new print"


@pytest.mark.parametrize(
    ("verb", "told", "outcome"),
    [
        ("withdraw", {"reason": "No paper", "substitute": "A file"}, "withdrawn"),
        ("release", {"known_from": "She said so"}, "released"),
    ],
)
def test_promise_is_ended_through_its_page(mara: Any, give: Give, verb: str, told: Any, outcome: str) -> None:
    promise = give()
    mara.post(url(verb, promise), told)
    assert fresh(promise).outcome == outcome


def test_own_up_once_the_day_has_passed(mara: Any, give: Give, at: datetime) -> None:
    promise = give(days=-3, made=at - 9 * DAY)
    mara.post(url("own_up", promise), {"reason": "We forgot it"})
    assert (fresh(promise).outcome, fresh(promise).to_tell) == ("broken", True)


def test_hand_over_offers_those_who_serve_the_client_and_the_head(
    mara: Any, give: Give, atlas: Client, deputy: User, head: User, stranger: User, at: datetime
) -> None:
    serving.assign(client=atlas, user=deputy, role="deputy", why="stands in", by=head, at=at)
    promise = give()
    form = mara.get(url("hand_over", promise)).context["form"]
    assert [name for _pk, name in form.fields["to"].widget.choices] == ["Choose", deputy.name, head.name]
    mara.post(url("hand_over", promise), {"to": deputy.pk, "why": "I am away"})
    assert fresh(promise).owner == deputy


def test_entered_in_error_leaves_the_list_and_says_so(mara: Any, give: Give, words: Any) -> None:
    promise = give()
    answer = mara.post(url("annul", promise), {"reason": "Typed twice"}, follow=True)
    assert "Entered in error, marked so on 2 March: “Typed twice”. It counts nowhere." in words(answer)


# --- refusals ---------------------------------

REFUSED: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    (
        "move",
        {"to_on": "2026-03-09", "answer": "agreed"},
        {"to_on": date(2026, 3, 9), "reason": "", "answer": "agreed"},
    ),
    ("move", {"to_on": "2026-03-09", "reason": "x"}, {"to_on": date(2026, 3, 9), "reason": "x", "answer": ""}),
    ("deliver", {"delivered_on": "2026-03-03"}, {"delivered_on": date(2026, 3, 3)}),
    ("tell", {"note": "they know"}, {"how": ""}),
    ("settle", {"satisfaction": "accepted"}, {"satisfaction": "accepted"}),
    ("withdraw", {"reason": "No paper"}, {"reason": "No paper", "substitute": ""}),
    ("release", {}, {"known_from": ""}),
    ("own_up", {"reason": "We forgot"}, {"reason": "We forgot"}),
    ("annul", {}, {"reason": ""}),
]


def test_colleague_who_would_not_see_it_is_refused_by_the_verb(
    mara: Any, give: Give, manager: User, stranger: User, at: datetime, words: Any
) -> None:
    promise = give()
    with pytest.raises(Refused) as refused:
        actions.hand_over(promise=promise, to=stranger, by=manager, at=at)
    answer = mara.post(url("hand_over", promise), {"to": stranger.pk})
    assert answer.status_code == 422
    assert refused.value.message in words(answer)
    assert f"Who may lift this: {refused.value.lifted_by}." in words(answer)


@pytest.mark.parametrize(("verb", "typed", "told"), REFUSED)
def test_refusal_says_what_the_verb_says_and_keeps_what_was_typed(
    mara: Any, give: Give, manager: User, at: datetime, words: Any, verb: str, typed: Any, told: Any
) -> None:
    promise = give()
    with pytest.raises(Refused) as refused:
        getattr(actions, verb)(promise=promise, by=manager, at=at, **told)
    answer = mara.post(url(verb, promise), typed)
    said = words(answer)
    assert answer.status_code == 422
    assert f"{refused.value.message} Your answers are kept." in said
    assert f"Rule {refused.value.rule}." in said
    assert all(value in said for value in typed.values())
    assert fresh(promise).acts == 0


def test_refusal_on_the_page_of_the_promise_stands_in_its_verb(mara: Any, give: Give, words: Any) -> None:
    promise = give()
    answer = mara.post(
        url("withdraw", promise), {"reason": "No paper"}, headers={"HX-Request": "true", "HX-Target": "promise"}
    )
    said = words(answer)
    assert answer.status_code == 422
    assert said.startswith('<div id="promise">')
    assert said.count("Say what is offered instead. Your answers are kept.") == 1
    opened = [offer.verb.name for offer in answer.context["rarely"] if offer.open]
    assert opened == ["withdraw"]


def test_refusal_of_an_act_on_another_page_takes_the_place_of_that_page(mara: Any, give: Give) -> None:
    promise = give()
    answer = mara.post(url("own_up", promise), headers={"HX-Request": "true", "HX-Target": "today"})
    assert answer.status_code == 422
    assert (answer["HX-Retarget"], answer["HX-Push-Url"]) == ("body", url("own_up", promise))
    assert answer.content.startswith(b"<!doctype html>")


@pytest.mark.parametrize("verb", ["move", "settle", "withdraw", "release", "own_up", "hand_over", "annul"])
def test_whoever_lacks_the_right_is_told_so_before_and_after(
    signed_in: Any, give: Give, front: User, words: Any, verb: str
) -> None:
    promise = give()
    browser = signed_in(front)
    before = browser.get(url(verb, promise))
    assert before.context["refused"].rule == "R-X-3"
    assert before.context["refused"].message in words(browser.get(url("page", promise)))
    told = {"to_on": "2026-03-09", "reason": "x", "answer": "agreed", "to": front.pk}
    assert browser.post(url(verb, promise), told).status_code == 422
    assert fresh(promise).acts == 0


def test_taking_back_what_another_did_is_refused_on_the_page(
    signed_in: Any, give: Give, front: User, words: Any
) -> None:
    promise = give()
    answer = signed_in(front).post(url("take_back", promise))
    assert answer.status_code == 422
    assert "There is nothing of yours to take back here" in words(answer)


# --- where one goes on ---------------------------------


def test_act_goes_on_where_it_came_from_and_so_does_taking_it_back(mara: Any, give: Give, words: Any) -> None:
    promise = give()
    answer = mara.post(f"{url('deliver', promise)}?next=/promises/", follow=True)
    assert answer.redirect_chain == [("/promises/", 302)]
    back = f"{url('take_back', promise)}?next=%2Fpromises%2F"
    assert back in words(answer)
    assert mara.post(back)["Location"] == "/promises/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "x"])
def test_act_never_leads_out_of_the_house(mara: Any, give: Give, elsewhere: str) -> None:
    promise = give()
    assert mara.post(url("deliver", promise), {"next": elsewhere})["Location"] == url("page", promise)


def test_act_on_the_page_by_htmx_gives_the_part_and_the_message(mara: Any, give: Give, words: Any) -> None:
    promise = give()
    answer = mara.post(url("deliver", promise), headers={"HX-Request": "true", "HX-Target": "promise"})
    said = words(answer)
    assert said.startswith('<div id="promise">')
    assert 'id="messages" role="status" aria-live="polite" hx-swap-oob="true"' in said
    assert answer["HX-Reswap"] == "outerHTML show:window:top"


# --- who sees what ---------------------------------


@pytest.mark.parametrize(
    "verb",
    ["page", "move", "answer", "deliver", "tell", "settle", "withdraw", "release", "own_up", "hand_over", "annul"],
)
def test_stranger_finds_nothing(signed_in: Any, give: Give, stranger: User, verb: str) -> None:
    promise = give()
    browser = signed_in(stranger)
    assert browser.get(url(verb, promise)).status_code == 404
    if verb != "page":
        assert browser.post(url(verb, promise), {"reason": "x"}).status_code == 404
    assert fresh(promise).acts == 0


def test_stranger_finds_no_remark_and_takes_nothing_back(signed_in: Any, mara: Any, give: Give, stranger: User) -> None:
    promise = give()
    mara.post(url("deliver", promise))
    mara.post(url("settle", promise), {"satisfaction": "not_accepted", "known_from": "mail", "remark": "Torn"})
    remark = Remark.objects.get(promise=promise)
    browser = signed_in(stranger)
    for name in ("answer_remark", "promise_remark"):
        assert browser.post(reverse(f"promises:{name}", args=[remark.pk]), {"answer": "x"}).status_code == 404
    assert browser.post(url("take_back", promise)).status_code == 404


def test_amounts_stand_only_before_those_entitled(
    signed_in: Any, mara: Any, give: Give, front: User, words: Any
) -> None:
    promise = give(budget=Decimal("5123.45"), currency="EUR")
    mara.post(url("deliver", promise), {"cost": "5432.10"})
    mine, theirs = (words(browser.get(url("page", promise))) for browser in (mara, signed_in(front)))
    assert ("€5,123.45" in mine, "€5,432.10" in mine) == (True, True)
    assert [amount for amount in ("5,123", "5123", "5,432", "5432") if amount in theirs] == []
    assert "6 % over the agreed price" in theirs
    assert 'name="cost"' not in words(signed_in(front).get(url("deliver", promise)))


def test_settle_states_time_and_budget_and_asks_the_third_of_the_person(
    mara: Any, give: Give, buyer: Contact, words: Any, at: datetime
) -> None:
    promise = give(days=-1, made=at - 9 * DAY, budget=Decimal(5000), currency="EUR", made_to=buyer)
    mara.post(url("deliver", promise), {"cost": "5400"})
    said = words(mara.get(url("settle", promise)))
    assert "No. Due 1 March, delivered 2 March." in said
    assert "No. Agreed €5,000.00, charged €5,400.00: 8 % over the agreed price." in said
    assert "Satisfactory, as Ms Ortega says?" in said
    assert 'name="on_time"' not in said


# --- what it costs ---------------------------------


def test_page_costs_the_same_for_one_and_for_three_of_everything(
    mara: Any, give: Give, manager: User, at: datetime, django_assert_max_num_queries: Any
) -> None:
    promise = give(days=40)
    counted = []
    for number in range(3):
        later = (at + (50 + number) * DAY).date()
        promise = actions.move(promise=promise, to_on=later, reason="Paper", answer="agreed", by=manager, at=at)
        with django_assert_max_num_queries(30) as asked:
            mara.get(url("page", promise))
        counted.append(len(asked))
    assert counted == [counted[0]] * 3


def test_what_a_closed_promise_allows_no_more_is_said_once(mara: Any, give: Give, manager: User, at: datetime) -> None:
    ended = actions.release(promise=give(), known_from="She said so", by=manager, at=at)
    context = mara.get(url("page", ended)).context
    assert [offer.verb.name for offer in context["daily"]] == ["tell"]
    assert [one.verbs for one in context["not_now"]] == ["Move, Deliver, Settle, Withdraw, Release, Own up"]
    annulled = actions.annul(promise=give(), reason="Typed twice", by=manager, at=at)
    context = mara.get(url("page", annulled)).context
    assert (context["daily"], context["rarely"], len(context["not_now"])) == ([], [], 1)
