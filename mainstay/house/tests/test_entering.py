"""What a house asks of whoever comes in: a second step, and proof anew after a rest (R-X-17)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from click.testing import Result
from django.test import Client as Browser
from django.urls import reverse

from mainstay.house import actions, clock
from mainstay.house.models import House, User
from mainstay.house.rules import entering, rights
from mainstay.journal.models import Line
from mainstay.kit.refusals import Refused

PASSWORD = "a fence of old oak"
STEP = "This house asks for a second step when you sign in. Set one up; until then nothing else opens."
REST = "Nothing was done here for a while."


@pytest.mark.parametrize(
    ("asked_of", "roles", "wants"),
    [
        ([], ["admin"], False),
        (["everybody"], [], True),
        (["admin"], ["manager"], False),
        (["admin", "head"], ["manager", "head"], True),
    ],
)
def test_a_second_step_is_asked_of_roles_or_of_everybody(asked_of: list[str], roles: list[str], wants: bool) -> None:
    assert entering.wants_second_step(asked_of, roles) is wants


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


@pytest.fixture
def mara(manager: User, admin: User, at: datetime) -> User:
    """Mara with a password."""
    return actions.set_password(person=manager, password=PASSWORD, by=admin, at=at)


def sign_in(browser: Browser, email: str = "mara@house.example") -> Any:
    return browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})


# --- a second step -------------------------------------------


@pytest.mark.django_db
def test_whoever_has_no_second_step_sets_one_up_and_does_nothing_else_before(
    mara: User, admin: User, at: datetime
) -> None:
    actions.change_house(second_step_for=["manager"], by=admin, at=at)
    browser = Browser()
    sign_in(browser)
    for name in ("house:me", "house:people", "mfa_index"):
        answer = browser.get(reverse(name))
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("house:second_step"))
    page = browser.get(reverse("house:second_step")).content.decode()
    assert (STEP in page, reverse("house:people") in page, reverse("account_logout") in page) == (True, False, True)
    changed = browser.post(reverse("house:me"), {"name": "Another", "language": "en", "zone": "UTC"})
    assert (changed.status_code, STEP in changed.content.decode()) == (422, True)
    by_api = browser.get("/api/v1/people")
    assert (by_api.status_code, by_api.json()["detail"], by_api.json()["rule"]) == (422, STEP, "R-X-17")
    part = browser.get(reverse("house:people"), headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (422, "body")
    where = reverse("mfa_activate_totp")
    secret = browser.get(where).context["form"].secret
    assert browser.post(where, {"code": code_of(secret)}).status_code == 302
    assert (browser.get(reverse("house:me")).status_code, browser.get("/api/v1/people").status_code) == (200, 200)
    mara.refresh_from_db()
    assert mara.name == "Mara Vogt"


@pytest.mark.django_db
def test_nobody_is_stopped_who_was_in_or_has_one_or_is_not_asked_or_is_a_program(
    mara: User, deputy: User, admin: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:
    before = signed_in(mara)
    actions.change_house(second_step_for=["manager"], by=admin, at=at)
    assert before.get(reverse("house:me")).status_code == 200  # they are led when they sign in next
    TOTP.activate(mara, "JBSWY3DPEHPK3PXP")
    again = Browser()
    again.force_login(mara)
    assert again.get(reverse("house:me")).status_code == 200
    ada = Browser()
    ada.force_login(admin)
    assert ada.get(reverse("house:me")).status_code == 200
    _made, key = actions.make_token(person=deputy, name="x", by=deputy, at=at)
    assert Browser().get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code == 200


@pytest.mark.django_db
def test_a_sign_in_that_is_led_goes_on_when_it_is_asked_no_more(mara: User, admin: User, at: datetime) -> None:
    actions.change_house(second_step_for=["everybody"], by=admin, at=at)
    browser = Browser()
    sign_in(browser)
    assert browser.get(reverse("house:me")).status_code == 302
    actions.change_house(second_step_for=[], by=admin, at=at)
    assert browser.get(reverse("house:me")).status_code == 200
    assert browser.get(reverse("house:second_step")).headers["Location"] == reverse("mfa_index")


@pytest.mark.django_db
def test_the_lone_administrator_lets_themself_in_at_the_terminal(
    admin: User, at: datetime, terminal: Callable[..., Result]
) -> None:
    answer = terminal(["house", "--second-step-for", "everybody", "--rests-after", "60"], by=admin)
    assert tuple(answer.output.splitlines()[-2:]) == ("second_step_for: everybody", "rests_after: 60")
    TOTP.activate(admin, "JBSWY3DPEHPK3PXP")
    answer = terminal(["person", "recover", "--second-step", "ada@house.example"], by=admin)
    browser = Browser()
    where = re.findall(r"(/recover/\S+)", answer.output)[0]
    browser.post(where, {"password": PASSWORD})
    assert Authenticator.objects.count() == 0
    sign_in(browser, "ada@house.example")
    assert browser.get(reverse("house:settings")).headers["Location"] == reverse("house:second_step")
    assert terminal(["house", "--second-step-for", "nobody"], by=admin).exit_code == 0
    assert browser.get(reverse("house:settings")).status_code == 200


# --- the setting ---------------------------------------------


@pytest.mark.django_db
def test_an_administrator_says_what_is_asked_and_the_journal_keeps_it(
    admin: User, at: datetime, signed_in: Callable[[User], Browser]
) -> None:
    browser, where = signed_in(admin), reverse("house:keep_entering")
    told = {"entering-second_step_for": ["head", "admin"], "entering-rests_after": "45"}
    assert browser.post(where, told).headers["Location"] == reverse("house:settings")
    here = House.objects.get()
    assert (here.second_step_for, here.rests_after) == (["head", "admin"], 45)
    page = browser.get(reverse("house:settings")).content.decode()
    assert "A second step is asked of: Head of client service, Administrator." in page
    assert "A sign-in may rest for 45 minutes before the house asks who is there." in page
    assert Line.objects.filter(kind="house.changed").count() == 1
    refused = browser.post(where, {**told, "entering-rests_after": "4"})
    assert (refused.status_code, House.objects.get().rests_after) == (422, 45)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        ({"rests_after": 4}, "rests_after", "A sign-in may rest for 5 to 1440 minutes."),
        ({"rests_after": 1441}, "rests_after", "A sign-in may rest for 5 to 1440 minutes."),
        ({"second_step_for": ["clerk"]}, "second_step_for", "“clerk” is none of these: everybody, manager, head"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    told: dict[str, Any], field: str, sentence: str, admin: User, at: datetime, api: Callable[..., Any]
) -> None:
    with pytest.raises(Refused) as caught:
        actions.change_house(by=admin, at=at, **told)
    assert (caught.value.field, sentence in caught.value.message) == (field, True)
    answer = api(admin).patch("/house", told)
    assert (answer.status_code, answer.json()["detail"]) == (422, caught.value.message)


@pytest.mark.django_db
def test_everybody_stands_for_all_the_roles(admin: User, at: datetime) -> None:
    assert actions.change_house(second_step_for=["admin", "everybody"], by=admin, at=at).second_step_for == [
        "everybody"
    ]
    kept = actions.change_house(second_step_for=[*reversed(rights.ROLES)], by=admin, at=at)
    assert kept.second_step_for == list(rights.ROLES)


@pytest.mark.django_db
def test_over_the_api_it_is_changed_by_whoever_proved_lately_who_they_are(
    admin: User, at: datetime, signed_in: Callable[[User], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(admin)
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(minutes=16))
    answer = browser.patch("/api/v1/house", {"second_step_for": ["everybody"]}, content_type="application/json")
    assert (answer.status_code, House.objects.get().second_step_for) == (422, [])
    assert browser.patch("/api/v1/house", {"name": "X"}, content_type="application/json").status_code == 200


# --- a rest --------------------------------------------------


@pytest.fixture
def rested(mara: User, signed_in: Callable[[User], Browser], monkeypatch: pytest.MonkeyPatch, at: datetime) -> Browser:
    """Mara's browser, in which nothing was asked for two hours."""
    browser = signed_in(mara)
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(minutes=120))
    return browser


