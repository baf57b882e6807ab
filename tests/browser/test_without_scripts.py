"""Where no script runs: a promise is made, delivered, settled and taken back by plain forms (design.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from mainstay.clients.models import Client
    from mainstay.house.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 375])
def test_a_promise_is_made_delivered_and_taken_back(
    width: int, atlas: Client, manager: User, page_of: Callable[..., Page]
) -> None:
    page = page_of(manager, width, scripts=False)
    page.goto("/")
    page.locator(f'a[href="{reverse("promises:line")}"]:visible').click()
    page.locator("main #id_line").fill("Fri 5pm send the plan to atlas")
    page.locator("main button.first").click()
    expect(page.locator("main .read")).to_contain_text("Friday 6 March, 17:00 in Berlin")
    assert not Promise.objects.exists()
    page.locator("main button.first").click()
    expect(page.locator("#messages li")).to_contain_text("Send the plan")
    promise = Promise.objects.get()
    page.goto(reverse("promises:page", args=[promise.pk]))
    page.locator(".headline form button").click()
    expect(page.locator("h1")).to_have_text("Send the plan")
    promise.refresh_from_db()
    assert promise.outcome == "kept"
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("h1")).to_have_text("Send the plan")
    promise.refresh_from_db()
    assert (promise.outcome, promise.delivered_on) == ("open", None)


def test_a_refusal_comes_back_into_the_form_and_keeps_what_was_typed(
    atlas: Client, manager: User, page_of: Callable[..., Page]
) -> None:
    page = page_of(manager, scripts=False)
    page.goto(reverse("promises:make"))
    page.locator("main #id_client").fill("atlas")
    page.locator("main #id_text").fill("Send the plan")
    page.locator("main #id_due_on").fill("2026-02-01")
    page.locator("main form button.first").click()
    expect(page.locator(".refusal")).to_contain_text("A promise needs a time that is still to come.")
    expect(page.locator("main #id_text")).to_have_value("Send the plan")


def test_menus_and_reasons_open(atlas: Client, world: object, manager: User, page_of: Callable[..., Page]) -> None:
    page = page_of(manager, scripts=False)
    page.goto("/")
    line = page.locator("#today .line").first
    line.locator("details.menu summary").click()
    line.locator("details.menu a").first.click()
    expect(page.locator("main form button.first")).to_be_visible()
