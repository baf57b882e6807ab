"""What the log tells of signing in and of what was refused, and in which shape it goes where."""

from __future__ import annotations

import json
import logging
import logging.config
import socket
import sys
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client as Browser
from django.urls import reverse

from mainstay.config import logs
from mainstay.house import actions
from mainstay.house.models import User

PASSWORD, WRONG = "a fence of old oak", "a word that is wrong"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """The lines of the security log until now."""
    caplog.set_level(logging.INFO, "mainstay.security")
    return lambda: [each.getMessage() for each in caplog.records if each.name == "mainstay.security"]


@pytest.fixture
def mara(manager: User, admin: User, at: Any) -> User:
    """Mara with a password."""
    return actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)


def sign_in(browser: Browser, mail: str, password: str) -> None:
    browser.post(reverse("account_login"), {"login": mail, "password": password})


@pytest.mark.django_db
def test_every_sign_in_is_told_right_or_wrong_and_nothing_that_was_typed(
    mara: User, lines: Callable[[], list[str]]
) -> None:
    sign_in(Browser(), "mara@house.example", PASSWORD)
    sign_in(Browser(), "mara@house.example", WRONG)
    sign_in(Browser(), "nobody@house.example", WRONG)
    Browser().get("/api/v1/me", headers={"Authorization": "Bearer mst_x_y"})
    assert lines() == [
        f"signed in: person {mara.pk}, password",
        f"a sign-in failed: wrong words, of person {mara.pk}",
        "a sign-in failed: wrong words, of nobody we know",
        "401 GET /api/v1/me, asked by nobody we know",
    ]


@pytest.mark.django_db
def test_who_has_to_wait_and_wrong_codes_are_told(mara: User, lines: Callable[[], list[str]]) -> None:
    TOTP.activate(mara, "JBSWY3DPEHPK3PXP")
    browser = Browser()
    sign_in(browser, "mara@house.example", PASSWORD)
    browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert lines() == ["a second step failed: a wrong code"]
    for _ in range(6):
        sign_in(Browser(), "mara@house.example", WRONG)
    assert lines()[-1] == f"a sign-in failed: tried too often, of person {mara.pk}"


@pytest.mark.django_db
def test_what_a_rule_refuses_is_told_by_its_number(
    mara: User, deputy: User, lines: Callable[[], list[str]], signed_in: Callable[[User], Browser]
) -> None:
    browser = signed_in(mara)
    browser.patch("/api/v1/house", {"name": "Mine"}, content_type="application/json")
    browser.post(reverse("house:me"), {"name": "", "language": "en", "zone": "UTC"})
    browser.post(reverse("house:sure"), {"sure-password": WRONG, "next": "/"})
    assert lines() == [
        f"422 PATCH /api/v1/house, asked by person {mara.pk}: R-X-3",
        f"422 POST /me/, asked by person {mara.pk}: R-X-11",
        f"a proof failed: a wrong password, of person {mara.pk}",
        f"422 POST /sure/, asked by person {mara.pk}: a form that lacks something",
    ]


@pytest.mark.django_db
def test_the_word_of_a_link_that_still_opens_is_not_told(
    mara: User, admin: User, at: Any, lines: Callable[[], list[str]]
) -> None:
    _made, word = actions.make_recovery(person=mara, by=admin, at=at)
    assert Browser().post(reverse("house:recover", args=[word]), {"password": "short"}).status_code == 422
    assert lines() == ["422 POST /recover/<str:word>/, asked by nobody we know: R-X-17"]


def test_a_line_may_be_json() -> None:
    try:
        raise ValueError("a\nb")
    except ValueError:
        record = logging.LogRecord("mainstay", logging.ERROR, "", 0, "x\n%s", ("“y”",), sys.exc_info())
    record.created = 1772442000.25
    line = logs.Json().format(record)
    told = json.loads(line)
    assert ("\n" in line, told.pop("trace").endswith("ValueError: a\nb")) == (False, True)
    assert told == {"at": "2026-03-02T09:00:00.250+00:00", "level": "ERROR", "origin": "mainstay", "said": "x\n“y”"}


def test_lines_go_to_another_machine_where_one_is_named() -> None:
    assert list(logs.handlers("lines", "")) == ["stderr"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        there.bind(("127.0.0.1", 0))
        there.settimeout(5)
        told = logs.handlers("json", f"127.0.0.1:{there.getsockname()[1]}")["syslog"]
        made: dict[str, Any] = {"version": 1, "disable_existing_loggers": False}
        made["formatters"] = {"json": {"()": "mainstay.config.logs.Json"}}
        made |= {"handlers": {"syslog": told}, "loggers": {"tests.log": {"handlers": ["syslog"], "level": "INFO"}}}
        logging.config.dictConfig(made)
        logger = logging.getLogger("tests.log")
        try:
            logger.info("seen")
            assert json.loads(there.recv(2000).partition(b">")[2].rstrip(b"\0"))["said"] == "seen"
        finally:
            (handler,) = logger.handlers
            logger.removeHandler(handler)
            handler.close()
