"""A passkey is added, opens the door without a password, proves who one is, and is removed (R-X-17)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.house import actions
from mainstay.house.models import SignIn
from mainstay.journal.models import Line

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from mainstay.house.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a quiet cable holds"
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_opens_the_door_and_proves_who_one_is(
    manager: User, admin: User, at: datetime, context_of: Callable[..., BrowserContext]
) -> None:
    actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)
    page = context_of().new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})["authenticatorId"]

    page.goto(reverse("account_login"))
    page.locator("#id_login").fill(manager.email or "")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button.first").first.click()
    page.wait_for_url(re.compile(r"^[^/]+//[^/]+/$"))
    page.goto(reverse("mfa_add_webauthn"))
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button.first").click()
    page.locator("#id_name").fill("My laptop")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile(reverse("mfa_view_recovery_codes")))
    kinds = Line.objects.filter(about_id=manager.pk, kind="house.second_step_changed")
    assert kinds.count() >= 1

    page.goto(reverse("account_logout"))
    page.locator("main form button.first").click()
    page.wait_for_url(re.compile(reverse("account_login")))
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.locator("#passkey_login").click()
    expect(page.locator("[data-passkey-failed]").first).to_be_visible()  # a key that was found opens nothing
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.locator("#passkey_login").click()
    page.wait_for_url(re.compile(r"^[^/]+//[^/]+/$"))
    assert list(SignIn.objects.filter(user=manager, ended_at=None).values_list("how", flat=True)) == ["passkey"]

    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Remove My laptop").click()
    page.locator("#id_password").fill(PASSWORD)  # adding and removing asks anew, whatever opened the door
    page.locator("main form button.first").click()
    page.locator("main form button.first").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
