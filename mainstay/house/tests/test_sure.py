"""Dangerous acts ask once more who is there, and lose nothing that was typed (R-X-17)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.urls import reverse

from mainstay.house import actions, clock
from mainstay.house.models import House, Post, Token, User
from mainstay.house.views.signed import KEPT

pytestmark = pytest.mark.django_db
PASSWORD = "a fence of old oak"
ASKS = "Is it you?"


@pytest.fixture
def ada(admin: User, at: datetime) -> User:
    """Ada with a password."""
    return actions.set_password(person=admin, password=PASSWORD, by=admin, at=at)


@pytest.fixture
def browser(ada: User, signed_in: Callable[[User], Browser], monkeypatch: pytest.MonkeyPatch, at: datetime) -> Browser:
    """A browser in which she signed in sixteen minutes ago."""
    opened = signed_in(ada)
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(minutes=16))
    return opened


def asked(answer: Any) -> bool:
    return answer.status_code == 422 and ASKS in answer.content.decode()


def test_a_first_password_is_not_chosen_in_a_browser_that_was_left_open(
    admin: User, signed_in: Callable[[User], Browser], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    """Whoever comes by the firm's own sign-in has none; a stranger at their desk would keep a way in."""
    browser, url = signed_in(admin), reverse("account_set_password")
    form = {"password1": "four words in a row", "password2": "four words in a row"}
    with monkeypatch.context() as later:
        later.setattr(clock, "real_now", lambda: at + timedelta(minutes=16))
        assert [asked(browser.get(url)), asked(browser.post(url, form))] == [True, True]
    admin.refresh_from_db()
    assert (admin.has_usable_password(), browser.post(url, form).status_code) == (False, 302)
    admin.refresh_from_db()
    assert admin.check_password("four words in a row")


def test_every_dangerous_act_of_a_page_asks(browser: Browser, manager: User, deputy: User) -> None:
    post = Post.objects.get(user=manager)
    acts: tuple[tuple[str, list[Any]], ...] = (
        ("add_person", []),
        ("change_person", [manager.pk]),
        ("give_post", [manager.pk]),
        ("take_post", [post.pk]),
        ("set_password", [manager.pk]),
        ("let_in_again", [manager.pk]),
        ("make_token", []),
        ("make_recovery", [manager.pk]),
        ("end_other_sign_ins", []),
        ("end_sign_ins_of", [manager.pk]),
    )
    assert [name for name, args in acts if not asked(browser.post(reverse(f"house:{name}", args=args)))] == []
    assert asked(browser.get(reverse("transfer:house_zip")))


def test_what_was_typed_is_not_lost_and_the_act_is_done_with_the_proof(browser: Browser, manager: User) -> None:
    where = reverse("house:give_post", args=[manager.pk])
    page = browser.post(where, {"post-role": "head", "post-unit": ""})
    assert (asked(page), manager.posts.filter(role="head").exists()) == (True, False)
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode()))
    carried.pop("csrfmiddlewaretoken", None)
    assert carried == {"post-role": "head", "post-unit": ""}
    wrong = browser.post(where, carried | {"sure-password": "wrong words here"})
    assert (wrong.status_code, "That is not your password." in wrong.content.decode()) == (422, True)
    assert 'value="head"' in wrong.content.decode()
    done = browser.post(where, carried | {"sure-password": PASSWORD})
    assert (done.status_code, manager.posts.filter(role="head").exists()) == (302, True)
    assert browser.post(reverse("house:make_token"), {"token-name": "next"}).status_code == 200  # asked once


