"""How it is for us to work for a client: private, once a month, read by its head; abuse must be acted on (R-B-2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import serializers
from django.test import Client as Browser

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.models import Unit, User
from mainstay.journal.models import Line
from mainstay.kit.refusals import NotFound, Refused
from mainstay.transfer.queries import out_client
from mainstay.trust.actions import ours as verbs
from mainstay.trust.models import OurView
from mainstay.trust.queries import today
from mainstay.trust.rules import ours as rules

SHOUTED = "The buyer shouted at me"


@pytest.fixture
def served(atlas: Client, manager: User, deputy: User, front: User, head: User, at: datetime) -> Client:
    """Mara manages Atlas, Deniz is deputy, Franka helps."""
    for person, role in ((deputy, "deputy"), (front, "helper")):
        serving.assign(client=atlas, user=person, role=role, by=head, at=at)
    return atlas


def told(person: User, at: datetime) -> list[str]:
    """What of this stands on somebody's Today."""
    return [line.code for line in today.lines(person, at) if line.code in ("to_protect", "our_view")]


def test_months_are_counted_over_the_year_and_asked_about_near_their_end() -> None:
    assert (rules.beside(date(2026, 1, 1), -1), rules.beside(date(2026, 12, 1), 1)) == (
        date(2025, 12, 1), date(2027, 1, 1),
    )  # fmt: skip
    assert [rules.asked_on(date(2026, 2, day)) for day in (25, 26, 28)] == [False, True, True]


