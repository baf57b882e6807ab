"""The keys of the house: j k Enter e m h / ? c and g with a letter; never while somebody types (design.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from mainstay.house.models import User
    from tests.browser.keyboard import Keyboard
    from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def today(world: World, manager: User, page_of: Callable[..., Page]) -> Page:
    """Mara's Today, with lines."""
    page = page_of(manager)
    page.goto("/")
    return page


def test_j_and_k_move_from_line_to_line(today: Page) -> None:
    lines = today.locator("#today .line")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        today.keyboard.press(key)
        expect(today.locator("#today .here")).to_have_count(1)
        expect(lines.nth(place)).to_have_class(re.compile(r"\bhere\b"))
        assert lines.nth(place).evaluate("(line) => line.contains(document.activeElement)")
    for _line in range(lines.count() + 2):
        today.keyboard.press("j")
    expect(lines.last).to_have_class(re.compile(r"\bhere\b"))


def test_enter_does_what_the_line_offers(today: Page, world: World) -> None:
    today.keyboard.press("j")
    today.keyboard.press("Enter")
    expect(today.locator(f"#done-{world.late.pk}")).to_be_visible()
    assert Promise.objects.get(pk=world.late.pk).delivered_on is not None
    expect(today.locator("#today-heading")).to_have_text("Seven things need you.")


def test_e_delivers_and_it_can_be_taken_back_where_it_stood(today: Page, world: World) -> None:
    today.keyboard.press("j")
    today.keyboard.press("e")
    back = today.locator(f"#done-{world.late.pk} form button")
    expect(back).to_have_text("Take it back")
    back.click()
    expect(today.locator("#today-heading")).to_have_text("One promise is late, six things follow.")
    assert Promise.objects.get(pk=world.late.pk).is_owed


@pytest.mark.parametrize(("key", "verb"), [("m", "move"), ("h", "hand_over")])
def test_m_and_h_lead_to_their_forms_and_back(key: str, verb: str, today: Page, world: World) -> None:
    today.keyboard.press("j")
    today.keyboard.press(key)
    today.wait_for_url(re.compile(reverse(f"promises:{verb}", args=[world.late.pk])))
    today.locator("main form a.btn").click()
    today.wait_for_url(re.compile(r"^http://[^/]+/$"))


def test_m_opens_the_form_on_the_promise_and_leads_the_focus_there(
    world: World, manager: User, page_of: Callable[..., Page]
) -> None:
    page = page_of(manager)
    page.goto(reverse("promises:page", args=[world.late.pk]))
    page.keyboard.press("m")
    expect(page.locator("#verb-move")).to_have_attribute("open", "")
    assert page.locator("#verb-move").evaluate("(verb) => verb.contains(document.activeElement)")


def test_the_slash_finds(today: Page) -> None:
    today.keyboard.press("/")
    expect(today.locator("#find")).to_be_focused()
    today.keyboard.type("atlas")
    today.keyboard.press("Enter")
    today.wait_for_url(re.compile(r"/search/\?q=atlas"))
    expect(today.get_by_role("link", name="Atlas GmbH").first).to_be_visible()


def test_the_question_mark_shows_the_keys_and_escape_takes_them_away(today: Page) -> None:
    today.keyboard.press("?")
    expect(today.locator("#keys")).to_be_visible()
    expect(today.locator("#page-advice li")).to_have_count(6)
    today.keyboard.press("j")
    expect(today.locator(".here")).to_have_count(0)
    today.keyboard.press("Escape")
    expect(today.locator("#keys")).to_be_hidden()


def test_c_opens_the_dialog_and_escape_leaves_it(today: Page) -> None:
    today.keyboard.press("c")
    expect(today.locator("#capture #id_line")).to_be_focused()
    today.keyboard.type("cj?/")
    expect(today.locator("#capture #id_line")).to_have_value("cj?/")
    today.keyboard.press("Escape")
    expect(today.locator("#capture")).to_be_hidden()


def test_a_line_is_asked_back_answered_and_kept_by_keyboard(
    today: Page, world: World, keyboard: Callable[[Page], Keyboard]
) -> None:
    keys, field = keyboard(today), today.locator("#capture #id_line")
    keys.press("c")
    expect(field).to_be_focused()
    keys.type("next Fri send the maps to atlas")
    second = today.get_by_role("button", name="Friday 13 March")
    expect(second).to_be_visible()  # what is typed is understood while it is typed
    with today.expect_response(
        lambda answer: answer.request.method == "POST" and "see=" not in (answer.request.post_data or "")
    ):
        keys.press("Enter")
    today.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    expect(second).to_be_visible()
    assert not Promise.objects.filter(text="Send the maps").exists()
    keys.to(second)
    keys.press("Enter")
    expect(today.locator("#capture .read")).to_contain_text("until the end of the day in Berlin")
    expect(field).to_be_focused()
    keys.press("Enter")
    expect(today.locator("#messages li")).to_contain_text("Send the maps")
    assert str(Promise.objects.get(text="Send the maps").due_on) == "2026-03-13"


def test_g_and_a_letter_go(world: World, page_of: Callable[..., Page]) -> None:
    page = page_of(world.nora)
    page.goto(reverse("house:me"))
    places = {"t": "desk:today", "c": "clients:list", "p": "promises:list", "r": "desk:report"}
    for letter, name in places.items():
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(re.compile(r"^http://[^/]+" + reverse(name) + r"(\?.*)?$"))  # Today is “/”, and many end so


def test_the_menu_of_a_line_opens_and_closes_by_keyboard(today: Page, keyboard: Callable[[Page], Keyboard]) -> None:
    keys, menu = keyboard(today), today.locator("#today details.menu").first
    keys.to(menu.locator("summary"))
    keys.press("Enter")
    expect(menu).to_have_attribute("open", "")
    keys.to(menu.locator("li").last.locator("a, button"))
    keys.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_first_tab_offers_to_skip_to_the_page(today: Page) -> None:
    today.keyboard.press("Tab")
    expect(today.locator(".skip")).to_be_focused()
    today.keyboard.press("Enter")
    expect(today.locator("#main")).to_be_focused()
