"""Signing in with a second step: the app is enrolled, its code opens the door, and so does a recovery code once."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.house import actions

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mainstay.house.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a quiet cable holds"
PERIOD, LEFT = 30, 10  # seconds a code lives; and what must be left of it to be typed and read


def code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    now = time.time()
    if PERIOD - now % PERIOD < LEFT:
        time.sleep(PERIOD - now % PERIOD)
    counter = struct.pack(">Q", int(time.time()) // PERIOD)
    digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Door:
    """The door, from outside and from inside."""

    def __init__(self, page: Page, who: User) -> None:
        self.page, self.who = page, who

    def sign_in(self) -> None:
        """Mail address and password."""
        self.page.goto(reverse("account_login"))
        self.page.locator("#id_login").fill(self.who.email or "")
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator("main form button.first").first.click()

    def second(self, told: str) -> None:
        """The code that is asked for then."""
        self.page.wait_for_url(re.compile(reverse("mfa_authenticate")))
        self.page.locator("#id_code").fill(told)
        self.page.locator("main form button.first").first.click()

    def sign_out(self) -> None:
        """By the button on its page."""
        self.page.goto(reverse("account_logout"))
        self.page.locator("main form button.first").click()
        self.page.wait_for_url(re.compile(reverse("account_login")))

    def enrol(self) -> tuple[str, list[str]]:
        """Switch the app on; gives its secret and the recovery codes."""
        self.page.goto(reverse("mfa_index"))
        self.page.locator("main a.first").click()
        self.page.locator("#id_password").fill(PASSWORD)  # it is asked again before anything about the door changes
        self.page.locator("main form button.first").first.click()
        secret = self.page.locator("dd.num").inner_text().strip()
        self.page.locator("#id_code").fill(code(secret))
        self.page.locator("main form button.first").click()
        self.page.wait_for_url(re.compile(reverse("mfa_view_recovery_codes")))
        return secret, self.page.locator("ul.codes li").all_inner_texts()


def test_the_app_is_switched_on_and_opens_the_door_from_then_on(
    manager: User, admin: User, at: datetime, context_of: Callable[..., BrowserContext]
) -> None:
    actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)
    door = Door(context_of().new_page(), manager)
    door.sign_in()
    expect(door.page.locator("h1")).to_have_text("Nothing needs you.")
    secret, codes = door.enrol()
    assert len(codes) == 10
    door.sign_out()
    door.sign_in()
    door.second("000000")
    expect(door.page.locator(".refusal")).to_be_visible()
    door.second(code(secret))
    expect(door.page.locator("h1")).to_have_text("Nothing needs you.")
    door.sign_out()
    door.sign_in()
    door.second(codes[0])
    expect(door.page.locator("h1")).to_have_text("Nothing needs you.")
    door.sign_out()
    door.sign_in()
    door.second(codes[0])
    expect(door.page.locator(".refusal")).to_be_visible()
