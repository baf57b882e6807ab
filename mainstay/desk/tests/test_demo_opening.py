"""Opening the demo house: once, whole or not at all, and never over a firm's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.desk.actions import demo
from mainstay.house import actions as house_actions
from mainstay.house.models import House, User
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused
from mainstay.promises.models import Promise

pytestmark = pytest.mark.django_db
REAL = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def firm() -> House:
    """A firm's own house."""
    opened, _first = house_actions.open_house(
        name="Hansen & Co", kind="real", country="DE", zone="Europe/Berlin", language="en", currency="EUR",
        admin_name="Inga Hansen", admin_email="inga@hansen.example", password=None, at=REAL,
    )  # fmt: skip
    return opened


def test_a_firms_house_is_never_furnished(firm: House, terminal: Callable[..., Any]) -> None:
    with pytest.raises(Refused, match="Hansen & Co stands here, and no demo is loaded over it"):
        demo.open_demo(at=REAL)
    refused = terminal(["demo"])
    assert (refused.exit_code, "Hansen & Co stands here" in refused.output) == (1, True)
    left = terminal(["demo", "--if-empty"])
    assert (left.exit_code, "Hansen & Co stands here" in left.output) == (0, True)
    assert Client.objects.count() == 0


def test_what_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**told: object) -> None:
        raise RuntimeError("the light went out")

    monkeypatch.setattr(serving, "take_in", broken)
    with pytest.raises(RuntimeError, match="the light went out"):
        demo.open_demo(at=REAL)
    assert (House.objects.count(), Client.objects.count(), User.objects.count()) == (0, 0, 0)


def test_the_terminal_opens_it_once_and_prints_today(terminal: Callable[..., Any]) -> None:
    first = terminal(["demo"])
    before = (Promise.objects.count(), User.objects.count(), Line.objects.count())
    second = terminal(["demo"])
    assert (Promise.objects.count(), User.objects.count(), Line.objects.count()) == before
    assert (first.exit_code, second.exit_code) == (0, 0)
    said = first.output.splitlines()
    assert said[0] == "Northwind Traders is open: 91 clients, 830 promises."
    assert "Everybody signs in with the password hold-the-cable:" in said
    assert "  Ernst Handel · Order 11008 · 19 days late · Robert King" in said
    assert max(len(line) for line in said[said.index("Today, for the whole house:") :]) <= 80
    assert (
        second.output.splitlines()[0] == "The demo house Northwind Traders stands here already and was left as it is."
    )
    assert Promise.objects.ours().count() == 830


def test_the_terminal_opens_the_other_and_keeps_the_two_apart(terminal: Callable[..., Any]) -> None:
    first = terminal(["demo", "--house", "solo"])
    assert first.exit_code == 0, first.output
    assert first.output.splitlines()[0] == "Falcão Type is open: 8 clients, 17 promises."
    assert "Today:" in first.output.splitlines()
    again = terminal(["demo", "--house", "solo"])
    assert again.output.splitlines()[0] == "The demo house Falcão Type stands here already and was left as it is."
    other = terminal(["demo"])
    assert (other.exit_code, "Falcão Type stands here, and no demo is loaded over it." in other.output) == (1, True)
