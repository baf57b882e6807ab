"""Every address of the house is closed to a passer-by, but for those listed here with a reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from mainstay.house.models import House
from tests import headers, tree

# Name of an address to why a passer-by may stand before it. What it says there is tested where it lives.
OPEN = {
    "alive": "a monitor asks whether the process answers; the answer is one word",
    "ready": "a monitor asks whether the database answers; the answer is one word",
    "language": "one chooses a language before signing in; it sets a cookie",
    "api:openapi-json": "describes the API, which is the same in every house; tells nothing of this one",
    "api:openapi-view": "the same, to read",
    "api:api-root": "nothing is there for anybody; it only names the root of the addresses",
    "account_login": "the door itself",
    "account_logout": "leads to the door",
    "account_signup": "says that people are invited",
    "account_inactive": "tells somebody who left that the door is closed",
    "account_reset_password": "for those who cannot sign in; says the same of every mail address",
    "account_reset_password_done": "the sentence after it",
    "account_reset_password_from_key": "behind a signed, expiring link",
    "account_reset_password_from_key_done": "the sentence after it",
    "house:demo_sign_in": "signs in as a person of a demo house; in every other house it is not there",
    "house:recover": "behind a link that works once and for a day; what is no such link is not there",
    "openid_connect_login": "leads to the firm's own sign-in, where one is set; else it is not there",
    "openid_connect_callback": "the way back from it, behind its state; tested with it",
    "socialaccount_login_cancelled": "a sentence",
    "account/social/login/cancelled/": "an old address of the same; leads to it",
    "account/social/login/error/": "the same",
    "account/social/signup/": "the same; leads to the door",
    "account/social/connections/": "the same; leads to the door",
    "account_confirm_email": "behind a signed, expiring link",
    "account_email_verification_sent": "a sentence",
    "promises:answer_open": "one day to answer, behind a signed, expiring link",
    "trust:sheet_open": "counts for the undecided, behind a signed, expiring link",
}
SOME_ID = "00000000-0000-4000-8000-000000000000"
SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": SOME_ID, "uuidstr": SOME_ID}
METHODS = ("get", "post", "put", "patch", "delete")
PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?\w+>")
GROUP = re.compile(r"\(\?P<\w+>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """One address of the house, with sample values where it takes some."""

    name: str
    url: str


def sample(pattern: str) -> str:
    """A pattern of Django's with values in it, as a browser would ask for it."""
    plain = PARAMETER.sub(lambda found: SAMPLES[found["converter"] or "str"], pattern)
    return GROUP.sub("1", plain).replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def addresses(patterns: list[URLPattern | URLResolver], before: str = "", space: str = "") -> Iterator[Address]:
    """Every address under some patterns."""
    for entry in patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, here, inner)
        else:
            yield Address(f"{space}{entry.name or here}", "/" + sample(here))


def answers(browser: Browser, url: str) -> dict[str, str]:
    """What a passer-by gets, per method: "closed", "no such method", or what it is instead; and what headers lack."""
    door = reverse(settings.LOGIN_URL)
    said = {}
    for method in METHODS:
        response: Any = getattr(browser, method)(url)
        if faults := headers.lacking(response):
            said[f"headers of {method}"] = "; ".join(faults)
        if response.status_code == 405:
            said[method] = "no such method"
        elif response.status_code == 401 or response.headers.get("Location", "").split("?")[0] == door:
            said[method] = "closed"
        else:
            said[method] = str(response.status_code)
    return said


def is_open(said: dict[str, str]) -> bool:
    """Whether any method lets a passer-by in. A 404 counts: it may hide a row that is not there today."""
    return not set(said.values()) <= {"closed", "no such method"}


@pytest.fixture
def passer_by(house: House) -> Browser:
    """Somebody who is not signed in, before an open house."""
    return Browser(raise_request_exception=True)


def test_every_address_is_closed_to_a_passer_by(passer_by: Browser) -> None:
    faults = []
    for address in addresses(get_resolver().url_patterns):
        said = answers(passer_by, address.url)
        amiss = {asked: said.pop(asked) for asked in [*said] if asked.startswith("headers")}
        faults += [f"{address.url} ({address.name}), {asked}: {lacks}" for asked, lacks in amiss.items()]
        if any(status.startswith("5") for status in said.values()):
            faults.append(f"{address.url} ({address.name}) breaks: {said}")
        elif address.name not in OPEN and is_open(said):
            faults.append(f"{address.url} ({address.name}) is open: {said}")
        elif address.name in OPEN and not is_open(said):
            faults.append(f"{address.url} ({address.name}) is closed: take it off the list of open doors")
    assert faults == [], tree.listed(faults, "Let the view ask who is there before it looks anything up.")


def test_every_open_door_is_there() -> None:
    names = {address.name for address in addresses(get_resolver().url_patterns)}
    assert sorted(set(OPEN) - names) == []


def test_what_is_not_there_tells_nothing_of_the_house(passer_by: Browser, house: House) -> None:
    response = passer_by.get("/there/is/no/such/page/")
    assert response.status_code == 404
    assert house.name not in response.content.decode()


def _lets_in(request: HttpRequest, **rest: str) -> HttpResponse:
    return HttpResponse("come in")


urlpatterns = [path("open/<uuid:pk>/<slug:s>/", _lets_in, name="open")]


@pytest.mark.urls(__name__)
def test_an_open_door_is_found(client: Browser, settings: Any) -> None:
    settings.LOGIN_URL = "open"
    settings.MIDDLEWARE = []
    (address,) = addresses(get_resolver().url_patterns)
    assert address == Address("open", f"/open/{SOME_ID}/x/")
    assert client.get(address.url).content == b"come in"
    assert is_open({"get": "200", "post": "no such method"})
    assert is_open({"get": "404"})
    assert not is_open({"get": "closed", "post": "no such method"})


def test_no_two_shapes_of_the_api_share_a_name() -> None:
    """The description of the API knows a shape by its name alone: the second would stand in the place of the first."""
    found: dict[str, list[str]] = {}
    for file in tree.code():
        if tree.room_of(file) == "api":
            for node in tree.parsed(file).body:
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, []).append(tree.says(file, node.lineno))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
