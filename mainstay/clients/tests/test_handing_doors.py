"""Handing over, standing in and leaving through pages, API and terminal: one rule, three doors (R-A-34)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mainstay.clients import actions
from mainstay.clients.actions import handing
from mainstay.clients.actions.handing import Terms
from mainstay.clients.models import Assignment, Client, HandOver, Leaving
from mainstay.clients.queries import lines
from mainstay.house import actions as house
from mainstay.house.models import User
from mainstay.kit.refusals import Refused
from mainstay.promises import actions as promises
from mainstay.promises.models import Promise

TOLD = "2026-03-02"


def read(answer: Any) -> str:
    """The words of a page, on one line."""
    return " ".join(unescape(answer.content.decode()).split())


def managers() -> set[str]:
    """Who manages anything now."""
    return set(Assignment.objects.now().filter(role="manager").values_list("user__name", flat=True))


@pytest.fixture
def report(atlas: Client, manager: User, at: datetime) -> Promise:
    """Mara’s open promise to Atlas."""
    return promises.make(client=atlas, text="Report", due_on=at.date() + timedelta(days=9), by=manager, at=at)


@pytest.fixture
def away(atlas: Client, manager: User, deputy: User, report: Promise, at: datetime) -> User:
    """Mara is away from today on; Deniz is her deputy at Atlas."""
    actions.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    actions.add_contact(
        client=atlas, name="Iris Blum", addressed_as="Frau Blum", channel="phone", hours="mornings", by=manager, at=at
    )
    day = at.date()
    house.note_absence(person=manager, from_on=day, to_on=day + timedelta(days=4), by=manager, at=at)
    return manager


# --- the deputy has it at once ---------------------------------


def test_deputy_of_somebody_away_sees_at_once_what_is_open_how_to_meet_them_and_the_last_words(
    away: User, deputy: User, stranger: User, signed_in: Any, api: Any, terminal: Any, at: datetime
) -> None:
    assert [(line.who, line.what) for line in lines.today(deputy, at)] == [
        ("Mara Vogt", "You stand in for Mara Vogt at Atlas GmbH.")
    ]
    page = read(signed_in(deputy).get("/clients/standing-in/"))
    for words in (
        "For Mara Vogt, away until Friday 6\xa0March.",
        "We owe 1 thing. Next due",
        "“Report”",
        "Frau Blum",
        "mornings",
        "Mara Vogt wrote down",
    ):
        assert words.replace("\xa0", " ") in page.replace("\xa0", " ")
    (told,) = api(deputy).get("/standing-in").json()["items"]
    assert (told["client"], told["manager"], told["until"]) == ("Atlas GmbH", "Mara Vogt", "2026-03-06")
    assert "Atlas GmbH · For Mara Vogt" in terminal(["clients", "standing-in"], by=deputy).output
    assert api(stranger).get("/standing-in").json()["items"] == []
    assert "Everybody whose deputy you are is there." in read(signed_in(stranger).get("/clients/standing-in/"))


def test_with_the_deputy_away_too_the_head_is_told_and_leads_to_who_serves(
    away: User, atlas: Client, deputy: User, head: User, signed_in: Any, api: Any, terminal: Any, at: datetime
) -> None:
    assert (lines.exceptions(head, at), lines.exceptions_count(head, at)) == ([], 0)
    house.note_absence(person=deputy, from_on=at.date(), to_on=at.date(), by=deputy, at=at)
    what = "Mara Vogt is away and no deputy is there: nobody looks after Atlas GmbH."
    for found in (lines.exceptions(head, at), lines.today(head, at), lines.cracks(head, at)):
        assert [line.what for line in found] == [what]
    assert lines.exceptions_count(head, at) == 1
    page = read(signed_in(head).get("/clients/unattended/"))
    assert "Mara Vogt, manager, is away until Friday" in page
    assert f"/clients/{atlas.pk}/served-by/" in page
    assert [row["client"] for row in api(head).get("/unattended").json()["items"]] == ["Atlas GmbH"]
    assert "Atlas GmbH · Mara Vogt, manager, is away" in terminal(["clients", "unattended"], by=head).output
    assert api(away).get("/unattended").json()["items"] == []


def test_client_without_anybody_is_an_alarm_until_somebody_is_named(
    atlas: Client, manager: User, head: User, stranger: User, at: datetime
) -> None:
    Assignment.objects.all().delete()
    assert [line.what for line in lines.exceptions(head, at)] == ["1 client has neither a manager nor a deputy."]
    assert (lines.exceptions_count(head, at), lines.exceptions_count(stranger, at)) == (1, 0)
    actions.assign(client=atlas, user=manager, role="manager", by=head, at=at)
    assert (lines.exceptions(head, at), lines.exceptions_count(head, at)) == ([], 0)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_who_is_there_cost_the_same_however_many_clients(
    away: User, head: User, deputy: User, signed_in: Any, at: datetime, count: int
) -> None:
    for number in range(count - 1):
        client = actions.add(name=f"Client {number}", unit=head.posts_held[0].unit, manager=away, by=head, at=at)
        actions.assign(client=client, user=deputy, role="deputy", by=head, at=at)
        actions.add_contact(client=client, name=f"Person {number}", by=head, at=at)
    browser = signed_in(deputy)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/clients/standing-in/")
    assert len(page.context["rows"]) == count
    assert len(asked) == 13
    house.note_absence(person=deputy, from_on=at.date(), to_on=at.date(), by=deputy, at=at)
    browser = signed_in(head)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/clients/unattended/")
    assert len(page.context["rows"]) == count
    assert len(asked) == 7


# --- handed over ---------------------------------


def answers(client: Client, taker: User, **more: Any) -> dict[str, Any]:
    """What the page of a hand-over sends."""
    return {"clients": [str(client.pk)], "taker": str(taker.pk), "told_on": TOLD, "told_how": "A call", **more}


def test_page_shows_what_would_pass_and_hands_over_on_yes(
    atlas: Client, manager: User, deputy: User, report: Promise, signed_in: Any
) -> None:
    browser = signed_in(manager)
    first = browser.get("/clients/hand-over/", {"client": atlas.pk})
    assert 'checked id="id_clients_0"' in read(first) or "checked" in read(first)
    refused = browser.post("/clients/hand-over/", answers(atlas, deputy, told_on=""))
    assert refused.status_code == 422
    assert "The client is told before, not after." in read(refused)
    seen = browser.post("/clients/hand-over/", answers(atlas, deputy))
    for words in ("Nothing has passed yet.", "1 open promise", "Deniz Aydin, manager", "Nobody is deputy then."):
        assert words in read(seen)
    assert managers() == {"Mara Vogt"}
    changed = browser.post("/clients/hand-over/", answers(atlas, deputy, change="1"))
    assert (changed.status_code, 'value="A call"' in read(changed)) == (200, True)
    done = browser.post("/clients/hand-over/", answers(atlas, deputy, sure="1"), follow=True)
    assert "Atlas GmbH passed to Deniz Aydin, who is asked to accept it." in read(done)
    assert managers() == {"Deniz Aydin"}


def test_page_takes_the_answer_and_the_way_back(
    atlas: Client, manager: User, deputy: User, head: User, signed_in: Any, at: datetime
) -> None:
    def give() -> str:
        terms = Terms(told_on=at.date())
        row = handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=manager, at=at, terms=terms)[0]
        return f"/clients/hand-overs/{row.batch}/"

    here = give()
    theirs, others = signed_in(deputy), signed_in(head)
    assert "I have them" in read(theirs.get(here))
    assert "I have them" not in read(others.get(here))
    assert "accepted or declined by whoever was handed" in read(others.post(f"{here}accept/"))
    assert theirs.post(f"{here}decline/", {"why": ""}).status_code == 422
    theirs.post(f"{here}decline/", {"why": "No room"})
    assert managers() == {"Mara Vogt"}
    here = give()
    theirs.post(f"{here}accept/")
    found = others.get("/clients/hand-overs/").context["rows"]
    assert sorted(row.state for row in found) == ["Accepted", "Went back: No room"]
    others.post(f"{here}take-back/")
    assert managers() == {"Mara Vogt"}
    assert signed_in(manager).get(here).status_code == 200


def test_pages_of_others_are_not_there(
    atlas: Client, manager: User, deputy: User, stranger: User, signed_in: Any, at: datetime
) -> None:
    terms = Terms(told_on=at.date())
    row = handing.hand_over(clients=[atlas], giver=manager, taker=deputy, by=manager, at=at, terms=terms)[0]
    browser = signed_in(stranger)
    for address in (
        f"/clients/hand-overs/{row.batch}/",
        f"/clients/hand-over/?giver={manager.pk}",
        f"/clients/leaving/{manager.pk}/",
    ):
        assert browser.get(address).status_code == 404
    assert (
        browser.get(f"/clients/hand-over/?client={atlas.pk}").status_code == 200
    )  # their own, of which there are none


def test_api_foresees_hands_over_answers_and_takes_back(
    atlas: Client, manager: User, deputy: User, stranger: User, report: Promise, api: Callable[..., Any]
) -> None:
    mine, theirs = api(manager), api(deputy)
    asked: dict[str, Any] = {"clients": [str(atlas.pk)], "taker": str(deputy.pk)}
    assert mine.post("/hand-overs", asked).json()["rule"] == "R-A-34"
    asked["told_on"] = TOLD
    (seen,) = mine.post("/hand-overs/foresee", asked).json()
    assert (seen["then"], seen["refused"]) == (["Deniz Aydin, manager"], "")
    assert api(stranger).post("/hand-overs", asked).status_code == 404
    (made,) = mine.post("/hand-overs", asked).json()
    here = f"/hand-overs/{made['batch']}"
    assert mine.post(f"{here}/accept").status_code == 422
    assert theirs.post(f"{here}/decline", {"why": "No room"}).status_code == 200
    (made,) = mine.post("/hand-overs", asked).json()
    here = f"/hand-overs/{made['batch']}"
    assert theirs.post(f"{here}/accept").json()[0]["accepted_at"] is not None
    assert [row["accepted_at"] is not None for row in theirs.get(here).json()] == [True]
    assert len(mine.get("/hand-overs").json()["items"]) == 2
    assert api(stranger).get(here).status_code == 404


def test_terminal_foresees_hands_over_and_answers(
    atlas: Client, manager: User, deputy: User, report: Promise, terminal: Callable[..., Any]
) -> None:
    act = ["clients", "hand-over", "Atlas GmbH", "--to", "Deniz Aydin"]
    assert "The client is told before" in terminal([*act, "--dry-run"], by=manager).output
    refused = terminal(act, by=manager)
    assert (refused.exit_code, "R-A-34" in refused.output) == (1, True)
    assert "1 open promise" in terminal([*act, "--told", TOLD, "--dry-run"], by=manager).output
    (made,) = json.loads(terminal([*act, "--told", TOLD, "--json"], by=manager).output)
    assert (
        terminal(["clients", "decline", made["batch"], "No room"], by=deputy).output == "They went back to Mara Vogt.\n"
    )
    terminal(["clients", "hand-over", "--all", "--to", "Deniz Aydin", "--untold", "In hospital"], by=manager)
    batch = str(HandOver.objects.get(taken_back_at=None).batch)
    assert batch in terminal(["clients", "hand-overs"], by=deputy).output
    assert terminal(["clients", "accept", batch], by=deputy).output == "Accepted.\n"
    assert "Mara Vogt again" in terminal(["clients", "take-back", batch], by=manager).output
    assert managers() == {"Mara Vogt"}


# --- somebody leaves ---------------------------------


def test_nobody_is_let_go_while_something_stands_with_them(
    atlas: Client, manager: User, admin: User, report: Promise, signed_in: Any, at: datetime
) -> None:
    with pytest.raises(Refused) as caught:
        house.let_go(person=manager, by=admin, at=at)
    assert caught.value.rule == "R-A-34"
    assert caught.value.message == (
        "Mara Vogt serves 1 client. Mara Vogt answers for 1 open promise. "
        "Hand it over first, client by client: on the page of Mara Vogt, “Leaves the house”."
    )
    assert f"/clients/leaving/{manager.pk}/" in read(signed_in(admin).get(f"/people/{manager.pk}/"))


def test_page_leads_from_client_to_client_and_everything_passes_at_once(
    atlas: Client, manager: User, deputy: User, head: User, admin: User, report: Promise, signed_in: Any, at: datetime
) -> None:
    other = actions.add(name="Borealis", unit=atlas.unit, manager=deputy, by=head, at=at)
    actions.assign(client=other, user=manager, role="deputy", by=deputy, at=at)
    actions.assign(client=atlas, user=deputy, role="deputy", by=manager, at=at)
    browser, here = signed_in(head), f"/clients/leaving/{manager.pk}/"
    assert "2 clients stand with Mara Vogt" in read(browser.get(here))
    browser.post(here, {"last_on": "2026-03-31"})
    page = read(browser.get(here))
    assert ("0 of 2 clients are ready" in page, "Deniz Aydin could" in page) == (True, True)
    assert [line.what for line in lines.today(head, at)] == [
        "Mara Vogt leaves; 0 of 2 clients are ready to be handed over."
    ]
    first = browser.get(f"{here}{atlas.pk}/")
    assert "Mara Vogt: manager · 1 open promise" in read(first)
    assert first.context["form"].initial["taker"] == str(deputy.pk)
    done = browser.post(f"{here}{atlas.pk}/", {"taker": deputy.pk, "deputy": head.pk, "told_on": TOLD})
    assert done["Location"] == f"{here}{other.pk}/"  # and on to the next that is not ready
    assert "1 client is not ready yet" in read(browser.post(f"{here}finish/"))
    assert "told_on" not in browser.get(f"{here}{other.pk}/").context["form"].fields  # a deputy's going tells nobody
    browser.post(f"{here}same/", {"same-taker": head.pk})
    page = read(browser.get(here))
    assert ("2 of 2 clients are ready" in page, "Hand everything over" in page) == (True, True)
    browser.post(f"{here}finish/")
    report.refresh_from_db()
    assert (managers(), report.owner) == ({"Deniz Aydin"}, deputy)
    assert not Assignment.objects.now().filter(user=manager).exists()
    assert Leaving.objects.get().let_go is False  # a head closes no door
    house.let_go(person=manager, by=admin, at=at)


def test_what_an_administrator_finishes_closes_the_door_and_a_day_long_opens_it_again(
    atlas: Client, manager: User, deputy: User, admin: User, head: User, team: Any, report: Promise, at: datetime
) -> None:
    leaving = handing.begin(person=manager, by=admin, at=at)
    with pytest.raises(Refused) as caught:
        handing.finish(leaving=leaving, by=admin, at=at)  # an administrator sees no client
    assert (caught.value.rule, caught.value.lifted_by) == ("R-X-3", "a head of client service")
    house.give_post(person=admin, role="head", unit=team, by=admin, at=at)
    both = User.objects.get(pk=admin.pk)
    handing.plan(leaving=leaving, clients=[atlas], taker=deputy, terms=Terms(told_on=at.date()), by=both, at=at)
    handing.finish(leaving=leaving, by=both, at=at)
    assert (User.objects.get(pk=manager.pk).is_active, managers()) == (False, {"Deniz Aydin"})
    with pytest.raises(Refused, match="no longer here"):
        handing.decline(rows=list(HandOver.objects.all()), why="No room", by=deputy, at=at)
    leaving.refresh_from_db()
    with pytest.raises(Refused, match="within a day"):
        handing.undo(leaving=leaving, by=both, at=at + timedelta(days=2))
    handing.undo(leaving=leaving, by=both, at=at + timedelta(hours=3))
    report.refresh_from_db()
    assert (User.objects.get(pk=manager.pk).is_active, managers(), report.owner) == (True, {"Mara Vogt"}, manager)


def test_an_administrator_who_sees_no_client_carries_out_what_others_planned(
    atlas: Client, manager: User, deputy: User, admin: User, head: User, signed_in: Any, at: datetime
) -> None:
    leaving, here = handing.begin(person=manager, by=admin, at=at), f"/clients/leaving/{manager.pk}/"
    browser = signed_in(admin)
    page = read(browser.get(here))
    assert (
        "1 more client is not yours to see; a head of client service finishes this. Here that is: Helga Brandt." in page
    )
    handing.plan(leaving=leaving, clients=[atlas], taker=deputy, terms=Terms(told_on=at.date()), by=head, at=at)
    page = read(browser.get(here))
    assert ("not yours to see" in page, "Hand everything over" in page, "Atlas" in page) == (False, True, False)
    page = read(browser.post(f"{here}finish/", {"let_go": "on"}, follow=True))
    assert (User.objects.get(pk=manager.pk).is_active, managers()) == (False, {"Deniz Aydin"})
    page = read(browser.get(here))
    assert ("1 client passed on; it is not yours to see." in page, "Atlas" in page) == (True, False)
    browser.post(f"{here}undo/")
    assert (User.objects.get(pk=manager.pk).is_active, managers()) == (True, {"Mara Vogt"})
    house.let_go(person=head, by=admin, at=at)
    browser.post(here, {"last_on": ""})
    assert "Nobody here has that post yet. Give it to somebody." in read(browser.get(here))


def test_day_on_which_they_are_told_may_be_to_come_in_the_plan_and_not_in_the_act(
    atlas: Client, manager: User, deputy: User, head: User, at: datetime
) -> None:
    leaving = handing.begin(person=manager, by=manager, at=at)
    terms = Terms(told_on=at.date() + timedelta(days=3))
    handing.plan(leaving=leaving, clients=[atlas], taker=deputy, terms=terms, by=manager, at=at)
    with pytest.raises(Refused) as caught:
        handing.finish(leaving=leaving, by=head, at=at)
    assert caught.value.field == "told_on"
    handing.finish(leaving=leaving, by=head, at=at + timedelta(days=3))
    assert managers() == {"Deniz Aydin"}


def test_leaving_through_api_and_terminal(
    atlas: Client, manager: User, deputy: User, head: User, api: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    caller, here = api(head), f"/leavings/{manager.pk}"
    assert caller.get(here).status_code == 404
    assert caller.post(here, {"last_on": "2026-03-31"}).json()["all"] == 1
    planned = caller.put(f"{here}/clients/{atlas.pk}", {"taker": str(deputy.pk)}).json()
    assert (planned["ready"], planned["steps"][0]["taker"]) == (0, "Deniz Aydin")
    assert caller.post(f"{here}/finish", {}).json()["rule"] == "R-A-34"
    said = terminal(
        ["clients", "leaving", "plan", "Mara Vogt", "--told", TOLD], by=head
    )  # who follows stays as planned
    assert said.output.splitlines()[0] == "Mara Vogt leaves: 1 of 1 ready."
    assert caller.post(f"{here}/finish", {}).json()["done_at"] is not None
    assert managers() == {"Deniz Aydin"}
    undone = terminal(["clients", "leaving", "undo", "Mara Vogt"], by=head)
    assert "Mara Vogt stays" in undone.output
    terminal(["clients", "leaving", "begin", "Mara Vogt"], by=head)
    assert "0 of 1 ready" in terminal(["clients", "leaving", "show", "Mara Vogt"], by=head).output
    assert caller.post(f"{here}/undo").json()["taken_back_at"] is not None
    assert api(deputy).get(here).status_code == 404
