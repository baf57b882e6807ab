"""Advice given, taken or not, and what came of it (R-B-2): page, API, terminal, refusals, two clients as one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.trust.actions import advised as verbs
from mainstay.trust.actions.word import merging
from mainstay.trust.models import Advice
from mainstay.trust.rules.advised import Listened, listened


def test_what_is_not_answered_yet_counts_for_neither_side() -> None:
    assert listened([]) == Listened(0, 0, 0)
    assert listened([("taken", 1), ("partly", 1), ("refused", 1), ("open", 4)]) == Listened(2, 3, 4)


COTTON, SIZES, MAY = "Print on cotton", "Two sizes only", "Ship in May"


@pytest.fixture
def three(atlas: Client, manager: User, at: datetime, terminal: Callable[..., Any], api: Callable[..., Any]) -> Client:
    """Three pieces: one taken, one refused, one taken in part; by page, API and terminal."""
    caller = api(manager)
    first = verbs.advise(client=atlas, text=COTTON, on=at.date() - timedelta(days=10), by=manager, at=at)
    verbs.answer(advice=first, answer="taken", said="Good idea", on=at.date() - timedelta(days=5), by=manager, at=at)
    second = caller.post(f"/trust/clients/{atlas.pk}/advice", {"text": SIZES}).json()
    refused = caller.post(f"/trust/advice/{second['id']}/came-of", {"text": "Nothing"})
    assert (refused.status_code, refused.json()["rule"]) == (422, "R-B-2")
    assert caller.post(f"/trust/advice/{second['id']}/answer", {"answer": "mostly"}).json()["field"] == "answer"
    done = caller.post(f"/trust/advice/{second['id']}/answer", {"answer": "refused", "said": "Too few"}).json()
    assert (done["answer"], done["said"], done["answered_on"]) == ("refused", "Too few", "2026-03-02")
    assert terminal(["trust", "advice", "Atlas GmbH", "--text", MAY], by=manager).exit_code == 0
    third = Advice.objects.get(text=MAY)
    said = terminal(["trust", "advice-answered", str(third.pk), "partly"], by=manager)
    assert said.output == "They took 2 of 3 pieces of advice.\n"
    assert terminal(["trust", "advice-came-to", str(third.pk), "Half came late"], by=manager).exit_code == 0
    return atlas


def test_the_page_notes_advice_its_answer_and_what_came_of_it(
    atlas: Client, manager: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:
    uta = serving.add_contact(client=atlas, name="Uta Wolf", addressed_as="Ms Wolf", by=manager, at=at).contact
    browser, page = signed_in(manager), f"/trust/advice/{atlas.pk}/"
    assert "We have not advised them of anything yet." in browser.get(page).content.decode()
    assert page not in browser.get(f"/clients/{atlas.pk}/").content.decode()  # quiet while there is none
    assert browser.post(page, {"text": ""}).status_code == 422
    assert browser.post(page, {"text": COTTON, "contact": str(uta.pk), "on": "2026-02-20"}).status_code == 302
    one = f"/trust/advice/one/{Advice.objects.get().pk}/"
    assert browser.post(one, {"verb": "answer", "answer-answer": ""}).status_code == 422
    told = {"verb": "answer", "answer-answer": "taken", "answer-said": "Good idea", "answer-on": "2026-02-25"}
    assert browser.post(one, told).status_code == 302
    assert browser.post(one, {"verb": "came_of", "came_of-text": "Fewer returns"}).status_code == 302
    shown = browser.get(page).content.decode()
    for words in ("taken, Wednesday 25\u00a0February 2026: Good idea", "Fewer returns", "Ms Wolf"):
        assert words in shown


def test_of_three_pieces_one_is_refused_and_every_door_says_two_of_three(
    three: Client, manager: User, signed_in: Callable[[User], Browser], api: Callable[..., Any],
    terminal: Callable[..., Any],
) -> None:  # fmt: skip
    browser, listed = signed_in(manager), f"/trust/clients/{three.pk}/advice"
    found = json.loads(terminal(["trust", "advice", "Atlas GmbH", "--json"], by=manager).output)
    assert (found["taken"], found["of"], found["waiting"], len(found["items"])) == (2, 3, 0, 3)
    for where in (f"/trust/advice/{three.pk}/", f"/clients/{three.pk}/"):
        assert "They took 2 of 3 pieces of advice." in browser.get(where).content.decode()
    last = api(manager).get(listed).json()["items"][-1]
    assert (last["text"], last["answer"], last["on"]) == (COTTON, "taken", "2026-02-20")
    wrong = Advice.objects.get(text=MAY)
    assert terminal(["trust", "advice-in-error", str(wrong.pk)], by=manager).exit_code == 0
    assert api(manager).get(listed).json()["of"] == 2
    assert [line.kind for line in Line.objects.of_client(three.pk).filter(about_id=wrong.pk).order_by("seq")] == [
        "trust.advised", "trust.advice_answered", "trust.advice_came_to", "trust.advice_annulled",
    ]  # fmt: skip


def test_who_may_not_is_told_and_a_stranger_finds_nothing(
    atlas: Client, manager: User, front: User, stranger: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:
    row = verbs.advise(client=atlas, text=COTTON, by=manager, at=at)
    for person, status in ((front, 422), (stranger, 404)):
        assert signed_in(person).post(f"/trust/advice/{atlas.pk}/", {"text": "Mine"}).status_code == status
        assert signed_in(person).post(f"/trust/advice/one/{row.pk}/", {"verb": "annul"}).status_code == status
    with pytest.raises(NotFound):
        verbs.advise(client=atlas, text="Mine", by=stranger, at=at)


def test_advice_lies_in_the_past_and_its_answer_after_it(atlas: Client, manager: User, at: datetime) -> None:
    with pytest.raises(Refused) as caught:
        verbs.advise(client=atlas, text="Soon", on=at.date() + timedelta(days=1), by=manager, at=at)
    assert (caught.value.rule, caught.value.field) == ("R-B-2", "on")
    row = verbs.advise(client=atlas, text="Print on cotton", by=manager, at=at)
    with pytest.raises(Refused):
        verbs.answer(advice=row, answer="taken", on=at.date() - timedelta(days=1), by=manager, at=at)
    verbs.annul(advice=row, by=manager, at=at)
    with pytest.raises(Refused, match="Write the advice down anew"):
        verbs.answer(advice=row, answer="taken", by=manager, at=at)


def test_a_long_list_costs_no_more_queries_and_goes_along_when_two_clients_are_one(
    atlas: Client, manager: User, head: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:
    browser, page = signed_in(manager), f"/trust/advice/{atlas.pk}/"
    verbs.advise(client=atlas, text="One", by=manager, at=at)
    browser.get(page)
    counts = []
    for more in (0, 2):
        for number in range(more):
            verbs.advise(client=atlas, text=f"More {number}", by=manager, at=at)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    other = serving.add(name="Nordlicht", by=manager, at=at)
    along = merging.plan(other, atlas).data
    merging.go_along(other, atlas, along)
    assert Advice.objects.filter(client=other).count() == 3
    merging.go_back(other, atlas, along)
    assert Advice.objects.filter(client=atlas).count() == 3
