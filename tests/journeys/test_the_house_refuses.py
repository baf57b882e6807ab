"""What only an administrator does is refused to everybody else in one sentence, through every door (R-X-11, R-X-14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from mainstay.house.models import House, Unit, User
from tests.journeys.doors import plain

if TYPE_CHECKING:
    from click.testing import Result
    from django.test import Client as Browser

    from conftest import Caller

pytestmark = pytest.mark.django_db
SENTENCE = "Only an administrator runs the house; ask one."
LIFTED_BY = "an administrator, by giving you the role"
ADVICE = "Need to know, by role, client and kind of fact."
ACTS: dict[str, tuple[tuple[str, dict[str, str]], tuple[str, str, dict[str, str]], list[str]]] = {
    "clock": (
        ("house:advance_clock", {"advance-advance": "1d"}),
        ("post", "/clock", {"advance": "1d"}),
        ["clock", "--advance", "1d"],
    ),
    "team": (("house:teams", {"name": "Köln"}), ("post", "/teams", {"name": "Köln"}), ["team", "add", "Köln"]),
    "person": (
        ("house:add_person", {"name": "Ole Berg"}),
        ("post", "/people", {"name": "Ole Berg"}),
        ["person", "add", "Ole Berg"],
    ),
    "name": (
        ("house:settings", {"name": "Another"}),
        ("patch", "/house", {"name": "Another"}),
        ["house", "--name", "Another"],
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_it_is_refused_in_the_same_sentence(
    act: str,
    manager: User,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Caller],
    terminal: Callable[..., Result],
) -> None:
    (page, sent), (method, path, body), command = ACTS[act]
    before = (House.objects.values().get(), Unit.objects.count(), User.objects.count())
    answer: Any = signed_in(manager).post(reverse(page), sent)
    told = getattr(api(manager), method)(path, body)
    said = terminal(command, by=manager)
    assert (answer.status_code in (403, 422), told.status_code, said.exit_code) == (True, 422, 1)
    refused = {"detail": SENTENCE, "field": "", "rule": "R-X-3", "lifted_by": LIFTED_BY, "advice": ADVICE}
    assert told.json() == refused
    assert said.output.splitlines() == [SENTENCE, f"Who may lift this: {LIFTED_BY}.", f"Rule R-X-3. {ADVICE}"]
    words = " ".join(plain(answer.content.decode()).split())
    assert SENTENCE in words
    assert f"{ADVICE} Rule R-X-3." in words
    assert (House.objects.values().get(), Unit.objects.count(), User.objects.count()) == before
