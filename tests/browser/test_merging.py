"""Two clients found to be one, merged with what each has, and taken apart again: in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mainstay.clients import actions as clients
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.promises import actions as promises
from mainstay.promises.models import Promise

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_merged_and_taken_apart_on_a_phone(
    atlas: Client, head: User, at: datetime, page_of: Callable[..., Page]
) -> None:
    page = page_of(head, 375)
    page.goto(reverse("clients:add"))
    page.locator("#id_name").fill("Атлас АГ")
    page.locator("main form button.first").click()
    expect(page.locator("main")).to_contain_text("This looks like a client who stands here already: Atlas GmbH")
    page.locator("#id_anyway").fill("It stands in the second list")
    page.locator("main form button.first").click()
    expect(page.locator("h1")).to_have_text("Атлас АГ")
    twin = Client.objects.get(name="Атлас АГ")
    given = promises.make(client=twin, text="Send the plan", due_on=date(2026, 3, 20), owner=head, by=head, at=at)
    clients.add_contact(client=twin, name="Nora Falk", by=head, at=at)

    page.goto(reverse("clients:alike"))
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator("h1")).to_have_text("Are these one?")
    expect(page.locator("main")).to_contain_text("1 promise goes along.")
    keep, gone = (atlas, twin) if reverse("clients:merge", args=[atlas.pk, twin.pk]) in page.url else (twin, atlas)
    page.get_by_role("radio", name="Атлас АГ").check()
    page.locator("#why").fill("One firm, written twice")
    page.get_by_role("button", name="Merge them").click()
    expect(page.locator("h1")).to_have_text("Атлас АГ")
    expect(page.locator("main")).to_contain_text("Nora Falk")
    expect(page.locator("main")).to_contain_text("One firm, written twice")
    assert Promise.objects.get(pk=given.pk).client == keep

    page.goto(reverse("clients:page", args=[gone.pk]))  # its address leads to the one that stayed
    page.wait_for_url(f"**{reverse('clients:page', args=[keep.pk])}")
    page.get_by_role("link", name="Take apart").click()
    page.get_by_role("button", name="Take them apart").click()
    expect(page.locator("#messages li")).to_contain_text(f"{gone.name} stands by itself again.")
    assert Promise.objects.get(pk=given.pk).client == twin
    assert list(Client.objects.kept().order_by("name").values_list("name", flat=True)) == ["Atlas GmbH", "Атлас АГ"]
