"""Whoever chooses a language is spoken to in it from then on, before the door and behind it (R-X-4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mainstay.house.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def speaks(page: Page, language: str) -> None:
    """The page says so."""
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_before_the_door(manager: User, context_of: Callable[..., BrowserContext]) -> None:
    page = context_of().new_page()
    page.goto(reverse("account_login"))
    speaks(page, "en")
    page.locator("main button[lang=ru]").click()
    speaks(page, "ru")
    page.goto(reverse("account_reset_password"))
    speaks(page, "ru")


def test_the_browser_s_own_language_before_the_door(manager: User, context_of: Callable[..., BrowserContext]) -> None:
    for language in ("de", "ms", "ru"):
        page = context_of(1280, language).new_page()
        page.goto(reverse("account_login"))
        speaks(page, language)


def test_behind_the_door_on_the_page_with_everything(manager: User, page_of: Callable[..., Page]) -> None:
    page = page_of(manager)
    page.goto(reverse("desk:more"))
    speaks(page, "en")
    page.locator("main button[lang=de]").click()
    page.wait_for_load_state()
    speaks(page, "de")
    page.goto("/")
    speaks(page, "de")


def test_behind_the_door_on_the_page_about_oneself(manager: User, page_of: Callable[..., Page]) -> None:
    page = page_of(manager)
    page.goto(reverse("house:me"))
    page.locator("#id_language").select_option("ms")
    page.locator("main form button.first").first.click()
    page.wait_for_url(re.compile(reverse("house:me")))
    speaks(page, "ms")
