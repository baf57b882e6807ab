"""A promise in one line on the page: shown before it is kept, asked where it is not clear, two steps without script."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from mainstay.clients import actions as serving
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.promises.models import Promise

LINE = "/promises/line/"
TYPING = {"HX-Request": "true", "HX-Target": "understood"}
IN_DIALOG = {"HX-Request": "true", "HX-Target": "capture"}


@pytest.fixture
def mara(signed_in: Any, manager: User, atlas: Client) -> Any:
    """Mara's browser."""
    return signed_in(manager)


def keep(browser: Any, line: str, **told: str) -> Any:
    """See it, then say yes to what was seen."""
    seen = browser.post(LINE, {"line": line, **told})
    assert seen.status_code == 200, seen.content
    told |= dict(seen.context["answers"])
    return browser.post(LINE, {"line": line, "seen": seen.context["seen"], **told})


def shown(answer: Any) -> list[tuple[str, str, str, str]]:
    """The rows: the part, what was understood, and the words it was read from."""
    return [(row.part, row.value, row.more, row.words) for row in answer.context["rows"]]


def test_what_was_understood_is_shown_before_it_is_kept(mara: Any, atlas: Client, manager: User, words: Any) -> None:
    line = "Fri 5pm send plan to Atlas GmbH"
    seen = mara.post(LINE, {"line": line})
    assert (seen.status_code, Promise.objects.count()) == (200, 0)
    assert shown(seen) == [
        ("text", "Send plan", "", "send plan"),
        ("client", "Atlas GmbH", "", "Atlas GmbH"),
        ("due_on", "Friday 6\u00a0March, 17:00 in Berlin", "", "Fri 5pm"),
        ("owner", "you", "", ""),
    ]
    kept = mara.post(LINE, {"line": line, "seen": seen.context["seen"]}, follow=True)
    made = Promise.objects.get()
    assert (made.client, made.text, made.due_on, made.due_time) == (atlas, "Send plan", date(2026, 3, 6), time(17))
    assert (made.side, made.owner, made.due_zone) == ("ours", manager, "Europe/Berlin")
    assert kept.redirect_chain == [(reverse("promises:page", args=[made.pk]), 302)]
    assert "Atlas GmbH: Send plan. Due Friday 17:00." in words(kept)
    mara.post(reverse("promises:take_back", args=[made.pk]))
    assert Promise.objects.counted().count() == 0