@pytest.mark.django_db
def test_after_a_rest_the_house_asks_who_is_there_and_leads_on(rested: Browser) -> None:
    where = reverse("house:people") + "?q=x"
    page = rested.get(where)
    assert (
        page.status_code,
        REST in page.content.decode(),
        reverse("house:people") + '"' in page.content.decode(),
    ) == (
        422,
        True,
        False,
    )
    by_api = rested.get("/api/v1/people")
    assert (by_api.status_code, by_api.json()["detail"]) == (
        422,
        "Nothing was done here for a while. Prove on a page of the house that it is you, then repeat this.",
    )
    wrong = rested.post(reverse("house:sure"), {"sure-password": "wrong words here", "next": where})
    assert (wrong.status_code, rested.get(where).status_code) == (422, 422)
    done = rested.post(reverse("house:sure"), {"sure-password": PASSWORD, "next": where})
    assert (done.headers["Location"], rested.get(where).status_code) == (where, 200)


@pytest.mark.django_db
def test_what_was_written_before_a_rest_is_kept(rested: Browser, mara: User) -> None:
    told = {"name": "Mara Vogt-Lang", "language": "de", "zone": "Europe/Berlin"}
    asked = rested.post(reverse("house:me"), told)
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.content.decode()))
    carried.pop("csrfmiddlewaretoken", None)
    assert (asked.status_code, carried) == (422, told)
    assert rested.post(reverse("house:me"), carried | {"sure-password": PASSWORD}).status_code == 302
    mara.refresh_from_db()
    assert mara.name == "Mara Vogt-Lang"


@pytest.mark.django_db
def test_whoever_is_busy_or_looks_at_a_demo_house_is_not_asked(
    mara: User, signed_in: Callable[[User], Browser], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    browser = signed_in(mara)
    for minutes in (119, 230):
        monkeypatch.setattr(clock, "real_now", lambda minutes=minutes: at + timedelta(minutes=minutes))
        assert browser.get(reverse("house:me")).status_code == 200
    House.objects.update(kind="demo")
    monkeypatch.setattr(clock, "real_now", lambda: at + timedelta(minutes=400))
    assert browser.get(reverse("house:me")).status_code == 200
