"""Signing in through the firm's own identity provider, against a small one that runs here (R-X-17)."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse

from mainstay.config import house as settings_of
from mainstay.config import sso, urls
from mainstay.house import actions, clock
from mainstay.house.models import House, SignIn, User
from mainstay.journal.models import Line, Words

jwt = pytest.importorskip("jwt", reason="mainstay[sso] is not installed")
pytestmark = pytest.mark.django_db
SECRET = "a-word-of-the-provider"
LOGIN, BACK = "/account/oidc/house/login/", "/account/oidc/house/login/callback/"


@dataclass
class Provider:
    """One provider: its key, whom it says it saw, and what it was asked."""

    url: str
    key: Any
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nonce: str = ""
    away: tuple[str, ...] = ()  # what it does not answer now
    sends: Callable[[dict[str, Any]], str | None] | None = None  # another token than the one that is due
    publishes: dict[str, Any] = field(default_factory=dict)  # of another house than its own

    def answers(self, path: str, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """What it says to a request."""
        self.asked.append(path)
        if path in self.away:
            return 502, {}
        if path == "/.well-known/openid-configuration":
            parts = {"issuer": "", "authorization_endpoint": "/authorize", "token_endpoint": "/token",
                     "userinfo_endpoint": "/userinfo", "jwks_uri": "/keys"}  # fmt: skip
            said = {name: self.url + end for name, end in parts.items()} | self.publishes
            return 200, {**said, "token_endpoint_auth_methods_supported": ["client_secret_post"]}
        if path == "/userinfo":
            return 200, self.userinfo or self.claims
        if path == "/keys":
            return 200, {"keys": [public(self.key, "one"), public(self.key, "old") | {"use": "enc"}]}
        if path == "/token":
            proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest())
            if proof.decode().rstrip("=") != self.challenges.get(form["code"][0]) or form["client_secret"] != ["word"]:
                return 400, {"error": "invalid_grant"}
            token = {"access_token": SECRET, "refresh_token": SECRET, "token_type": "Bearer"}
            return 200, {**token, **({"id_token": sent} if (sent := self.signed()) else {})}
        return 404, {}

    def signed(self) -> str | None:
        """The token that says who it was."""
        now = int(time.time())
        told = {"iss": self.url, "aud": "mainstay", "iat": now, "exp": now + 60, "nonce": self.nonce, **self.claims}
        return self.sends(told) if self.sends else made(told, self.key)


def made(told: dict[str, Any], key: Any, algorithm: str = "RS256", kid: str = "one") -> str:
    """A token, signed."""
    return str(jwt.encode(told, key, algorithm=algorithm, headers={"kid": kid}))


def public(key: Any, kid: str) -> dict[str, Any]:
    """The public half, as it is published."""
    return {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


@cache
def key_of(whose: str) -> Any:
    """A key, made once for everybody who is called so."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """A provider with a key of its own, in a thread."""
    one = Provider("", key_of("provider"))

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            status, said = one.answers(urlsplit(self.path).path, parse_qs(sent))
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815 (the names are http.server's)

        def log_message(self, *_told: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture
def provider(running: Provider, settings: Any) -> Provider:
    """The provider, set in this house."""
    told = settings_of.Told(sso_name="Firm", sso_issuer=running.url, sso_client_id="mainstay", sso_client_secret="word")
    settings.SOCIALACCOUNT_PROVIDERS, settings.SSO_NAME = sso.providers(told), "Firm"
    running.claims = {"sub": "77", "email": "Mara@house.example", "email_verified": True}
    running.userinfo, running.publishes, running.asked, running.sends, running.away = {}, {}, [], None, ()
    return running


def come(browser: Browser, provider: Provider, *, state: str = "", code: str = "good") -> Any:
    """Go to the provider and come back from it."""
    there = urlsplit(browser.get(LOGIN).headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}{there.path}" == provider.url + "/authorize"
    assert (asked["client_id"], asked["code_challenge_method"]) == ("mainstay", "S256")
    assert sorted(asked["scope"].split()) == ["email", "openid", "profile"]
    provider.challenges, provider.nonce = {"good": asked["code_challenge"]}, asked["nonce"]
    return browser.get(BACK, {"code": code, "state": state or asked["state"]})


def is_in(browser: Browser) -> bool:
    return browser.get(reverse("house:me")).status_code == 200


def test_somebody_with_a_verified_address_is_let_in_and_the_journal_says_how(manager: User, provider: Provider) -> None:
    browser = Browser()
    assert "Sign in with Firm" in browser.get(reverse("account_login")).content.decode()
    assert come(browser, provider).headers["Location"] == "/"
    assert is_in(browser)
    assert [row.how for row in SignIn.objects.filter(user=manager)] == ["sso"]
    line = Line.objects.filter(about_id=manager.pk).order_by("-pk")[0]
    assert line.kind == "house.second_step_changed"
    assert Words.objects.get(line_id=line.pk).text == "the firm’s own sign-in opens their account now"
    again = Browser()
    come(again, provider)
    assert (is_in(again), Line.objects.filter(kind="house.second_step_changed").count()) == (True, 1)


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "nobody@house.example"}, "Nobody who may sign in here has the address nobody@house.example."),
        ({"email_verified": False}, "told no mail address that it has verified"),
        ({"email_verified": "true"}, "told no mail address that it has verified"),
        ({"email": None}, "told no mail address that it has verified"),
    ],
)
def test_nobody_else_is_let_in_or_taken_in(
    claims: dict[str, Any], sentence: str, manager: User, provider: Provider
) -> None:
    provider.claims |= claims
    browser, before = Browser(), User.objects.count()
    answer = come(browser, provider)
    assert (answer.status_code, sentence in answer.content.decode()) == (403, True)
    assert "Rule R-X-17." in answer.content.decode()
    assert (is_in(browser), User.objects.count()) == (False, before)


def test_whoever_was_let_go_stays_out(manager: User, admin: User, provider: Provider, at: Any) -> None:
    come(Browser(), provider)
    actions.let_go(person=manager, by=admin, at=at)
    browser = Browser()
    assert (come(browser, provider).status_code, is_in(browser)) == (403, False)


def test_the_address_decides_whose_it_is_not_what_was_joined_before(
    manager: User, deputy: User, provider: Provider
) -> None:
    come(Browser(), provider)
    provider.claims["email"] = "deniz@house.example"  # the provider gave the account to somebody else
    browser = Browser()
    come(browser, provider)
    assert "Deniz Aydin" in browser.get(reverse("house:me")).content.decode()
    assert SignIn.objects.filter(user=manager).count() == 1


@pytest.mark.parametrize(
    ("wrong", "of"),
    [
        ({"state": "another"}, {}),
        ({"code": "bad"}, {}),
        ({}, {"aud": "other"}),
        ({}, {"iss": "https://x.example"}),
        ({}, {"exp": 1}),
        ({}, {"nonce": "another"}),
        ({}, {"nonce": None}),
        ({}, {"azp": "other"}),
        ({}, {"sub": None}),
    ],
)
def test_what_does_not_fit_opens_nothing(
    wrong: dict[str, str], of: dict[str, Any], manager: User, provider: Provider
) -> None:
    provider.claims |= of
    browser = Browser()
    answer = come(browser, provider, **wrong)
    assert (answer.status_code, is_in(browser)) == (403, False)
    assert "did not answer as it should" in answer.content.decode()


PUBLISHED = "/.well-known/openid-configuration"


def test_a_provider_that_does_not_answer_is_told_and_is_no_fault_of_ours(manager: User, provider: Provider) -> None:
    sentence, browser = "The firm’s own sign-in does not answer now.", Browser()
    there = parse_qs(urlsplit(browser.get(LOGIN).headers["Location"]).query)
    provider.away = (PUBLISHED,)
    said = [browser.get(LOGIN), browser.get(BACK, {"code": "good", "state": there["state"][0]})]
    assert [(page.status_code, sentence in page.content.decode()) for page in said] == [(503, True)] * 2
    for away in ("/token", "/keys", "/userinfo"):
        provider.publishes, provider.away = {}, (away,)
        assert "did not answer as it should" in come(Browser(), provider).content.decode()
    assert not is_in(browser)


def test_whoever_was_turned_away_by_the_provider_is_told_so(manager: User, provider: Provider) -> None:
    browser = Browser()
    there = parse_qs(urlsplit(browser.get(LOGIN).headers["Location"]).query)
    page = browser.get(BACK, {"error": "access_denied", "error_description": "<b>no</b>", "state": there["state"][0]})
    body = page.content.decode()
    assert (page.status_code, "let nobody through" in body, "<b>no" in body) == (403, True, False)


def by_the_public_half(told: dict[str, Any]) -> str:
    """Signed by what everybody can read, as if it were a shared word."""
    return made(told, base64.urlsafe_b64decode(public(key_of("provider"), "one")["n"] + "=="), "HS256")


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (lambda told: made(told, key_of("somebody else")), "Signature verification failed"),
        (lambda told: made(told, key_of("provider"), kid="nobody's"), "signed by a key that the provider does not"),
        (lambda told: made(told, key_of("provider"), kid="old"), "signed by a key that the provider does not"),
        (lambda told: made(told, None, "none"), "signed in no way that proves anything"),
        (by_the_public_half, "signed in no way that proves anything"),
        (lambda told: made(told, key_of("provider")).rpartition(".")[0] + ".", "Signature verification failed"),
        (lambda told: "no token", "Not enough segments"),
        (lambda told: None, ""),
    ],
    ids=["another key", "unknown key", "key for something else", "no algorithm", "shared word", "cut", "text", "none"],
)
def test_what_is_not_signed_by_the_provider_opens_nothing(
    sent: Callable[[dict[str, Any]], str | None], why: str, manager: User, provider: Provider, caplog: Any
) -> None:
    provider.sends = sent
    browser = Browser()
    answer = come(browser, provider)
    assert (answer.status_code, is_in(browser), "/keys" in provider.asked) == (403, False, why != "")
    assert [why in line.message for line in caplog.records if "ID token" in line.message] == [True] * bool(why)


def test_a_token_of_another_question_opens_nothing(manager: User, provider: Provider) -> None:
    come(Browser(), provider)
    first = provider.signed()
    provider.sends = lambda told: first
    browser = Browser()
    assert (come(browser, provider).status_code, is_in(browser)) == (403, False)


@pytest.mark.parametrize(
    "published",
    [{"issuer": "https://elsewhere.example"}, {"jwks_uri": "http://127.0.0.1:1/keys"}, {"jwks_uri": None}],
)
def test_keys_of_another_place_are_not_believed(published: dict[str, Any], manager: User, provider: Provider) -> None:
    provider.publishes = published
    browser = Browser()
    assert (come(browser, provider).status_code, is_in(browser)) == (403, False)


def test_the_words_of_the_provider_are_kept_nowhere(manager: User, provider: Provider) -> None:
    from allauth.socialaccount.models import SocialAccount, SocialToken

    browser = Browser()
    come(browser, provider)
    kept = [json.dumps(row.extra_data) for row in SocialAccount.objects.all()]
    session = json.dumps(dict(browser.session), default=str)
    assert (len(kept), SocialToken.objects.count(), is_in(browser)) == (1, 0, True)
    words = (SECRET, str(provider.signed()).split(".")[2])
    assert [word for word in words if word in session or any(word in each for each in kept)] == []


def test_whoever_proved_it_too_long_ago_proves_it_anew(manager: User, provider: Provider) -> None:
    sentence = "says that you proved who you are too long ago"
    provider.claims["auth_time"] = int(clock.real_now().timestamp()) - 13 * 3600
    assert sentence in come(Browser(), provider).content.decode()
    provider.claims["auth_time"] += 2 * 3600
    assert come(Browser(), provider).status_code == 302


def test_a_house_may_want_a_strong_proof(manager: User, provider: Provider, settings: Any) -> None:
    settings.SSO_STRENGTHS = ["phrh"]
    browser = Browser()
    assert parse_qs(urlsplit(browser.get(LOGIN).headers["Location"]).query)["acr_values"] == ["phrh"]
    for told, status in ((None, 403), ("password", 403), ("phrh", 302)):
        provider.claims["acr"] = told
        assert come(browser, provider).status_code == status
    assert is_in(browser)


def test_a_strong_proof_there_stands_for_a_second_step_here(manager: User, provider: Provider, settings: Any) -> None:
    House.objects.update(second_step_for=["everybody"])
    provider.claims["acr"] = "phrh"
    for strengths, goes_on in (([], False), (["phrh"], True)):
        settings.SSO_STRENGTHS, browser = strengths, Browser()
        assert (come(browser, provider).status_code, is_in(browser)) == (302, goes_on)


def test_an_address_cannot_change_what_is_asked(manager: User, provider: Provider) -> None:
    there = Browser().get(LOGIN, {"auth_params": "nonce=mine&max_age=9", "scope": "offline_access"}).headers["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert (asked["max_age"], [" ".join(sorted(asked["scope"][0].split()))], "mine" in asked["nonce"]) == (
        ["43200"],
        ["email openid profile"],
        False,
    )


def test_two_parts_that_name_two_people_open_nothing(manager: User, provider: Provider) -> None:
    provider.userinfo = {**provider.claims, "sub": "78"}
    browser = Browser()
    assert (come(browser, provider).status_code, is_in(browser)) == (403, False)


def test_without_a_provider_there_is_no_such_door(manager: User, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert Browser().get(LOGIN).status_code == 404
    assert "oidc" not in Browser().get(reverse("account_login")).content.decode()


def test_an_extra_that_came_while_the_house_was_open_waits_for_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(urls._way_back()) == 1
    monkeypatch.setattr(apps, "is_installed", lambda name: False)
    assert urls._way_back() == []


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"sso_issuer": "https://x.example"}, "needs MAINSTAY_SSO_CLIENT_ID, MAINSTAY_SSO_CLIENT_SECRET too"),
        (
            {"sso_issuer": "http://x.example", "sso_client_id": "a", "sso_client_secret": "b"},
            "it starts with https://",
        ),
    ],
)
def test_a_wrong_setting_is_said_in_a_sentence(told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(settings_of.WrongSetting, match=sentence):
        sso.providers(settings_of.Told(**told))
