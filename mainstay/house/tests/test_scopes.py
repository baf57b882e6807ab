"""What a token is for: reading or writing, all of the house or some parts, until when (R-X-3, R-X-17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import Caller
from mainstay.house import actions, queries
from mainstay.house.models import Token, User
from mainstay.house.rules import scopes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("parts", "read_only", "part", "method", "why"),
    [
        ([], False, "clients", "POST", ""),
        ([], True, "clients", "GET", ""),
        ([], True, "clients", "POST", "reads"),
        (["clients"], False, "clients", "POST", ""),
        (["clients"], False, "house", "GET", "part"),
        (["clients"], True, "house", "POST", "part"),
        (["clients"], True, "clients", "PATCH", "reads"),
    ],
)
def test_allows_says_why_not(parts: list[str], read_only: bool, part: str, method: str, why: str) -> None:
    assert scopes.allows(parts, read_only=read_only, part=part, method=method) == why


def test_tidy_keeps_the_order_of_the_house() -> None:
    assert scopes.tidy([" Promises", "clients", "clients"], ["clients", "promises"]) == ["clients", "promises"]


def token(person: User, at: datetime, **told: Any) -> Caller:
    """A program with such a token."""
    _row, key = actions.make_token(person=person, name="narrow", by=person, at=at, **told)
    return Caller(Browser(), key)


def test_a_token_for_some_parts_opens_only_these(manager: User, at: datetime) -> None:
    caller = token(manager, at, scopes=["clients"])
    assert caller.get("/clients").status_code == 200
    answer = caller.get("/promises")
    assert (answer.status_code, answer.json()) == (
        422,
        {
            "detail": (
                "This token is for clients only, and this is promises. Make one for it on the page about yourself."
            ),
            "field": "",
            "rule": "R-X-3",
            "lifted_by": "Mara Vogt",
            "advice": "Need to know, by role, client and kind of fact.",
        },
    )
    assert caller.get("/me").status_code == 422  # the house is a part too


def test_every_door_of_the_api_belongs_to_a_part(manager: User, at: datetime) -> None:
    from mainstay.config.api import api

    parts = queries.parts()
    loose: list[str] = []
    routers: Any = api._routers
    for _prefix, router in routers:
        for path, view in router.path_operations.items():
            loose += [path for each in view.operations for door in each.auth_callbacks if door.part not in parts]
    assert loose == []


def test_a_narrow_token_makes_no_wider_one(manager: User, at: datetime) -> None:
    narrow = token(manager, at, scopes=["house"])
    answer = narrow.post("/tokens", {"name": "wide"})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "This token is for some parts only and makes no other. Make one on the page about yourself.",
    )


def test_a_part_that_is_not_there_is_refused_with_those_that_are(manager: User, api: Callable[..., Any]) -> None:
    answer = api(manager).post("/tokens", {"name": "x", "scopes": ["weather"]})
    told = answer.json()
    assert (answer.status_code, told["field"], told["detail"][:36]) == (
        422,
        "scopes",
        "“weather” is no part of this house; ",
    )


def test_scopes_are_chosen_and_shown_on_the_page_the_api_and_the_terminal(
    manager: User, signed_in: Any, api: Any, terminal: Any
) -> None:
    browser = signed_in(manager)
    browser.post(
        reverse("house:make_token"), {"token-name": "shop", "token-read_only": "on", "token-scopes": ["promises"]}
    )
    row = Token.objects.get(name="shop")
    assert (row.scopes, row.read_only) == (["promises"], True)
    assert "only reads · for promises · never used" in browser.get(reverse("house:me")).content.decode()
    assert [row["scopes"] for row in api(manager).get("/tokens").json() if row["name"] == "shop"] == [["promises"]]
    terminal(["token", "make", "till", "--scope", "clients", "--scope", "promises"], by=manager)
    assert " · till · Mara Vogt · for clients, promises" in terminal(["token", "list"], by=manager).output
