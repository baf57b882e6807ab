"""A passkey is added, opens the door without a password, proves who one is, and is removed (R-X-17)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.house import actions
from mainstay.house.models import SignIn, Token
from mainstay.house.views.signed import KEPT
from mainstay.journal.models import Line

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import BrowserContext, CDPSession, Page

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


def _forget_proofs() -> None:
    """As if everybody had proved long ago who they are."""
    for row in Session.objects.all():
        session = SessionStore(row.pk)
        if KEPT in session:
            session[KEPT] = {**session[KEPT], "sure": 0}
            session.save()


def _add_passkey(page: Page) -> None:
    """One's own, after the password."""
    page.goto(reverse("mfa_add_webauthn"))
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button.first").click()
    page.locator("#id_name").fill("My laptop")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile(reverse("mfa_view_recovery_codes")))


def _prove_by_passkey(page: Page, device: CDPSession, key: str, other: Client) -> None:
    """What reaches far is done with the finger, and with nothing that only looks like it."""
    _forget_proofs()
    for sent in ("no json", "[]", "{}", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}'):
        answer = other.post(reverse("house:make_token"), {"token-name": "x", "sure-credential": sent})
        assert (answer.status_code, Token.objects.count()) == (422, 0)
    page.goto(reverse("house:me"))
    page.get_by_text("Make a token").click()
    page.locator("#id_token-name").fill("script")
    page.get_by_role("button", name="Make it").click()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.locator("#sure_passkey").click()
    expect(page.locator("[data-passkey-failed]").first).to_be_visible()
    assert Token.objects.count() == 0
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.locator("#sure_passkey").click()
    expect(page.get_by_label("The token")).to_be_visible()  # what was written went on with the proof
    assert [token.name for token in Token.objects.all()] == ["script"]


def test_a_passkey_opens_the_door_and_proves_who_one_is(
    manager: User,
    admin: User,
    at: datetime,
    context_of: Callable[..., BrowserContext],
    signed_in: Callable[[User], Client],
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
    _add_passkey(page)
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

    other = signed_in(manager)
    _prove_by_passkey(page, device, key, other)

    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Remove My laptop").click()
    page.locator("main form button.first").click()  # proved just now, so nothing is asked
    expect(page.get_by_text("None yet.")).to_be_visible()
