"""A client in Kuala Lumpur, a manager in Hamburg: both clocks everywhere, and no meeting is needed (R-A-40)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from mainstay.clients import actions as clients
from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.journal.models import Line
from mainstay.promises import actions
from mainstay.promises.models import Promise
from tests.journeys.doors import plain

if TYPE_CHECKING:
    from click.testing import Result
    from django.test import Client as Browser

    from conftest import Caller
    from mainstay.clients.models import Client
    from mainstay.house.models import Unit, User

pytestmark = pytest.mark.django_db
THERE = "Asia/Kuala_Lumpur"  # UTC+8, no summer time


@pytest.fixture
def seri(manager: User, head: User, team: Unit, at: datetime) -> Client:
    """Seri Sdn Bhd in Kuala Lumpur; Mara serves it from Hamburg."""
    return clients.add(
        name="Seri Sdn Bhd", town="Kuala Lumpur", unit=team, zone=THERE, country="MY", manager=manager, by=head, at=at
    )


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """``world(moment)``: the world's clock shows this."""
    return lambda moment: monkeypatch.setattr(clock, "real_now", lambda: moment)


def words(html: bytes) -> str:
    """A page as it is read."""
    return " ".join(plain(html.decode()).replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("day", "here"), [(date(2027, 1, 15), "09:00"), (date(2027, 7, 15), "10:00")], ids=["January", "July"]
)
def test_four_in_the_afternoon_there_is_nine_here_in_winter_and_ten_in_summer(
    seri: Client,
    manager: User,
    at: datetime,
    day: date,
    here: str,
    signed_in: Callable[[User], Browser],
    api: Callable[..., Caller],
    world: Callable[[datetime], None],
) -> None:
    promise = actions.make(client=seri, text="Ring Encik Rahman", due_on=day, due_time=time(16), by=manager, at=at)
    assert promise.due_at == datetime.combine(day, time(8), tzinfo=UTC)
    browser = signed_in(manager)
    page = words(browser.get(reverse("promises:page", args=[promise.pk])).content)
    assert f"16:00 in Kuala Lumpur ({here} for you)" in page
    told = api(manager).get(f"/promises/{promise.pk}").json()
    assert (told["due_on"], told["due_time"], told["due_zone"]) == (day.isoformat(), "16:00:00", THERE)
    world(datetime.combine(day, time(5), tzinfo=UTC))
    assert f"due {here} (their 16:00)" in words(signed_in(manager).get(reverse("desk:today")).content)


def test_a_day_there_ends_while_it_is_still_that_day_here(
    seri: Client,
    manager: User,
    at: datetime,
    terminal: Callable[..., Result],
    world: Callable[[datetime], None],
) -> None:
    actions.make(client=seri, text="Send the offer", due_on=date(2026, 3, 6), by=manager, at=at)

    def kinds() -> list[str]:
        return [line["kind"] for line in json.loads(terminal(["today", "--json"], by=manager).stdout)]

    midnight_there = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)  # 17:00 in Hamburg
    world(midnight_there - timedelta(seconds=1))
    assert kinds() == ["in_danger"]
    world(midnight_there)
    assert kinds() == ["late"]


def test_the_client_page_shows_the_clock_on_their_wall(
    seri: Client, manager: User, signed_in: Callable[[User], Browser]
) -> None:
    page = words(signed_in(manager).get(reverse("clients:page", args=[seri.pk])).content)
    assert "Kuala Lumpur, now 17:00" in page


def test_work_goes_from_the_first_question_to_the_end_without_a_meeting(
    seri: Client, manager: User, terminal: Callable[..., Result], world: Callable[[datetime], None]
) -> None:
    def run(*args: str) -> None:
        told = terminal(list(args), by=manager)
        assert told.exit_code == 0, told.output

    run("clients", "stage", seri.name, "prospect")
    run("contacts", "add", seri.name, "Rahman bin Ali", "--addressed-as", "Encik Rahman", "--channel", "mail")
    run("engagements", "add", seri.name, "Packaging", "--outcome", "Boxes that survive the rain")
    run("promises", "make", "Send the offer", "--client", seri.name, "--due", "2026-03-06", "--said", "mail",
        "--made-to", "Rahman bin Ali", "--engagement", "Packaging", "--price", "900")  # fmt: skip
    promise = Promise.objects.get(client=seri)
    world(datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    run("promises", "deliver", str(promise.pk), "--cost", "900")
    run("promises", "settle", str(promise.pk), "--satisfaction", "accepted", "--known-from", "His mail of 5 March")
    run("clients", "stage", seri.name, "active")
    run("engagements", "state", seri.name, "Packaging", "active")
    run("engagements", "end", seri.name, "Packaging")
    promise.refresh_from_db()
    assert (promise.outcome, promise.satisfaction, promise.over_budget) == ("kept", "accepted", False)
    assert Engagement.objects.get(client=seri).state == "ended"
    assert not Promise.objects.filter(said="meeting").exists()
    assert not Line.objects.filter(kind__contains="met").exists()