def test_a_proof_holds_for_a_quarter_of_an_hour(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    browser.post(reverse("house:sure"), {"sure-password": PASSWORD, "next": "/"})
    for minutes, asks in ((30, False), (32, True)):
        monkeypatch.setattr(clock, "real_now", lambda minutes=minutes: at + timedelta(minutes=minutes))
        assert asked(browser.post(reverse("house:make_token"), {"token-name": "x"})) is asks


def test_an_archive_is_handed_out_after_the_proof(browser: Browser) -> None:
    where = reverse("transfer:house_zip")
    done = browser.post(reverse("house:sure"), {"sure-password": PASSWORD, "next": where})
    assert (done.status_code, done.headers["Location"]) == (302, where)
    away = browser.post(reverse("house:sure"), {"sure-password": PASSWORD, "next": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/"


def test_a_page_that_only_shows_asks_nothing(browser: Browser, manager: User) -> None:
    assert browser.get(reverse("house:add_person")).status_code == 200
    assert browser.get(reverse("house:person", args=[manager.pk])).status_code == 200


def test_htmx_gets_the_page_in_the_place_of_the_whole(browser: Browser) -> None:
    answer = browser.post(reverse("house:make_token"), {"token-name": "x"}, headers={"HX-Request": "true"})
    assert (asked(answer), answer.headers["HX-Retarget"]) == (True, "body")


def test_rights_come_before_the_question(signed_in: Any, manager: User, monkeypatch: Any, at: datetime) -> None:
    opened = signed_in(manager)
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(minutes=16))
    assert opened.post(reverse("house:add_person"), {"name": "X"}).status_code == 403


def test_wrong_proofs_wait_like_wrong_sign_ins(browser: Browser) -> None:
    for _ in range(5):
        browser.post(reverse("house:make_token"), {"token-name": "x", "sure-password": "wrong words here"})
    held = browser.post(reverse("house:make_token"), {"token-name": "x", "sure-password": PASSWORD})
    assert "That was tried too often." in held.content.decode()
    assert Token.objects.count() == 0


def test_nobody_is_asked_in_a_demo_house(browser: Browser) -> None:
    House.objects.update(kind="demo")
    assert browser.post(reverse("house:make_token"), {"token-name": "x"}).status_code == 200


def test_whoever_has_nothing_to_prove_it_with_signs_in_anew(
    signed_in: Any, manager: User, monkeypatch: Any, at: datetime
) -> None:
    opened = signed_in(manager)
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(minutes=16))
    page = opened.post(reverse("house:make_token"), {"token-name": "x"})
    assert "Sign out and in again, then repeat it." in page.content.decode()
    assert asked(opened.post(reverse("house:make_token"), {"token-name": "x", "sure-password": ""}))
    assert Token.objects.count() == 0


def test_the_api_by_session_refuses_and_names_the_way(browser: Browser, manager: User) -> None:
    for verb, path in (("post", f"/people/{manager.pk}/posts"), ("post", "/tokens"), ("post", "/sign-ins/end")):
        body = {"role": "head", "name": "x"}
        answer = getattr(browser, verb)(f"/api/v1{path}", body, content_type="application/json")
        told = answer.json()
        assert (answer.status_code, told["rule"], told["lifted_by"]) == (422, "R-X-17", "Ada Winter")
    archive = browser.get("/api/v1/transfer/out/house.zip")
    assert (archive.status_code, archive.json()["rule"], archive.json()["lifted_by"]) == (422, "R-X-17", "Ada Winter")


def test_a_code_of_the_app_or_a_recovery_code_proves_it_too(browser: Browser, ada: User) -> None:
    app, codes = TOTP.activate(ada, "JBSWY3DPEHPK3PXP"), RecoveryCodes.activate(ada)
    where, told = reverse("house:make_token"), {"token-name": "x"}
    assert 'name="sure-code"' in browser.post(where, told).content.decode()
    wrong = browser.post(where, told | {"sure-code": "000000"})
    assert (wrong.status_code, "Incorrect code." in wrong.content.decode(), Token.objects.count()) == (422, True, 0)
    assert browser.post(where, told | {"sure-code": codes.get_unused_codes()[0]}).status_code == 200
    left = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert (Token.objects.count(), len(left)) == (1, 9)
    for session in Session.objects.all():
        store = SessionStore(session.pk)
        store[KEPT] = {**store[KEPT], "sure": 0}
        store.save()
    right = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", next(iter(yield_hotp_counters_from_time()))))
    assert browser.post(where, told | {"sure-code": right}).status_code == 200
    assert (Token.objects.count(), app.instance.type) == (2, "totp")
