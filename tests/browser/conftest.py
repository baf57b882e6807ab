"""One Chromium for all tests here; every page is watched, and a fault on it fails its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.keyboard import Keyboard
from tests.browser.watching import Watch

if TYPE_CHECKING:
    from django.test import Client as Signed
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

    from mainstay.clients.models import Client
    from mainstay.house.models import Unit, User
    from tests.browser.world import World

HEIGHTS = {1280: 800, 375: 812}
LOCALES = {"en": "en-GB", "de": "de-DE", "ms": "ms-MY", "ru": "ru-RU"}


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """What was met on every page of this test; anything fails it."""
    watching = Watch(live_server.url)
    yield watching
    assert watching.faults == []


@pytest.fixture
def context_of(chrome: Browser, live_server: LiveServer, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """``context_of(375, "de")``: a browser of this width and language, with cookies of its own."""
    opened: list[BrowserContext] = []

    def context(width: int = 1280, language: str = "en", *, scripts: bool = True) -> BrowserContext:
        made = chrome.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            locale=LOCALES[language],
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        made.set_default_timeout(30_000)
        watch.over(made)
        opened.append(made)
        return made

    yield context
    for each in opened:
        each.close()


@pytest.fixture
def page_of(
    context_of: Callable[..., BrowserContext], live_server: LiveServer, signed_in: Callable[[User], Signed]
) -> Callable[..., Page]:
    """``page_of(manager, 375, "de")``: she has signed in, and reads German."""
    from django.conf import settings

    from mainstay.house.models import User as Person

    def page(person: User, width: int = 1280, language: str = "en", *, scripts: bool = True) -> Page:
        Person.objects.filter(pk=person.pk).update(language=language)
        cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        context = context_of(width, language, scripts=scripts)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return context.new_page()

    return page


@pytest.fixture
def keyboard() -> Callable[[Page], Keyboard]:
    """``keyboard(page)``: hands that never touch a mouse."""
    return Keyboard


@pytest.fixture
def world(
    admin: User,
    manager: User,
    deputy: User,
    head: User,
    team: Unit,
    atlas: Client,
    _stands: Callable[..., World],
) -> World:
    """A house with something on every page; Nora may see them all."""
    return _stands("world", admin=admin, manager=manager, deputy=deputy, head=head, team=team, atlas=atlas)
