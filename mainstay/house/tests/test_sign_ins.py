"""Where somebody is signed in: seen and ended on the page, over the API and in the terminal (R-X-17)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from mainstay.house import actions, clock, queries
from mainstay.house.models import SignIn, User
from mainstay.house.rules import browsers
from mainstay.journal.models import Line, Words
from mainstay.kit.refusals import Refused

pytestmark = pytest.mark.django_db
PASSWORD = "a fence of old oak"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
SignedIn = Callable[[User], Browser]


@pytest.fixture
def mara(manager: User, admin: User, at: datetime) -> User:
    """Mara with a password."""
    return actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)


def opened(user_agent: str = FIREFOX, address: str = "198.51.100.7", email: str = "mara@house.example") -> Browser:
    """A browser in which she signed in by the page."""
    browser = Browser(headers={"user-agent": user_agent}, REMOTE_ADDR=address)
    answer = browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def is_in(browser: Browser) -> bool:
    return browser.get(reverse("house:me")).status_code == 200


def kinds(person: User) -> list[str]:
    return list(Line.objects.filter(about_id=person.pk).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (IPHONE, ("Safari", "iPhone")),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("curl/8.5", ("", "")),
    ],
)
def test_named_says_browser_and_system(told: str, said: tuple[str, str]) -> None:
    assert browsers.named(told) == said


def test_network_of_takes_the_64_of_an_address_of_ipv6() -> None:
    told = ["198.51.100.7", "2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1", "::ffff:198.51.100.7", "no address"]
    found = ["198.51.100.7", "2001:db8:1:2::", "2001:db8:1:2::", "198.51.100.7", "no address"]
    assert [browsers.network_of(each) for each in told] == found


def test_the_page_about_yourself_says_where_you_are_signed_in(mara: User) -> None:
    here, phone = opened(), opened(IPHONE, "203.0.113.9")
    page = here.get(reverse("house:me")).content.decode()
    assert page.count("this one") == 1
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert "203.0.113.9" in page
    assert "with the password" in page
    assert is_in(phone)


def test_one_browser_is_signed_out_and_the_journal_says_so(mara: User) -> None:
    here, phone = opened(), opened(IPHONE)
    row = SignIn.objects.get(browser=IPHONE)
    assert here.post(reverse("house:end_sign_in", args=[row.pk])).status_code == 302
    assert (is_in(here), is_in(phone)) == (True, False)
    assert kinds(mara)[-1] == "house.signed_out"
    assert Words.objects.order_by("-pk")[0].text == "Safari on iPhone"
    again = here.post(reverse("house:end_sign_in", args=[row.pk]))
    assert (again.status_code, "This sign-in has ended already." in again.content.decode()) == (422, True)


def test_all_others_are_signed_out_at_once(mara: User) -> None:
    here, phone, tablet = opened(), opened(IPHONE), opened(IPHONE)
    here.post(reverse("house:end_other_sign_ins"))
    assert [is_in(browser) for browser in (here, phone, tablet)] == [True, False, False]


def test_an_administrator_signs_a_colleague_out_and_nobody_else_does(
    mara: User, admin: User, stranger: User, signed_in: SignedIn
) -> None:
    phone = opened(IPHONE)
    row = SignIn.objects.get(browser=IPHONE)
    other, runs = signed_in(stranger), signed_in(admin)
    assert other.post(reverse("house:end_sign_in", args=[row.pk])).status_code == 404
    assert other.post(reverse("house:end_sign_ins_of", args=[mara.pk])).status_code == 403
    assert "Safari on iPhone" not in other.get(reverse("house:person", args=[mara.pk])).content.decode()
    assert "Safari on iPhone" in runs.get(reverse("house:person", args=[mara.pk])).content.decode()
    assert is_in(phone)
    runs.post(reverse("house:end_sign_ins_of", args=[mara.pk]))
    assert not is_in(phone)


def test_one_is_signed_out_only_by_oneself_or_an_administrator(mara: User, stranger: User, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.end_sign_ins(person=mara, by=stranger, at=at)


def test_ones_own_new_password_leaves_this_browser_alone(mara: User) -> None:
    here, phone = opened(), opened(IPHONE)
    told = {"oldpassword": PASSWORD, "password1": "another fence of oak", "password2": "another fence of oak"}
    assert here.post(reverse("account_change_password"), told).status_code == 302
    assert (is_in(here), is_in(phone)) == (True, False)
    assert [row.browser for row in queries.open_sign_ins(mara, clock.real_now())] == [FIREFOX]
    assert kinds(mara)[-1] == "house.person_changed"


def test_letting_go_and_a_new_password_from_an_administrator_end_every_sign_in(
    mara: User, admin: User, at: datetime
) -> None:
    opened()
    actions.set_password(person=mara, password="another fence of oak", by=admin, at=at)
    assert queries.open_sign_ins(mara, at) == []
    actions.set_password(person=mara, password=PASSWORD, by=admin, at=at)
    browser = opened()
    actions.let_go(person=mara, by=admin, at=at)
    assert (queries.open_sign_ins(mara, at), is_in(browser)) == ([], False)


def test_leaving_ends_the_sign_in(mara: User) -> None:
    here = opened()
    here.post(reverse("account_logout"))
    assert queries.open_sign_ins(mara, clock.real_now()) == []


def test_a_sign_in_lasts_no_longer_than_it_may_however_busy(mara: User, monkeypatch: Any, at: datetime) -> None:
    here = opened()
    for minutes in (*range(110, 720, 110), 719):
        monkeypatch.setattr(clock, "real_now", lambda minutes=minutes: at + timedelta(minutes=minutes))
        assert is_in(here)
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(hours=12))
    assert not is_in(here)


def test_last_seen_is_noted_once_a_minute(mara: User, monkeypatch: Any, at: datetime) -> None:
    here = opened()
    seen = []
    for seconds in (59, 60, 119):
        monkeypatch.setattr(clock, "real_now", lambda seconds=seconds: at + timedelta(seconds=seconds))
        here.get(reverse("house:me"))
        seen.append((SignIn.objects.get().seen_at - at).seconds)
    assert seen == [0, 60, 60]


def test_the_api_tells_and_ends_sign_ins(mara: User, admin: User, stranger: User, api: Callable[..., Any]) -> None:
    phone = opened(IPHONE)
    told = api(mara).get("/sign-ins").json()
    assert [(row["browser"], row["how"]) for row in told] == [("Safari on iPhone", "password")]
    assert "session_key" not in told[0]
    assert api(stranger).get("/sign-ins", person=mara.pk).json() == []
    assert api(stranger).delete(f"/sign-ins/{told[0]['id']}").status_code == 404
    assert api(admin).post("/sign-ins/end", {"person": str(mara.pk)}).json() == {"ended": 1}
    assert not is_in(phone)
    opened()
    (row,) = api(mara).get("/sign-ins").json()
    assert api(mara).delete(f"/sign-ins/{row['id']}").status_code == 204


def test_the_terminal_tells_and_ends_sign_ins(mara: User, stranger: User, terminal: Callable[..., Any]) -> None:
    phone = opened(IPHONE)
    assert (
        "Safari on iPhone · 198.51.100.7 · with the password" in terminal(["person", "signed-in", "Mara Vogt"]).output
    )
    assert terminal(["person", "signed-in", "Mara Vogt"], by=stranger).output == "Nowhere.\n"
    assert len(json.loads(terminal(["person", "signed-in", "Mara Vogt", "--json"]).output)) == 1
    assert terminal(["person", "sign-out", "Mara Vogt"], by=stranger).exit_code == 1
    assert terminal(["person", "sign-out", "Mara Vogt"]).output == "Signed out in 1 browser.\n"
    assert not is_in(phone)


def test_what_ended_long_ago_is_forgotten(mara: User, at: datetime) -> None:
    opened()
    actions.tidy_doors(real=at + timedelta(days=89))
    assert SignIn.objects.count() == 1
    actions.tidy_doors(real=at + timedelta(days=91))
    assert SignIn.objects.count() == 0
