"""Nothing that somebody sends becomes a header, a line of the log, a way out of the house or a way to another site."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client as Browser
from django.urls import reverse

from mainstay.clients import actions as clients
from mainstay.config.headers import HeadersMiddleware
from mainstay.config.logs import Line, harmless
from mainstay.house import actions as house_actions
from mainstay.house.models import House
from tests import tree

if TYPE_CHECKING:
    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import User

CRLF = "a\r\nSet-Cookie: stolen=1\r\n\r\n<b>"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "//testserver@evil.example",
    "http://testserver.evil.example/",
    "nowhere",  # no address at all: it was once taken for the name of one
]
PASSWORD = "a quiet cable holds well"


@pytest.fixture
def nobody_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection to anywhere but the database is caught."""
    real = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_UNIX or (isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1")):
            return real(self, address)
        raise AssertionError(f"somebody wants to leave the house for {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def stays(where: str) -> bool:
    """Whether a browser that is led there stays in the house; it takes \\ for / and overlooks blanks and tabs."""
    plain = re.sub(r"[\t\r\n]", "", where).strip().replace("\\", "/")
    seen = urljoin("http://testserver/here/", re.sub(r"^//+", "//", plain))
    return urlsplit(seen)[:2] == ("http", "testserver")


@pytest.mark.parametrize("target", [*ELSEWHERE, "//evil.example/x"])
def test_what_leads_away_is_told_from_what_stays(target: str) -> None:
    assert (stays(target), stays("/clients/?q=1"), stays("on/")) == (target == "nowhere", True, True)


def in_a_demo_house(person: User, target: str) -> Any:
    """Signing in where it takes no password."""
    House.objects.update(kind="demo")
    answer = Browser().post(reverse("house:demo_sign_in"), {"email": person.email, "next": target})
    House.objects.update(kind="test")
    assert answer.status_code in (302, 404)
    return answer


# --- headers and addresses


@pytest.mark.django_db
@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(target: str, manager: User, atlas: Client, signed_in: Any) -> None:
    browser = signed_in(manager)
    led = [
        browser.post(reverse("language"), {"language": "en", "next": target}),
        browser.post(reverse("account_login"), {"login": "x", "password": "y", "next": target}),
        Browser().get(reverse("account_login"), {"next": target}),
        browser.get(reverse("account_login"), {"next": target}),
        browser.get("/account/reauthenticate/", {"next": target}),
        browser.post(reverse("house:sure"), {"password": "x", "next": target}),
        in_a_demo_house(manager, target),
    ]
    for response in led:
        where = response.headers.get("Location", "/")
        assert stays(where), (target, where)


@pytest.mark.django_db
def test_a_promise_leads_back_into_the_house_alone(
    manager: User, atlas: Client, signed_in: Callable[[User], Browser]
) -> None:
    browser = signed_in(manager)
    for target in ELSEWHERE:
        form = {"client": "Atlas GmbH", "text": f"Send the plan {len(target)}", "due_on": "2026-03-20", "next": target}
        where = browser.post(reverse("promises:make"), form).headers.get("Location", "/")
        assert stays(where), (target, where)


@pytest.mark.django_db
def test_what_is_sent_becomes_no_header(manager: User, head: User, atlas: Client, at: datetime, signed_in: Any) -> None:
    """Names of files and addresses are where a text of somebody's stands in a header."""
    clients.change(client=atlas, by=head, at=at, name='A"; filename="x.exe"; é ../..\\ GmbH')
    browser, ledger = signed_in(manager), reverse("promises:ledger_csv", args=[atlas.pk])
    for url in (
        reverse("transfer:client_zip", args=[atlas.pk]),
        ledger,
        reverse("clients:list_csv"),
    ):
        told = browser.get(url, {"q": CRLF} if url == ledger else {})
        said = told.headers["Content-Disposition"]
        assert "filename" in said
        assert not {"\r", "\n"} & set(said)
        assert ".exe" not in said.split(";")[-1].rpartition(".")[1]
        assert said.count('filename="') <= 1 or "\\" in said
        assert "stolen" not in str(told.cookies)
        assert told.getvalue()
    for response in (
        browser.get(reverse("clients:list"), {"next": CRLF, "q": CRLF}),
        browser.get(
            reverse("desk:search"), {"q": CRLF}, headers={"Referer": "http://testserver/" + "x", "Accept": "*/*"}
        ),
        browser.post(reverse("language"), {"language": CRLF, "next": "/" + CRLF}),
    ):
        assert response.status_code < 500
        assert "stolen" not in response.cookies
        assert all("\n" not in value and "\r" not in value for value in response.headers.values())


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_not_answered(house: House, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["clients.example.org"]
    response = Browser(raise_request_exception=False).get("/account/login/", headers={"Host": "evil.example"})
    assert (response.status_code, b"evil.example" in response.content) == (400, False)


# --- ways out


@pytest.mark.django_db
def test_no_verb_of_the_house_opens_a_connection(
    nobody_leaves: None, manager: User, atlas: Client, signed_in: Any, api: Callable[..., Caller]
) -> None:
    """Addresses that people type are kept and shown, never asked: nothing can be reached through the house."""
    url = "http://169.254.169.254/latest/meta-data"
    caller, browser = api(manager), signed_in(manager)
    place = caller.post(f"/clients/{atlas.pk}/contacts", {"name": url, "email": "x@169.254.169.254", "note": url})
    made = caller.post("/promises", {"client": str(atlas.pk), "text": url, "due_on": "2026-03-20"})
    found = [browser.get(reverse("clients:page", args=[atlas.pk])), browser.get(reverse("desk:search"), {"q": url})]
    assert (place.status_code < 500, made.status_code) == (True, 201)
    assert [each.status_code for each in found] == [200, 200]


ASKS = [
    "mainstay/config/doctor/machine.py: http.client",  # whether this very machine answers, at 127.0.0.1
    "mainstay/config/sso_door.py: requests",  # the fault by which the firm's own sign-in does not answer
]
ASKS_OUTSIDE = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "telnetlib"}


def test_no_file_of_ours_asks_another_server() -> None:
    """But for the firm’s own sign-in, which asks the one address that its settings name."""
    found = sorted(
        f"{file.relative_to(tree.ROOT)}: {name}"
        for file in tree.code()
        for name in ASKS_OUTSIDE
        if f"import {name}" in (text := file.read_text()) or f"from {name} import" in text
    )
    assert found == ASKS


# --- the log


def test_a_line_of_the_log_is_one_line() -> None:
    record = logging.LogRecord(
        "mainstay.security",
        logging.WARNING,
        "x",
        1,
        "404 GET %s, asked by nobody",
        ("/a\r\n2026 \x1b[31mFORGED",),
        None,
    )
    record.created = 0
    assert Line().format(record) == (
        "1970-01-01T00:00:00Z WARNING mainstay.security: 404 GET /a\\r\\n2026 \\x1b[31mFORGED, asked by nobody"
    )
    assert harmless("Zoë 田 a\u2028b\u202ec\u0085") == "Zoë 田 a\\u2028b\\u202ec\\x85"
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    assert all(line.startswith("    ") for line in Line().format(record).splitlines()[1:])


@pytest.mark.django_db
def test_whoever_is_turned_away_is_told_of_without_name_or_address(
    manager: User, stranger: User, atlas: Client, signed_in: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "mainstay.security"):
        signed_in(stranger).get(reverse("clients:page", args=[atlas.pk]))
        Browser().get("/api/v1/clients")
    told = [record.getMessage() for record in caplog.records if record.name == "mainstay.security"]
    assert told == [
        f"404 GET /clients/{atlas.pk}/, asked by person {stranger.pk}",
        "401 GET /api/v1/clients, asked by nobody we know",
    ]


@pytest.mark.django_db
def test_secrets_are_never_in_the_log(
    admin: User, at: datetime, client: Browser, signed_in: Any, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    """Over sign-in right and wrong, a token made and used, a password set, settings wrong: at DEBUG, every logger."""
    caplog.set_level(logging.DEBUG)
    house_actions.set_password(person=admin, password=PASSWORD, by=admin, at=at)
    client.post(reverse("account_login"), {"login": admin.email, "password": PASSWORD + "no"})
    client.post(reverse("account_login"), {"login": admin.email, "password": PASSWORD})
    _token, key = house_actions.make_token(person=admin, name="script", by=admin, at=at)
    asked = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/me", headers=asked).status_code == 200
    client.get("/api/v1/me", headers={"Authorization": f"Bearer {key[:-3]}xyz"})
    sent = {"password": PASSWORD + " new"}
    client.post(f"/api/v1/people/{admin.pk}/password", sent, content_type="application/json", headers=asked)
    client.get("/nowhere/", {"password": "in the address"}, headers=asked)
    session = (
        client.cookies[settings.SESSION_COOKIE_NAME].value if settings.SESSION_COOKIE_NAME in client.cookies else ""
    )
    told = "\n".join(Line().format(record) for record in caplog.records)
    assert "mainstay.security" in told
    for secret in (PASSWORD, key, key.rpartition("_")[2], settings.SECRET_KEY, session, "in the address"):
        assert not secret or secret not in told


# --- what is never answered


@pytest.mark.django_db
def test_a_token_in_clear_text_is_refused_where_tls_is_wanted(
    manager: User, api: Callable[..., Caller], settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    caller = api(manager)
    answer = caller.get("/me")
    assert (answer.status_code, answer.headers.get("Location"), "https alone" in answer.json()["detail"]) == (
        403,
        None,
        True,
    )


@pytest.mark.django_db
def test_a_request_is_never_sent_back_as_it_came(house: House, client: Browser) -> None:
    answer = client.trace("/account/login/")
    assert (answer.status_code, answer.content) == (405, b"")


def test_every_answer_is_wrapped_first() -> None:
    from django.conf import settings

    assert settings.MIDDLEWARE[0] == f"{HeadersMiddleware.__module__}.{HeadersMiddleware.__qualname__}"
