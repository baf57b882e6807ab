"""What stands between promises, through page, API and terminal: one house, each act once through each door."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mainstay.clients.models import Contact
from mainstay.house.models import User
from mainstay.kit import times
from mainstay.promises import actions
from mainstay.promises.models import Promise

pytestmark = pytest.mark.django_db
Give = Callable[..., Promise]


@pytest.fixture
def pair(give: Give, manager: User, buyer: Contact) -> tuple[Promise, Promise]:
    """Their text, due on Wednesday the 4th; our brochure, due on the 10th, four working days after it."""
    text = give("Text", side="theirs", owner_contact=buyer, due_on=date(2026, 3, 4))
    return text, give("Brochure", due_on=date(2026, 3, 10))


def late(text: Promise, manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes on Friday the 6th; from then on it is that day."""
    from mainstay.house import clock

    friday = datetime(2026, 3, 6, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "real_now", lambda: friday)
    actions.deliver(promise=text, by=manager, at=friday)


def test_the_page_shows_the_need_its_clocks_and_the_new_day_and_proposes_it(
    pair: tuple[Promise, Promise], signed_in: Any, manager: User, words: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-B-46, field.md 4 and 5."""
    text, brochure = pair
    mara, url = signed_in(manager), f"/promises/{brochure.pk}"
    kept = mara.post(f"{url}/needs-input/", {"on": str(text.pk), "work_days": "4"})
    assert kept.status_code == 302
    refused = mara.post(f"{url}/needs-input/", {"on": str(text.pk), "work_days": "4"})
    assert (refused.status_code, "That is noted already." in words(refused)) == (422, True)
    late(text, manager, monkeypatch)
    mara = signed_in(manager)  # a sign-in lasts half a day
    page = words(mara.get(f"{url}/")).replace(times.NO_BREAK, " ")
    assert "New day: Thursday 12 March. “Text” came 2 days later than agreed." in page
    assert "6 March + 4 working days: 9 March – 12 March (4) = 12 March" in page
    assert "0 + 4 = 4 working days since 2 March" in page
    assert "We therefore propose Thursday 12 March." in page
    assert mara.post(f"{url}/propose/", {"answer": "not_yet"}).status_code == 302
    assert mara.post(f"{url}/propose/", {"answer": "not_yet"}).status_code == 422
    assert mara.post(f"{url}/answer/", {"answer": "agreed"}).status_code == 302
    brochure.refresh_from_db()
    assert (brochure.due_on, brochure.outcome) == (date(2026, 3, 12), "moved")
    assert "Cause: their input." in words(mara.get(f"{url}/"))
    need = brochure.needs.get()
    assert mara.post(f"/promises/needs/{need.pk}/drop/").status_code == 302
    assert brochure.needs.filter(dropped_at=None).count() == 0


def test_the_api_gives_and_takes_the_same(
    pair: tuple[Promise, Promise], api: Any, manager: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, brochure = pair
    mara, url = api(manager), f"/promises/{brochure.pk}"
    assert mara.post(f"{url}/needs", {"on": str(text.pk), "work_days": 4}).status_code == 200
    circle = mara.post(f"/promises/{text.pk}/needs", {"on": str(brochure.pk), "work_days": 1})
    assert (circle.status_code, circle.json()["rule"]) == (422, "R-B-46")
    assert api(stranger).get(f"{url}/between").status_code == 404
    late(text, manager, monkeypatch)
    shown = mara.get(f"{url}/between").json()
    assert (shown["new_day"]["on"], shown["new_day"]["can_be_proposed"], shown["agreed"]) == (
        "2026-03-12",
        True,
        "unsaid",
    )
    moved = mara.post(f"{url}/propose", {"answer": "agreed"}).json()
    assert (moved["due_on"], moved["renegotiations"][0]["cause"]) == ("2026-03-12", "their_input")
    tight = {"side": "theirs", "word": "too_tight", "other_on": "2026-03-17"}
    assert mara.post(f"{url}/findings", tight).status_code == 200
    theirs = mara.get(f"{url}/between").json()["theirs"]
    assert (theirs["word"], theirs["who"]) == ("too_tight", "Atlas GmbH")
    accepted = mara.post(f"/promises/findings/{theirs['id']}/accept", {}).json()
    assert (accepted["due_on"], mara.get(f"{url}/between").json()["agreed"]) == ("2026-03-17", "agreed")
    assert mara.post(f"{url}/needs/{text.pk}/drop").status_code == 200
    assert mara.post(f"{url}/kind", {"kind": "Brochure"}).json()["kind"] == "Brochure"


def test_the_terminal_gives_and_takes_the_same(
    pair: tuple[Promise, Promise], terminal: Any, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, brochure = str(pair[0].pk), str(pair[1].pk)

    def run(*args: str) -> str:
        done = terminal(["promises", *args], by=manager)
        assert done.exit_code == 0, done.output
        return str(done.output).replace(times.NO_BREAK, " ")

    run("needs", brochure, "--on", text, "--work-days", "4")
    late(pair[0], manager, monkeypatch)
    assert "9 March – 12 March (4) = 12 March" in run("between", brochure)
    assert json.loads(run("propose", brochure, "--answer", "agreed", "--json"))["due_on"] == "2026-03-12"
    run("find-day", brochure, "--side", "theirs", "--word", "too_tight", "--other-day", "2026-03-17")
    assert "Atlas GmbH finds it too tight and could do 17 March" in run("between", brochure)
    assert json.loads(run("accept-day", brochure, "--json"))["due_on"] == "2026-03-17"
    assert json.loads(run("between", brochure, "--json"))["agreed"] == "agreed"
    run("drop-need", brochure, "--on", text)
    assert json.loads(run("kind", brochure, "Brochure", "--json"))["kind"] == "Brochure"


def test_the_page_shows_both_sides_and_accepts_their_day(
    pair: tuple[Promise, Promise], signed_in: Any, manager: User, buyer: Contact, words: Any
) -> None:
    """R-B-50."""
    mara, url = signed_in(manager), f"/promises/{pair[1].pk}"
    assert "Not agreed yet: neither side has said that the day is manageable." in words(mara.get(f"{url}/"))
    told = {"side": "theirs", "word": "too_tight", "other_on": "2026-03-17", "contact": str(buyer.pk)}
    assert mara.post(f"{url}/find-day/", told).status_code == 302
    page = words(mara.get(f"{url}/")).replace(times.NO_BREAK, " ")
    assert "Not agreed yet. Ms Ortega finds it too tight and could do 17 March (2 March)." in page
    assert "We accept Tuesday 17 March" in page
    finding = pair[1].findings.get()
    assert mara.post(f"/promises/findings/{finding.pk}/accept/").status_code == 302
    page = words(mara.get(f"{url}/")).replace(times.NO_BREAK, " ")
    assert "Agreed by both sides. Mara Vogt finds it manageable (2 March). Ms Ortega finds it manageable" in page
    assert mara.post(f"/promises/findings/{finding.pk}/accept/").status_code == 422
