"""Nobody asks without end, and nobody waits for what others ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.house.models import User
from mainstay.house.views import pace

if TYPE_CHECKING:
    from conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the counter reads; three requests a minute are let through."""
    moment = [1000.0]
    settings.REQUESTS_A_MINUTE = 3
    monkeypatch.setattr(pace, "_counted", {})
    monkeypatch.setattr(pace, "monotonic", lambda: moment[0])
    return moment


def test_whoever_asks_without_end_waits_and_nobody_else(
    now: list[float], manager: User, deputy: User, signed_in: Callable[[User], Browser]
) -> None:
    browser, where = signed_in(manager), reverse("house:second_step")
    assert [browser.get(where).status_code for _ in range(3)] == [302, 302, 302]
    now[0] += 20
    with CaptureQueriesContext(
        connection,
    ) as asked:
        held = browser.get(reverse("house:people"))
    assert (held.status_code, held.headers["Retry-After"]) == (429, "40")
    assert "You ask more often than this house answers one person. Go on in 40 seconds." in held.content.decode()
    assert [query["sql"] for query in asked.captured_queries if "house_post" in query["sql"]] == []
    by_api = browser.get("/api/v1/me")
    assert (by_api.status_code, by_api.headers["Retry-After"], by_api.json()["rule"]) == (429, "40", "R-X-17")
    assert signed_in(deputy).get(where).status_code == 302
    now[0] += 40
    assert browser.get(where).status_code == 302


def test_a_program_is_counted_by_its_token(
    now: list[float], manager: User, api: Callable[..., Caller], signed_in: Callable[[User], Browser]
) -> None:
    caller = api(manager)
    assert [caller.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert signed_in(manager).get("/api/v1/me").status_code == 200


def test_a_house_may_count_nobody(now: list[float], manager: User, settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = 0
    for _ in range(9):
        pace.count(manager.pk)
    assert pace._counted == {}


def test_what_is_counted_never_grows_without_end(now: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_PEOPLE", 5)
    for number in range(12):
        pace.count(number)
    assert len(pace._counted) == 2
