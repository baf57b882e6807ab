"""Advice to screen: every number on page, API and terminal, and beside the keys what a page carries out (R-X-20)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import get_resolver, reverse

from mainstay.clients.models import Client
from mainstay.config import advice as told
from mainstay.house.models import User
from mainstay.kit import advice
from mainstay.kit.advice import NOT_YET
from mainstay.kit.plug import registry

pytestmark = pytest.mark.django_db
ROWS = re.compile(r'<tr role="row" id="(R-[A-Z]-\d+)">')


def addresses(table: Any, before: str = "") -> set[str]:
    """The names of all addresses of the house."""
    found: set[str] = set()
    for each in table.url_patterns:
        if hasattr(each, "url_patterns"):
            found |= addresses(each, f"{before}{each.namespace}:" if each.namespace else before)
        elif each.name:
            found.add(before + each.name)
    return found


def test_page_api_and_terminal_say_every_number(
    front: User, signed_in: Callable[..., Any], api: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    every = list(told.ADVICE)
    page = signed_in(front).get("/advice/")
    assert (page.status_code, ROWS.findall(page.content.decode())) == (200, every)
    answered = api(front).get("/advice").json()
    assert [row["number"] for row in answered] == every
    run = terminal(["advice", "--json"], by=front)
    assert (run.exit_code, json.loads(run.stdout)) == (0, answered)
    assert re.findall(r"^(R-\S+)  ", terminal(["advice"], by=front).stdout, re.MULTILINE) == every


def test_one_number_says_what_is_built_and_where_it_lives(
    front: User, api: Callable[..., Any], terminal: Callable[..., Any]
) -> None:
    one = api(front).get("/advice/r-a-8").json()
    assert (one["number"], one["built"], one["part"], one["comes_with"]) == ("R-A-8", "whole", "", "")
    assert one["lives"] == [{"name": "A sheet for the undecided", "address": "/clients/"}]
    assert "R-A-8  A sheet of counted deliveries" in terminal(["advice", "R-A-8"], by=front).stdout
    later = terminal(["advice", "R-B-43"], by=front).stdout
    assert "R-B-43  A heated draft waits a moment before it goes out." in later
    assert "not yet: comes with letters and mail" in later
    assert api(front).get("/advice/R-A-99").status_code == 404
    gone = terminal(["advice", "R-A-99"], by=front)
    assert (gone.exit_code, "There is no advice with the number R-A-99." in gone.output) == (1, True)


def test_words_and_state_choose_the_lines(manager: User, signed_in: Callable[..., Any], api: Any) -> None:
    browser = signed_in(manager)
    assert ROWS.findall(browser.get("/advice/", {"q": "ELEVATOR"}).content.decode()) == []
    found = ROWS.findall(browser.get("/advice/", {"q": "Silence good state"}).content.decode())
    assert found == ["R-A-1"]
    not_yet = [number for number, one in told.ADVICE.items() if one.built == NOT_YET]
    assert ROWS.findall(browser.get("/advice/", {"built": NOT_YET}).content.decode()) == not_yet
    assert [row["number"] for row in api(manager).get("/advice", built=NOT_YET).json()] == not_yet
    assert ROWS.findall(browser.get("/advice/", {"built": "nonsense"}).content.decode()) == list(told.ADVICE)


def test_the_question_mark_says_what_the_page_carries_out(manager: User, signed_in: Callable[..., Any]) -> None:
    browser = signed_in(manager)
    page = browser.get("/cracks/").content.decode()
    link = reverse("desk:advice") + "?on=desk:cracks"
    assert page.count(f'href="{link}"') == 2  # the question mark, and in the dialog of keys
    assert f'hx-get="{link}"' in page
    part = browser.get(link, headers={"HX-Request": "true", "HX-Target": "page-advice"}).content.decode()
    assert re.findall(r"#(R-[A-Z]-\d+)", part) == ["R-A-1", "R-B-54"] == advice.of_page("desk:cracks")
    assert "<html" not in part
    assert ROWS.findall(browser.get(link).content.decode()) == ["R-A-1", "R-B-54"]
    busy = browser.get("/advice/?on=promises:page", headers={"HX-Request": "true", "HX-Target": "page-advice"})
    assert len(re.findall(r"#R-", busy.content.decode())) == 6 < len(advice.of_page("promises:page"))


def test_a_page_that_is_named_is_there_and_whoever_is_led_to_it_may_open_it(
    manager: User, front: User, admin: User, signed_in: Callable[..., Any], api: Callable[..., Any]
) -> None:
    there, on = addresses(get_resolver()), {plug.name for plug in registry.installed()}
    named = {name for place in told.PLACES.values() for name in (place.link, *place.pages)}
    assert {name for name in named if name.partition(":")[0] in on} - there == set()
    links = {reverse(place.link) for place in told.PLACES.values()}
    for person in (manager, front, admin):
        shown = {page["address"] for row in api(person).get("/advice").json() for page in row["lives"]} - {""}
        browser = signed_in(person)
        assert {link for link in links if browser.get(link).status_code == 200} == shown


def test_a_rule_leads_to_its_line_for_the_house_alone(
    atlas: Client, manager: User, signed_in: Callable[..., Any]
) -> None:
    browser = signed_in(manager)
    past = {"client": atlas.name, "text": "Send the plan", "due_on": "2020-01-01"}
    refused = browser.post(reverse("promises:make"), past).content.decode()
    numbers = re.findall(r"Rule (R-[A-Z]-\d+)\.", refused)
    assert numbers == re.findall(r'<cite> ?<a class="above" href="/advice/#(R-[A-Z]-\d+)">', refused) != []
    outside = Browser().post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "/advice/" not in outside
    for secret in ("promises:answer_open", "trust:sheet_open", "house:recover"):
        kind = "word" if secret == "house:recover" else "token"
        answer = browser.get(reverse(secret, kwargs={kind: "nothing"}))
        assert "/advice/" not in answer.content.decode(), secret
