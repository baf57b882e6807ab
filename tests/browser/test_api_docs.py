"""The documents of the API come from the house itself: no other host is asked, nothing breaks the CSP (R-X-7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from mainstay.house.models import User
    from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_documents_load_from_the_house_and_can_be_opened(
    manager: User, watch: Watch, page_of: Callable[..., Page]
) -> None:
    page = page_of(manager)
    page.goto("/api/v1/docs")
    page.locator('.opblock-tag[data-tag="promises"]').click()
    operation = page.locator(".opblock", has=page.locator('[data-path="/api/v1/promises/{promise_id}/settle"]'))
    operation.locator("button").first.click()
    expect(operation.locator(".opblock-body")).to_contain_text("satisfaction")
    assert watch.hosts == {page.url.split("/")[2]}


def test_the_description_is_complete_for_a_passer_by(context_of: Callable[..., BrowserContext]) -> None:
    told = context_of().request.get("/api/v1/openapi.json").json()
    assert told["info"]["title"] == "Mainstay"
    assert {"get", "post"} == set(told["paths"]["/api/v1/promises"])
