"""Signing in: passwords, the second step, the people of a demo house, cookies and what a browser is told."""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from mainstay.house import actions, clock
from mainstay.house.models import House, User

pytestmark = pytest.mark.django_db
PASSWORD = "a fence of old oak"
SignedIn = Callable[[User], Browser]


@pytest.fixture
def mara(manager: User, admin: User, at: datetime) -> User:
    """Mara with a password."""
    return actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return browser.post(reverse("account_login"), {"login": email, "password": password}, **more)


# --- the password ---------------------------------


def test_one_signs_in_with_the_address_in_any_case(mara: User) -> None:
    browser = Browser()
    answer = sign_in(browser, "MARA@House.example")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert browser.get(reverse("house:me")).status_code == 200


def test_a_known_and_an_unknown_address_are_answered_alike(mara: User) -> None:
    def said(email: str) -> tuple[int, str]:
        answer = sign_in(Browser(), email, "wrong words here")
        page = answer.content.decode().replace(email, "")
        return answer.status_code, re.sub(r'(name="csrfmiddlewaretoken" value|csrf-token" content)="\w+"', "", page)

    assert said("mara@house.example") == said("nobody@house.example")


def test_whoever_was_let_go_is_answered_like_a_stranger_with_a_wrong_password(
    mara: User, admin: User, at: datetime
) -> None:
    actions.let_go(person=mara, by=admin, at=at)
    browser = Browser()
    sign_in(browser, "mara@house.example")
    assert browser.get(reverse("house:me")).status_code == 302


def test_letting_somebody_go_ends_what_is_open(mara: User, admin: User, at: datetime) -> None:
    browser = Browser()
    sign_in(browser, "mara@house.example")
    actions.let_go(person=mara, by=admin, at=at)
    assert browser.get(reverse("house:me")).status_code == 302


def test_a_new_password_ends_what_is_open(mara: User, admin: User, at: datetime) -> None:
    browser = Browser()
    sign_in(browser, "mara@house.example")
    actions.set_password(person=mara, password="another fence of oak", by=admin, at=at)
    assert browser.get(reverse("house:me")).status_code == 302


def test_passwords_are_kept_by_argon2(mara: User) -> None:
    assert mara.password.startswith("argon2$argon2id$")


def test_nobody_signs_up_from_outside(house: House) -> None:
    told = {"email": "new@house.example", "password1": PASSWORD}
    answer = Browser().post(reverse("account_signup"), told)
    assert answer.status_code == 200
    assert not User.objects.filter(email="new@house.example").exists()


def test_nobody_changes_the_address_past_the_administrator(mara: User) -> None:
    browser = Browser()
    sign_in(browser, "mara@house.example")
    assert browser.get(reverse("account_email")).headers["Location"] == reverse("house:me")
    told = {"email": "other@house.example", "action_add": "", "action_primary": ""}
    assert browser.post(reverse("account_email"), told).status_code == 405
    mara.refresh_from_db()
    assert mara.email == "mara@house.example"


def test_an_address_that_was_changed_opens_nothing(mara: User, admin: User, at: datetime) -> None:
    sign_in(Browser(), "mara@house.example")
    actions.change_person(person=mara, email="mara.lind@house.example", by=admin, at=at)
    old, new = Browser(), Browser()
    sign_in(old, "mara@house.example")
    sign_in(new, "mara.lind@house.example")
    assert [browser.get(reverse("house:me")).status_code for browser in (old, new)] == [302, 200]


# --- the second step ---------------------------------


