"""Before promising: own load, own record, their pace and contradictions, at every door (R-B-41, R-B-7, R-B-38)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mainstay.clients import actions as serving
from mainstay.clients.models import Client
from mainstay.house.models import Absence, User
from mainstay.kit import times
from mainstay.promises import actions
from mainstay.promises.models import Kind, Promise
from mainstay.promises.queries import foresaying, foresight
from mainstay.promises.queries.words import Reader

pytestmark = pytest.mark.django_db
Give = Callable[..., Promise]


@pytest.fixture
def mara(signed_in: Any, manager: User) -> Any:
    """Mara's browser."""
    return signed_in(manager)


@pytest.fixture
def busy(give: Give, manager: User) -> None:
    """Five promises in week 20, away in week 21."""
    for number in range(5):
        give(f"Thing number {number}", due_on=date(2026, 5, 11 + number))
    Absence.objects.create(user=manager, from_on=date(2026, 5, 18), to_on=date(2026, 5, 22))


def done(client: Client, owner: User, kind: Kind | None, spans: Iterable[int], side: str = "ours", on: int = 1) -> None:
    """History: promised on a day of January and delivered so many days later."""
    for place, days in enumerate(spans):
        made = date(2026, 1, on) + timedelta(days=place % 20)
        came = made + timedelta(days=days)
        word = {"due_on": came, "judged_on": came, "first_due_on": came, "closed_on": came, "delivered_on": came}
        Promise.objects.create(
            client=client, owner=owner if side == "ours" else None, kind=kind, side=side, text=f"Past {place}",
            made_on=made, due_zone=client.zone, due_at=datetime(2026, 2, 1).astimezone(), outcome="kept",
            is_owed=False, **word,
        )  # fmt: skip


def said(seen: foresight.Foreseen, at: datetime) -> list[str]:
    """The warnings, with common spaces."""
    warnings = foresaying.warnings(seen, Reader("en", "Europe/Berlin", at))
    return [one.text.replace(times.NO_BREAK, " ") for one in warnings]


@pytest.mark.parametrize("day", [13, 19])
def test_a_full_week_and_an_absence_are_both_said_and_the_first_realistic_day_offered(
    busy: None, atlas: Client, manager: User, at: datetime, day: int
) -> None:
    """R-B-41: promising for week 20 or 21."""
    seen = foresight.foresee(foresight.Asked(atlas, date(2026, 5, day), owner=manager), at)
    assert said(seen, at) == [
        "Mara Vogt is away in week 21, from 18 May to 22 May.",
        "Mara Vogt has 5 open promises in week 20 already.",
    ]
    assert seen.realistic_on == date(2026, 5, 26)  # Monday is Whit Monday


def test_own_record_of_a_kind_warns_of_too_few_days(atlas: Client, manager: User, deputy: User, at: datetime) -> None:
    brochure = Kind.objects.create(name="Brochure", key="brochure")
    done(atlas, manager, brochure, [5, 6, 7, 6])
    asked = foresight.Asked(atlas, date(2026, 3, 5), owner=manager, kind=brochure)
    seen = foresight.foresee(asked, at)
    assert said(seen, at) == [
        "Mara Vogt usually takes 6 days for “Brochure” (median of the last 4); this gives 3 days."
    ]
    assert seen.realistic_on is not None
    assert seen.realistic_on >= date(2026, 3, 6)
    of_house = foresight.foresee(foresight.Asked(atlas, date(2026, 3, 5), owner=deputy, kind=brochure), at)
    assert said(of_house, at) == ["We usually take 6 days for “Brochure” (median of the last 4); this gives 3 days."]
    assert said(foresight.foresee(foresight.Asked(atlas, date(2026, 3, 5), owner=manager), at), at) == []


def test_their_usual_pace_warns_of_an_approval_in_three_days(atlas: Client, manager: User, at: datetime) -> None:
    """R-B-7: twenty past requests with answers averaging six days."""
    done(atlas, manager, None, [5, 7] * 10, side="theirs")
    seen = foresight.foresee(foresight.Asked(atlas, date(2026, 3, 5), "theirs", owner=manager), at)
    assert said(seen, at) == ["They usually take 6 days (median of the last 20); this gives 3 days."]
    assert seen.realistic_on == date(2026, 3, 9)  # six days on is a Sunday


