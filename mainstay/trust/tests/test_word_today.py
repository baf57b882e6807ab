"""The word as work: what would let them decide, whom we have not asked, where the record proposes another word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions as promising
from mainstay.trust.actions import word as verbs
from mainstay.trust.models import Ground, KeptWord, TrustWord
from mainstay.trust.queries import today
from mainstay.trust.queries.record.reading import record_of
from mainstay.trust.queries.word.courtesy import held_for
from mainstay.trust.queries.word.proposals import proposal_of
from mainstay.trust.queries.word.said import said

NEI = "not_enough_information"


def told(person: User, at: datetime) -> list[tuple[str, str]]:
    """The lines of the word on somebody's Today."""
    return [(line.code, line.what) for line in today.lines(person, at)]


def delivered(client: Client, by: User, at: datetime, number: int, *, late: bool = False) -> None:
    """One delivery, on budget."""
    made = at - timedelta(days=200 - number * 14)
    given: dict[str, Any] = {"due_on": (made + timedelta(days=7)).date(), "budget": Decimal(100), "reference": "R"}
    promise = promising.make(client=client, text=f"Plan {number}", by=by, at=made, **given)
    promising.deliver(promise=promise, by=by, at=made + timedelta(days=25 if late else 7), cost=Decimal(100))


def test_what_they_lack_is_work_on_its_day_and_then_the_question_is_whether_they_decided(
    atlas: Client, manager: User, deputy: User, at: datetime
) -> None:
    friday = at + timedelta(days=4)
    with pytest.raises(Refused):
        verbs.give(client=atlas, text="Two names", by=manager, at=at)
    verbs.say(client=atlas, word=NEI, reason="", missing="Two references", decide_by=friday.date(), by=manager, at=at)
    assert told(manager, at) == []
    assert told(manager, friday) == [("to_decide", "They cannot decide yet. What would let them: Two references")]
    verbs.give(client=atlas, text="Two names and numbers", by=manager, at=friday)
    assert told(manager, friday) == [("to_decide", "Did they decide? They were given: Two names and numbers")]
    assert told(deputy, friday) == []
    verbs.say(client=atlas, word="trusted", reason="They ordered", by=manager, at=friday)
    assert told(manager, friday) == []


def test_not_having_asked_is_work_and_no_word(
    atlas: Client, manager: User, at: datetime, signed_in: Callable[[User], Browser], api: Callable[..., Any]
) -> None:
    browser, page = signed_in(manager), f"/trust/word/{atlas.pk}/"
    assert browser.post(page, {"verb": "not_asked"}).status_code == 302
    assert (said(atlas).word, said(atlas).not_asked, TrustWord.objects.count()) == ("trusted", True, 0)
    assert told(manager, at) == [("not_asked", "We have not asked them.")]
    assert "We have not asked them." in browser.get("/").content.decode()
    again = api(manager).post(f"/trust/clients/{atlas.pk}/trust/not-asked")
    assert (again.status_code, again.json()["rule"]) == (422, "R-A-7")
    asked = api(manager).post(f"/trust/clients/{atlas.pk}/trust/asked", {"text": "They would come again"})
    assert (asked.status_code, asked.json()["not_asked"]) == (200, False)
    assert (told(manager, at), Ground.objects.get().text) == ([], "They would come again")


def test_a_proposal_of_the_record_is_accepted_with_its_evidence(
    atlas: Client, manager: User, at: datetime, terminal: Callable[..., Any]
) -> None:
    verbs.say(client=atlas, word="not_trusted", reason="A bad year", by=manager, at=at - timedelta(days=210))
    for number in range(6):
        delivered(atlas, manager, at, number)
    assert record_of(atlas, at=at).ours.verdict == "trusted"
    assert told(manager, at) == [("trust_proposed", "Our record says that they can trust us. Do they?")]
    done = terminal(["trust", "accept", "Atlas GmbH"], by=manager)
    assert (done.exit_code, "They trust us." in done.output) == (0, True)
    row = TrustWord.objects.now().get()
    assert (row.source, row.word, [one.promise.text for one in row.grounds.all() if one.promise]) == (
        "proposed", "trusted", ["Plan 3", "Plan 4", "Plan 5"],
    )  # fmt: skip
    assert told(manager, at) == []
    assert proposal_of(atlas) is None


def test_a_word_kept_against_the_record_stays_until_the_record_changes_again(
    atlas: Client, manager: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:
    verbs.say(client=atlas, word="not_trusted", reason="A bad year", by=manager, at=at - timedelta(days=210))
    for number in range(6):
        delivered(atlas, manager, at, number)
    since = proposal_of(atlas)
    assert since is not None
    browser, page = signed_in(manager), f"/trust/word/{atlas.pk}/"
    assert "Our record says that they can trust us. Do they?" in browser.get(page).content.decode()
    assert browser.post(page, {"verb": "keep", "keep-reason": ""}).status_code == 422
    assert browser.post(page, {"verb": "keep", "keep-reason": "They told us no"}).status_code == 302
    kept = KeptWord.objects.get()
    assert (kept.verdict, kept.since, kept.reason, told(manager, at)) == (
        "trusted", since.since, "They told us no", [],
    )  # fmt: skip
    KeptWord.objects.update(since=date(2025, 1, 1))  # as if it had been kept before the record changed
    assert len(told(manager, at)) == 1


def test_courtesy_waits_while_a_promise_of_ours_is_late(atlas: Client, manager: User, at: datetime) -> None:
    late = promising.make(client=atlas, text="The plan", due_on=at.date(), by=manager, at=at)
    assert held_for([atlas], at=at) == {}
    after = at + timedelta(days=2)
    assert held_for([atlas], at=after) == {atlas.pk: "Held: first put “The plan” right."}
    promising.deliver(promise=late, by=manager, at=after)
    assert held_for([atlas], at=after) == {}
