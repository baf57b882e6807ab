"""What clients are used to, through page, API and terminal: the same verbs, the same sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.trust.actions import usual as verbs
from mainstay.trust.models import Extra, Lesson, Notice, Reduction, Understanding

NO_ANNOUNCEMENT = "Write what they are told before it ends"


@pytest.fixture
def ortega(atlas: Client, manager: User, at: datetime) -> Contact:
    """Ms Ortega of Atlas."""
    place = serving.add_contact(client=atlas, name="Inés Ortega", addressed_as="Ms Ortega", by=manager, at=at)
    return place.contact


@pytest.fixture
def missing(atlas: Client, manager: User, at: datetime) -> Notice:
    """A standing extra was left out."""
    verbs.give(client=atlas, what="Fruit basket", mark="standing", on=date(2026, 1, 5), by=manager, at=at)
    verbs.leave_out(client=atlas, what="Fruit basket", by=manager, at=at)
    return Notice.objects.get()


def test_the_pages_of_a_client_from_the_first_extra_to_the_end_of_it(
    atlas: Client, manager: User, stranger: User, signed_in: Callable[[User], Browser]
) -> None:
    browser, home = signed_in(manager), f"/trust/used-to/{atlas.pk}/"
    assert signed_in(stranger).get(home).status_code == 404
    assert browser.get(home).status_code == 200
    refused = browser.post(f"{home}extra/", {"what": "Fruit basket", "mark": "once"})
    assert (refused.status_code, "told that it is for this once" in refused.content.decode()) == (422, True)
    assert (
        browser.post(f"{home}extra/", {"what": "Fruit basket", "mark": "standing", "on": "2026-03-01"}).status_code
        == 302
    )
    assert browser.post(f"{home}went-without/", {"what": "Fruit basket"}).status_code == 302
    page = browser.get(home).content.decode()
    assert "“Fruit basket” is usual and was left out" in page
    panel = browser.get(f"/clients/{atlas.pk}/").content.decode()
    assert "“Fruit basket” is usual and was left out" in panel
    end = f"{home}end/?kind=extra&key=fruit+basket"
    refused = browser.post(end, {"ends_on": "2026-04-01"})
    assert (refused.status_code, NO_ANNOUNCEMENT in refused.content.decode()) == (422, True)
    told = {"text": "It ends.", "channel": "phone", "teller": str(manager.pk), "ends_on": "2026-04-01"}
    made = browser.post(end, told)
    one = Reduction.objects.get()
    assert made.headers["Location"] == f"/trust/used-to/ending/{one.pk}/"
    assert "Until they are, it does not end" in browser.get(made.headers["Location"]).content.decode()
    assert browser.post(f"{made.headers['Location']}told/").status_code == 302
    assert browser.post(f"{made.headers['Location']}told/").status_code == 422
    assert browser.post(f"{made.headers['Location']}call-off/", {"why": ""}).status_code == 422
    assert browser.post(f"{made.headers['Location']}call-off/", {"why": "They rely on it"}).status_code == 302
    assert browser.get(f"{home}end/?kind=extra&key=nothing").status_code == 404
    for name, told in (
        ("stretch", {"from_on": "2026-03-10", "until_on": "2026-03-12", "why": "Fair"}),
        ("anew", {"why": "New"}),
    ):
        assert browser.post(f"{home}{name}/", {"why": ""}).status_code == 422
        assert browser.post(f"{home}{name}/", told).status_code == 302


def test_the_three_answers_on_the_page(
    missing: Notice, manager: User, signed_in: Callable[[User], Browser], ortega: Contact
) -> None:
    browser, here = signed_in(manager), f"/trust/used-to/notices/{missing.pk}/"
    assert browser.get(here).content.decode().count('<details class="verb"') == 4
    assert browser.get(f"{here}tell/").status_code == 302
    for verb, wrong in (("restore", {"text": "Basket"}), ("tell", {"words": ""}), ("agree", {"words": "Mail"})):
        assert browser.post(f"{here}{verb}/", wrong).status_code == 422, verb
    assert browser.post(f"{here}react/", {"reaction": "complained", "words": "Where is it?"}).status_code == 302
    assert "They complained. Where is it?" in browser.get(here).content.decode()
    assert browser.post(f"{here}agree/", {"words": "Mail", "agreed_with": str(ortega.pk)}).status_code == 302
    page = browser.get(here).content.decode()
    assert "Something else was agreed; noted by Mara Vogt" in page
    assert '<details class="verb"' not in page
    assert browser.post(f"{here}tell/", {"words": "late"}).status_code == 422


def test_what_is_understood_and_the_lessons_on_their_pages(
    atlas: Client, manager: User, ortega: Contact, signed_in: Callable[[User], Browser]
) -> None:
    browser = signed_in(manager)
    told = {"text": "They ring", "since_on": "2025-01-01", "evidence": "the log"}
    assert browser.post(f"/trust/used-to/{atlas.pk}/understood/", {**told, "evidence": ""}).status_code == 422
    assert browser.post(f"/trust/used-to/{atlas.pk}/understood/", told).status_code == 302
    one = Understanding.objects.get()
    page = browser.get("/trust/understood/?which=all").content.decode()
    assert [words in page for words in ("Put in writing", "End with notice", "Leave it")] == [True] * 3
    assert "Nothing waits" in browser.get("/trust/understood/").content.decode()
    assert browser.post(f"/trust/understood/{one.pk}/leave/").status_code == 302
    assert browser.post(f"/trust/understood/{one.pk}/write/").status_code == 302
    assert browser.post(f"/trust/understood/{one.pk}/confirm/", {"how": "letter"}).status_code == 422
    said = {"how": "letter", "confirmed_by": str(ortega.pk)}
    assert browser.post(f"/trust/understood/{one.pk}/confirm/", said).status_code == 302
    assert browser.post(f"/trust/understood/{one.pk}/leave/").status_code == 422
    assert browser.post("/trust/lessons/", {"about": "reducing", "happened": "x"}).status_code == 422
    lesson = {"about": "reducing", "happened": "A list ended", "cost": "A client", "avoid": "Ring before"}
    assert browser.post("/trust/lessons/", lesson).status_code == 302
    assert "Ring before" in browser.get("/trust/lessons/").content.decode()
    assert browser.post(f"/trust/lessons/{Lesson.objects.get().pk}/aside/").status_code == 302
    assert browser.post(f"/trust/lessons/{Lesson.objects.get().pk}/aside/").status_code == 422


def test_the_same_over_the_api(
    atlas: Client, manager: User, stranger: User, ortega: Contact, api: Callable[..., Any]
) -> None:
    mine, his = api(manager), api(stranger)
    home = f"/trust/usual/{atlas.pk}"
    refused = mine.post(f"{home}/extras", {"what": "Fruit basket", "mark": "once"})
    assert (refused.status_code, refused.json()["rule"], refused.json()["field"]) == (422, "R-A-14", "said")
    assert his.get(home).status_code == 404
    for number in range(3):
        on = f"2026-01-0{number + 1}"
        assert mine.post(f"{home}/extras", {"what": "Fruit basket", "on": on}).status_code == 201
    (notice,) = mine.get(home).json()["notices"]
    assert notice["way"] == "proposed"
    assert mine.post(f"/trust/notices/{notice['id']}/agree", {}).json()["answer"] == "agree"
    gone = mine.post(f"{home}/went-without", {"what": "Fruit basket"}).json()
    (below,) = mine.get("/trust/below-custom").json()["items"]
    assert (below["way"], his.get("/trust/below-custom").json()["items"]) == ("missing", [])
    assert mine.post(f"/trust/extras/{gone['id']}/annul").status_code == 200
    assert mine.get("/trust/below-custom").json()["items"] == []
    told = {"kind": "extra", "key": "fruit basket", "ends_on": "2026-04-01"}
    refused = mine.post(f"{home}/end", told).json()
    assert (refused["rule"], NO_ANNOUNCEMENT in refused["detail"]) == ("R-A-14", True)
    one = mine.post(f"{home}/end", told | {"text": "It ends.", "channel": "mail"}).json()
    assert mine.post(f"/trust/ending/{one['id']}/told").json()["told_at"] is not None
    assert mine.post(f"/trust/ending/{one['id']}/call-off", {"why": "They rely on it"}).json()["called_off_at"]
    assert mine.get(f"/trust/ending/{one['id']}").json()["done_at"] is None
    stretch = {"from_on": "2026-03-10", "until_on": "2026-03-12", "why": "Fair"}
    assert mine.post(f"{home}/stretches", stretch).status_code == 201
    assert mine.post(f"{home}/anew", {"why": "New contract"}).json()["client"] == str(atlas.pk)
    thought = {"text": "They ring", "since_on": "2025-01-01", "evidence": "the log"}
    here = f"/trust/understandings/{mine.post(f'{home}/understandings', thought).json()['id']}"
    assert mine.post(f"{here}/leave").json()["state"] == "unwritten"
    assert mine.post(f"{here}/write").json()["state"] == "to_write"
    assert mine.post(f"{here}/confirm", {"confirmed_by": str(ortega.pk), "how": "letter"}).json()["state"] == "written"
    lesson = mine.post("/trust/lessons", {"happened": "A list ended", "cost": "A client", "avoid": "Ring"}).json()
    assert [each["avoid"] for each in mine.get("/trust/lessons").json()] == ["Ring"]
    assert mine.post(f"/trust/lessons/{lesson['id']}/aside").status_code == 200


def test_the_same_in_the_terminal(
    atlas: Client, manager: User, ortega: Contact, missing: Notice, terminal: Callable[..., Any], at: datetime
) -> None:
    def run(*args: str) -> Any:
        return terminal([*args], by=manager)

    whole = run("usual", "Atlas GmbH").output
    assert "Fruit basket: they are used to it" in whole
    assert "was left out" in whole
    assert json.loads(run("usual", "Atlas GmbH", "--json").output)["notices"][0]["way"] == "missing"
    assert "was left out" in run("below-custom").output
    assert run("notice", "tell", str(missing.pk), "").exit_code == 1
    assert run("notice", "react", str(missing.pk), "mentioned", "Oh").output == "They mentioned it. Oh\n"
    assert "told them" in run("notice", "tell", str(missing.pk), "It rained.").output
    assert run("notice", "restore", str(missing.pk), "Basket", "2026-03-09").exit_code == 1
    assert run("below-custom").output == "Everybody gets what they are used to.\n"
    refused = run("extra", "give", "Atlas GmbH", "Lunch", "--once", "")
    assert (refused.exit_code, "Rule R-A-14." in refused.output) == (1, True)
    assert run("extra", "give", "Atlas GmbH", "Lunch", "--once", "by phone").exit_code == 0
    assert "for this once" in run("extra", "list", "Atlas GmbH").output
    assert run("extra", "annul", str(Extra.objects.get(what="Lunch").pk)).exit_code == 0
    assert run("extra", "went-without", "Atlas GmbH", "Opera").exit_code == 1
    ends = (at + timedelta(days=9)).date().isoformat()
    refused = run("ending", "announce", "Atlas GmbH", "extra", "fruit basket", ends)
    assert (refused.exit_code, NO_ANNOUNCEMENT in refused.output) == (1, True)
    said = run("ending", "announce", "Atlas GmbH", "extra", "fruit basket", ends, "--text", "x", "--channel", "phone")
    assert said.exit_code == 0, said.output
    one = str(Reduction.objects.get().pk)
    assert "They know." in run("ending", "told", one).output
    assert "stays" in run("ending", "call-off", one, "They rely on it").output


def test_what_is_understood_and_the_lessons_in_the_terminal(
    atlas: Client, manager: User, ortega: Contact, terminal: Callable[..., Any]
) -> None:
    def run(*args: str) -> Any:
        return terminal([*args], by=manager)

    assert run("used-to", "stretch", "Atlas GmbH", "2026-03-10", "2026-03-12", "Fair").exit_code == 0
    assert run("used-to", "anew", "Atlas GmbH", "New contract").exit_code == 0
    assert run("understood", "note", "Atlas GmbH", "They ring", "2025-01-01", "the log").exit_code == 0
    one = str(Understanding.objects.get().pk)
    assert "They ring" in run("understood", "list", "Atlas GmbH").output
    assert run("understood", "leave", one).exit_code == 0
    assert "to be put in writing" in run("understood", "write", one).output
    assert "in writing" in run("understood", "confirm", one, "Inés Ortega", "letter").output
    assert run("lesson", "add", "A list ended", "A client", "Ring").exit_code == 0
    assert "Ring" in run("lesson", "list").output
    assert run("lesson", "aside", str(Lesson.objects.get().pk)).exit_code == 0