def test_two_say_wearing_by_page_and_api_and_one_says_it_is_all_right(
    served: Client, manager: User, deputy: User, front: User, stranger: User,
    signed_in: Callable[[User], Browser], api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    mine = signed_in(manager)
    say, prefix = f"/trust/for-us/{served.pk}/", str(served.pk)
    assert "Atlas GmbH" in mine.get("/trust/for-us/").content.decode()
    assert mine.post(say, {f"{prefix}-word": ""}).status_code == 422
    assert mine.post(say, {f"{prefix}-word": "wearing", f"{prefix}-words": "Calls at night"}).status_code == 302
    answer = {"client": str(served.pk), "word": "wearing", "abuse": SHOUTED, "named": True}
    assert api(deputy).post("/trust/for-us", answer).status_code == 204
    assert terminal(["trust", "for-us", "Atlas GmbH", "fine"], by=front).exit_code == 0
    assert api(deputy).get("/trust/for-us").json()[0]["abuse"] == SHOUTED
    assert api(manager).get("/trust/for-us").json()[0]["words"] == "Calls at night"
    assert signed_in(stranger).post(say, {f"{prefix}-word": "glad"}).status_code == 404


@pytest.fixture
def said(served: Client, manager: User, deputy: User, front: User, at: datetime) -> OurView:
    """Two say it is wearing, one of them by name and with abuse; one says it is all right."""
    verbs.say(client=served, word="wearing", words="Calls at night", by=manager, at=at)
    verbs.say(client=served, word="fine", by=front, at=at)
    return verbs.say(client=served, word="wearing", abuse=SHOUTED, named=True, by=deputy, at=at)


def test_only_the_head_reads_it_with_names_only_where_they_may_be_seen(
    said: OurView, manager: User, deputy: User, front: User, head: User, stranger: User,
    signed_in: Callable[[User], Browser], api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    seen = api(head).get("/trust/for-us/team").json()
    assert (seen["month"], seen["glad"], seen["fine"], seen["wearing"]) == ("2026-03", 0, 1, 2)
    assert sorted((row["word"], row["name"], row["abuse"]) for row in seen["items"]) == [
        ("fine", "", ""), ("wearing", "", ""), ("wearing", "Deniz Aydin", SHOUTED),
    ]  # fmt: skip
    page = signed_in(head).get("/trust/for-us/team/").content.decode()
    assert ("2 say it is wearing." in page, "Deniz Aydin" in page, "Mara Vogt" in page) == (True, True, False)
    assert "Calls at night" in terminal(["trust", "team"], by=head).output
    for person in (manager, deputy, front, stranger):
        assert signed_in(person).get("/trust/for-us/team/").status_code == 403
        assert api(person).get("/trust/for-us/team").json()["rule"] == "R-X-3"
        refused = terminal(["trust", "team"], by=person)
        assert (refused.exit_code, "read by its head alone" in refused.output) == (1, True)


def test_abuse_stands_with_the_head_until_something_is_done(
    said: OurView, served: Client, manager: User, deputy: User, head: User, at: datetime,
    signed_in: Callable[[User], Browser], api: Callable[..., Any], terminal: Callable[..., Any],
) -> None:  # fmt: skip
    assert (told(head, at), told(manager, at)) == (["to_protect"], [])
    assert SHOUTED in signed_in(head).get("/").content.decode()
    act = f"/trust/for-us/team/{said.pk}/"
    assert signed_in(manager).post(act, {"text": "x"}).status_code == 404
    assert signed_in(head).post(act, {"text": ""}).status_code == 422
    assert signed_in(head).post(act, {"text": "I rang their head of buying"}).status_code == 302
    assert told(head, at) == []
    assert "I rang their head of buying" in signed_in(head).get("/trust/for-us/team/").content.decode()
    again = api(head).post(f"/trust/for-us/team/{said.pk}/act", {"text": "Franka goes there now"}).json()
    assert (again["done"], again["done_on"]) == ("Franka goes there now", "2026-03-02")
    assert terminal(["trust", "act", str(said.pk), "She stays away"], by=head).exit_code == 0
    with pytest.raises(Refused, match="next month, or to your head"):
        verbs.say(client=served, word="glad", by=deputy, at=at)


def test_nothing_that_is_kept_tells_who_did_not_want_to_be_named(
    served: Client, manager: User, deputy: User, head: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:
    verbs.say(client=served, word="wearing", words="Calls at night", by=manager, at=at)
    verbs.say(client=served, word="wearing", abuse=SHOUTED, named=True, by=deputy, at=at)
    first = OurView.objects.get(abuse="")
    kept = serializers.serialize("json", [first])
    assert (str(manager.pk) in kept, json.loads(kept)[0]["fields"]["named"]) == (False, None)
    (unsaid, said) = Line.objects.filter(kind="trust.our_view_said").order_by("id")
    assert (unsaid.by_id, unsaid.client_id, said.by_id, said.client_id) == (None, None, deputy.pk, None)
    chronicle = signed_in(manager).get(f"/clients/{served.pk}/chronicle/").content.decode()
    whole = b"".join(out_client.whole(served, head, at)).decode()
    for words in ("Calls at night", SHOUTED, "wearing"):
        assert (words in chronicle, words in whole) == (False, False)
    verbs.say(client=served, word="glad", by=manager, at=at)  # said again: one answer a month
    assert OurView.objects.count() == 2
    verbs.say(client=served, word="glad", by=manager, at=at + timedelta(days=31))
    assert OurView.objects.filter(month=date(2026, 4, 1)).count() == 1


def test_only_those_who_serve_them_say_it_and_another_teams_head_reads_nothing(
    served: Client, manager: User, head: User, stranger: User, other_team: Unit, take_in: Callable[..., User],
    at: datetime, api: Callable[..., Any],
) -> None:  # fmt: skip
    verbs.say(client=served, word="wearing", abuse=SHOUTED, by=manager, at=at)
    with pytest.raises(Refused) as caught:
        verbs.say(client=served, word="glad", by=head, at=at)
    assert caught.value.rule == "R-B-2"
    with pytest.raises(NotFound):
        verbs.say(client=served, word="glad", by=stranger, at=at)
    elsewhere = take_in("Rolf Anders", "head", other_team)
    assert (api(elsewhere).get("/trust/for-us/team").json()["items"], told(elsewhere, at)) == ([], [])
    with pytest.raises(NotFound):
        verbs.act(view=OurView.objects.get(), text="Mine", by=elsewhere, at=at)


def test_the_question_stands_on_today_once_late_in_the_month(
    served: Client, manager: User, stranger: User, at: datetime, signed_in: Callable[[User], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    late = at.replace(day=26)
    assert (told(manager, at), told(manager, late), told(stranger, late)) == ([], ["our_view"], [])
    monkeypatch.setattr(clock, "real_now", lambda: late)
    browser = signed_in(manager)
    assert "How is it to work for your clients?" in browser.get("/").content.decode()
    assert browser.post("/trust/for-us/that-is-all/").status_code == 302
    assert (told(manager, late), told(manager, late + timedelta(days=31))) == ([], ["our_view"])