def test_the_number_of_queries_does_not_grow(
    busy: None, atlas: Client, manager: User, at: datetime, django_assert_max_num_queries: Any
) -> None:
    foresight.foresee(foresight.Asked(atlas, date(2026, 5, 13), owner=manager, text="x"), at)  # the calendar is kept
    with django_assert_max_num_queries(4):
        foresight.foresee(foresight.Asked(atlas, date(2026, 5, 13), owner=manager, text="x"), at)


# --- the doors ---------------------------------


def test_the_form_warns_offers_the_day_and_still_promises(
    busy: None, mara: Any, atlas: Client, words: Callable[[Any], str]
) -> None:
    told = {"client": atlas.name, "which": str(atlas.pk), "text": "One more", "due_on": "2026-05-13"}
    page = mara.post("/promises/make/", {**told, "look": "1"})
    assert (page.status_code, page.context["realistic_on"]) == (200, date(2026, 5, 26))
    assert "Mara Vogt has 5 open promises in week 20 already." in words(page)
    assert words(page).index('<button class="vh"') < words(page).index('name="take"')  # Enter promises
    part = mara.post("/promises/make/", {**told, "look": "1"}, headers={"hx-request": "true", "hx-target": "foreseen"})
    assert words(part).startswith('<div id="foreseen"')
    taken = mara.post("/promises/make/", {**told, "take": "2026-05-26"})
    assert 'value="2026-05-26"' in words(taken)
    assert "week 20" not in words(taken)
    assert Promise.objects.filter(text="One more").count() == 0
    kept = mara.post("/promises/make/", told)
    assert kept.status_code == 302
    assert Promise.objects.get(text="One more").due_on == date(2026, 5, 13)


def test_the_line_warns_before_it_is_kept(busy: None, mara: Any, words: Callable[[Any], str]) -> None:
    page = mara.post("/promises/line/", {"line": "Send one more to Atlas by 13 May", "see": "1"})
    assert "Mara Vogt is away in week 21" in words(page)
    assert "due_on=2026-05-26" in page.context["take_url"]


def test_api_and_terminal_say_the_same(busy: None, atlas: Client, manager: User, api: Any, terminal: Any) -> None:
    mara = api(manager)
    told = {"client": str(atlas.pk), "due_on": "2026-05-13", "text": "One more"}
    seen = mara.post("/promises/foresee", told).json()
    assert [one["code"] for one in seen["warnings"]] == ["away", "load"]
    assert (seen["open_that_week"], seen["first_realistic_on"]) == (5, "2026-05-26")
    made = mara.post("/promises", told)
    assert (made.status_code, made.json()["warnings"]) == (201, seen["warnings"])
    shown = terminal(["promises", "foresee", "--client", atlas.name, "--due", "2026-05-13", "--json"], by=manager)
    assert json.loads(shown.output)["open_that_week"] == 6
    printed = terminal(["promises", "foresee", "--client", atlas.name, "--due", "2026-05-13"], by=manager).output
    assert "The first realistic day is" in printed


def test_both_are_warned_of_a_contradiction_at_once(
    give: Give, mara: Any, atlas: Client, manager: User, deputy: User, head: User, at: datetime, words: Any
) -> None:
    """R-B-38: whoever enters it before it is kept, the colleague on the page of theirs."""
    serving.assign(client=atlas, user=deputy, role="deputy", by=head, at=at)
    theirs = give("Send the plan", due_on=date(2026, 3, 6), by=deputy)
    told = {"client": atlas.name, "which": str(atlas.pk), "text": "send plan", "due_on": "2026-03-09"}
    assert "Deniz Aydin promised them “Send the plan”" in words(mara.post("/promises/make/", {**told, "look": "1"}))
    mine = give("send plan", due_on=date(2026, 3, 9))
    for promise in (mine, theirs):
        assert "Two days for one thing" in words(mara.get(f"/promises/{promise.pk}/"))
    clash = mine.clashes.get()
    assert mara.post(f"/promises/clashes/{clash.pk}/both-stand/", {"why": ""}).status_code == 422
    assert mara.post(f"/promises/clashes/{clash.pk}/both-stand/", {"why": "Draft and final"}).status_code == 302
    assert "Two days for one thing" not in words(mara.get(f"/promises/{mine.pk}/"))
    assert actions.can_take_back(mine, by=manager, at=at)