def code_for(secret: str, moment: float | None = None) -> str:
    """RFC 6238 with 30 seconds, 6 digits, SHA-1: what an authenticator app shows."""
    step = struct.pack(">Q", int(moment or time.time()) // 30)
    digest = hmac.new(b32decode(secret + "=" * (-len(secret) % 8)), step, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def second_step(mara: User) -> tuple[Browser, str]:
    """A browser in which Mara switched the second step on, and the secret of her app."""
    browser = Browser()
    sign_in(browser, "mara@house.example")
    asked = browser.get(reverse("mfa_activate_totp"))
    assert asked.headers["Location"].split("?")[0] == reverse("account_reauthenticate")
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert answer.status_code == 302
    return browser, secret


def test_with_a_second_step_the_password_alone_opens_nothing(second_step: tuple[Browser, str]) -> None:
    other = Browser()
    answer = sign_in(other, "mara@house.example", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert other.get(reverse("house:me")).status_code == 302
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert (wrong.status_code, other.get(reverse("house:me")).status_code) == (200, 302)


def test_a_recovery_code_opens_the_door_once(second_step: tuple[Browser, str]) -> None:
    browser, _secret = second_step
    page = browser.get(reverse("mfa_view_recovery_codes"))
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in page.content.decode()
    for answer in (200, 302):
        other = Browser()
        sign_in(other, "mara@house.example")
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert other.get(reverse("house:me")).status_code == answer


def test_a_code_of_the_app_opens_the_door_once(
    second_step: tuple[Browser, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 3600
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: later))
    for answer in (200, 302):
        other = Browser()
        sign_in(other, "mara@house.example")
        other.post(reverse("mfa_authenticate"), {"code": code_for(second_step[1], later)})
        assert other.get(reverse("house:me")).status_code == answer


def test_the_pages_of_the_second_step_stand(second_step: tuple[Browser, str]) -> None:
    browser, _secret = second_step
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn"):
        assert browser.get(reverse(name)).status_code == 200


# --- the demo house ---------------------------------


def test_the_people_of_a_demo_house_are_offered_on_its_sign_in_page(
    house: House, admin: User, manager: User, client: Browser, at: datetime
) -> None:
    actions.add_person(name="Bare Owner", by=admin, at=at)
    assert "Mara Vogt" not in client.get(reverse("account_login")).content.decode()
    House.objects.update(kind="demo")
    page = client.get(reverse("account_login")).content.decode()
    assert re.findall(r'name="email" value="([^"]*)"', page) == ["mara@house.example", "ada@house.example"]
    assert "Client manager (Berlin)" in page


def test_one_signs_in_as_a_person_of_a_demo_house(house: House, manager: User) -> None:
    House.objects.update(kind="demo")
    browser, told = Browser(), {"email": "mara@house.example", "next": reverse("house:me")}
    answer = browser.post(reverse("house:demo_sign_in"), told)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("house:me"))
    assert "Mara Vogt" in browser.get(reverse("house:me")).content.decode()


def test_a_demo_door_leads_nowhere_else(house: House, manager: User) -> None:
    House.objects.update(kind="demo")
    told = {"email": "mara@house.example", "next": "https://elsewhere.example/"}
    assert Browser().post(reverse("house:demo_sign_in"), told).headers["Location"] == "/"


@pytest.mark.parametrize("kind", ["real", "test"])
def test_no_other_house_has_the_door_of_a_demo_house(kind: str, house: House, manager: User) -> None:
    House.objects.update(kind=kind)
    browser = Browser()
    told = {"email": "mara@house.example"}
    assert browser.post(reverse("house:demo_sign_in"), told).status_code == 404
    assert browser.get(reverse("house:me")).status_code == 302
    assert "demo_people" not in browser.get(reverse("account_login")).context


def test_a_demo_house_signs_in_nobody_who_was_let_go(house: House, admin: User, manager: User, at: datetime) -> None:
    House.objects.update(kind="demo")
    actions.let_go(person=manager, by=admin, at=at)
    told = {"email": "mara@house.example"}
    assert Browser().post(reverse("house:demo_sign_in"), told).status_code == 404


# --- what a browser is told ---------------------------------


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(mara: User) -> None:
    browser = Browser()
    sign_in(browser, "mara@house.example")
    cookie = browser.cookies["mainstay"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")  # ends with the browser


def test_every_page_carries_the_strict_policy(house: House, client: Browser) -> None:
    told = client.get(reverse("account_login")).headers
    assert {part.strip() for part in told["Content-Security-Policy"].split(";")} == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    }
    assert (told["X-Frame-Options"], told["X-Content-Type-Options"], told["Referrer-Policy"]) == (
        "DENY",
        "nosniff",
        "same-origin",
    )


# --- reminders that stopped ---------------------------------


def test_silent_reminders_are_a_red_line_for_everybody(
    house: House, admin: User, manager: User, signed_in: SignedIn, at: datetime
) -> None:
    line = "Reminders have not run since Monday 2\u00a0March 2026, 09:54\u00a0(Berlin)."
    actions.note_ticked(at=at - timedelta(minutes=5))
    assert "Reminders have not run" not in signed_in(manager).get(reverse("house:me")).content.decode()
    actions.note_ticked(at=at - timedelta(minutes=6))
    for person in (admin, manager):
        assert line in signed_in(person).get(reverse("house:me")).content.decode()


def test_reminders_that_never_ran_are_told_five_minutes_after_the_start(
    house: House, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    monkeypatch.setattr(clock, "STARTED", at)
    here = House.objects.get()
    assert clock.silent_since(here, at + timedelta(minutes=5)) is None
    assert clock.silent_since(here, at + timedelta(minutes=5, seconds=1)) == at


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (0, "Reminders ran just now."),
        (1, "Reminders ran 1 minute ago."),
        (2, "Reminders ran 2 minutes ago."),
        (60, "Reminders ran 1 hour ago."),
        (47 * 60, "Reminders ran 47 hours ago."),
        (48 * 60, "Reminders ran 2 days ago."),
    ],
)
def test_the_foot_of_today_says_when_reminders_ran(minutes: int, sentence: str, house: House, at: datetime) -> None:
    actions.note_ticked(at=at - timedelta(minutes=minutes))
    assert clock.last_ran(House.objects.get(), at) == sentence


def test_before_the_house_is_open_its_door_stands_and_leads_nowhere(db: None) -> None:
    browser = Browser()
    assert browser.get(reverse("account_login")).status_code == 200
    assert sign_in(browser, "ada@house.example").status_code == 200
    assert browser.get(reverse("house:me")).status_code == 302
    assert browser.post(reverse("house:demo_sign_in"), {"email": "ada@house.example"}).status_code == 404
