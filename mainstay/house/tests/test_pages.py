"""The pages of the house: who sees them, what they do, what they refuse, how many queries they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.house import actions, clock
from mainstay.house.models import Absence, House, Token, Unit, User, WorkCalendar

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Browser]
TakeIn = Callable[..., User]
ONLY_ADMIN = "Only an administrator runs the house; ask one."
ADMINS = ["house:settings", "house:teams", "house:calendars", "house:add_person"]
EVERYBODYS = ["house:me", "house:people"]


@pytest.mark.parametrize("name", ADMINS)
def test_a_page_of_the_house_opens_to_whoever_runs_it(name: str, signed_in: SignedIn, admin: User) -> None:
    assert signed_in(admin).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ADMINS)
def test_a_page_of_the_house_stays_closed_to_everybody_else(
    name: str, signed_in: SignedIn, manager: User, head: User, front: User, sponsor: User
) -> None:
    for person in (manager, head, front, sponsor):
        browser = signed_in(person)
        assert (browser.get(reverse(name)).status_code, browser.post(reverse(name)).status_code) == (403, 403)


@pytest.mark.parametrize("name", EVERYBODYS)
def test_everybody_sees_themselves_and_the_people(name: str, signed_in: SignedIn, front: User) -> None:
    assert signed_in(front).get(reverse(name)).status_code == 200


def test_the_menu_names_the_house_only_for_whoever_runs_it(signed_in: SignedIn, admin: User, manager: User) -> None:
    link = f'href="{reverse("house:settings")}"'
    assert link in signed_in(admin).get(reverse("house:me")).content.decode()
    assert link not in signed_in(manager).get(reverse("house:me")).content.decode()


def test_one_changes_ones_own_name_language_and_zone(signed_in: SignedIn, manager: User) -> None:
    told = {"name": "Mara  Vogt-Lind", "language": "de", "zone": "Europe/Vienna"}
    answer = signed_in(manager).post(reverse("house:me"), told, follow=True)
    manager.refresh_from_db()
    assert (manager.language, manager.zone) == ("de", "Europe/Vienna")
    assert answer.redirect_chain == [(reverse("house:me"), 302)]


def test_what_one_types_wrongly_stands_there_again_with_the_sentence(signed_in: SignedIn, manager: User) -> None:
    told = {"name": "Mara", "language": "de", "zone": "Berlin"}
    answer = signed_in(manager).post(reverse("house:me"), told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“Berlin” is no time zone; write for example Europe/Berlin." in page
    assert 'value="Mara"' in page
    manager.refresh_from_db()
    assert manager.name == "Mara Vogt"


def test_an_absence_is_noted_and_cancelled_on_ones_own_page(signed_in: SignedIn, manager: User) -> None:
    browser = signed_in(manager)
    told = {"absence-from_on": "2026-03-05", "absence-to_on": "2026-03-06", "absence-note": "at the sea"}
    assert browser.post(reverse("house:note_absence"), told).status_code == 302
    page = browser.get(reverse("house:me")).content.decode()
    assert "Thursday 5\u00a0March to Friday 6\u00a0March" in page
    assert "at the sea" in page
    row = Absence.objects.get()
    assert browser.post(reverse("house:cancel_absence", args=[row.pk])).status_code == 302
    assert Absence.objects.count() == 0


def test_an_absence_that_runs_backwards_is_refused_in_the_form(signed_in: SignedIn, manager: User) -> None:
    told = {"absence-from_on": "2026-03-06", "absence-to_on": "2026-03-05"}
    answer = signed_in(manager).post(reverse("house:note_absence"), told)
    assert answer.status_code == 422
    assert "The last day of an absence comes after its first." in answer.content.decode()
    assert Absence.objects.count() == 0


def test_a_head_notes_the_absence_of_the_team_and_of_nobody_else(
    signed_in: SignedIn, head: User, manager: User, stranger: User
) -> None:
    browser = signed_in(head)
    told = {"absence-from_on": "2026-03-05", "absence-to_on": "2026-03-06"}
    assert browser.post(reverse("house:note_absence_of", args=[manager.pk]), told).status_code == 302
    refused = browser.post(reverse("house:note_absence_of", args=[stranger.pk]), told)
    assert refused.status_code == 422
    sentence = "An absence is noted by whoever is away, by the head of the team or by an administrator."
    assert sentence in refused.content.decode()
    assert [row.user for row in Absence.objects.all()] == [manager]
    assert "Note days away" not in browser.get(reverse("house:person", args=[stranger.pk])).content.decode()


def test_a_token_is_shown_once_and_closed(signed_in: SignedIn, manager: User) -> None:
    browser = signed_in(manager)
    made = browser.post(reverse("house:make_token"), {"token-name": "calendar", "token-until": "2026-03-31"})
    page = made.content.decode()
    key = re.search(r"mst_[0-9a-f]{12}_[\w-]{43}", page)
    assert key is not None
    assert "no-store" in made.headers["Cache-Control"]
    assert key[0] not in browser.get(reverse("house:me")).content.decode()
    row = Token.objects.get()
    assert row.ends_at == datetime.fromisoformat("2026-03-31T22:00:00+00:00")  # the day ends in Berlin
    assert browser.post(reverse("house:revoke_token", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at == clock.now()


def test_a_token_of_somebody_else_is_not_there(
    signed_in: SignedIn, manager: User, stranger: User, at: datetime
) -> None:
    row, _key = actions.make_token(person=manager, name="mine", by=manager, at=at)
    assert signed_in(stranger).post(reverse("house:revoke_token", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.revoked_at is None


def test_somebody_is_taken_in_given_a_post_and_let_go(signed_in: SignedIn, admin: User, team: Unit) -> None:
    browser = signed_in(admin)
    told = {
        "name": "Nora Feld", "email": "Nora@House.example", "unit": str(team.pk), "roles": ["manager"],
        "language": "de", "zone": "Europe/Berlin", "password": "a fence of old oak",
    }  # fmt: skip
    assert browser.post(reverse("house:add_person"), told).status_code == 302
    nora = User.objects.get(email="nora@house.example")
    assert ([(post.role, post.unit) for post in nora.posts.all()], nora.unit) == ([("manager", team)], team)
    assert nora.check_password("a fence of old oak")
    browser.post(reverse("house:give_post", args=[nora.pk]), {"post-role": "head", "post-unit": str(team.pk)})
    assert sorted(nora.posts.values_list("role", flat=True)) == ["head", "manager"]
    browser.post(reverse("house:take_post", args=[nora.posts.get(role="manager").pk]))
    assert list(nora.posts.values_list("role", flat=True)) == ["head"]
    browser.post(reverse("house:leave", args=[nora.pk]))
    nora.refresh_from_db()
    assert not nora.is_active
    browser.post(reverse("house:let_in_again", args=[nora.pk]))
    nora.refresh_from_db()
    assert nora.is_active


def test_a_form_that_refuses_keeps_what_was_typed(signed_in: SignedIn, admin: User) -> None:
    told = {"name": "Nora Feld", "email": admin.email, "language": "de", "zone": "Europe/Berlin"}
    answer = signed_in(admin).post(reverse("house:add_person"), told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ada@house.example is already the address of Ada Winter" in page
    assert 'value="Nora Feld"' in page


def test_the_last_administrator_stays(signed_in: SignedIn, admin: User) -> None:
    browser = signed_in(admin)
    sentence = "Ada Winter is the last administrator; make somebody else one first."
    acts: list[tuple[str, Any, dict[str, str]]] = [
        ("house:leave", admin.pk, {}),
        ("house:take_post", admin.posts.get().pk, {}),
        ("house:change_person", admin.pk, {"name": "Ada", "email": "", "language": "en", "zone": "UTC"}),
    ]
    for name, key, told in acts:
        answer = browser.post(reverse(name, args=[key]), told)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    admin.refresh_from_db()
    assert (admin.is_active, admin.posts.get().role, admin.email) == (True, "admin", "ada@house.example")


def test_an_address_is_told_only_to_whoever_runs_the_house(
    signed_in: SignedIn, admin: User, manager: User, stranger: User
) -> None:
    assert "stan@house.example" in signed_in(admin).get(reverse("house:people")).content.decode()
    page = signed_in(manager).get(reverse("house:people")).content.decode()
    assert "Stan Okafor" in page
    assert "stan@" not in page
    assert "stan@" not in signed_in(manager).get(reverse("house:person", args=[stranger.pk])).content.decode()


def test_whoever_was_let_go_is_seen_only_by_whoever_runs_the_house(
    signed_in: SignedIn, admin: User, manager: User, stranger: User, at: datetime
) -> None:
    actions.let_go(person=stranger, by=admin, at=at)
    assert "Stan Okafor" in signed_in(admin).get(reverse("house:people")).content.decode()
    assert "Stan Okafor" not in signed_in(manager).get(reverse("house:people")).content.decode()
    assert signed_in(manager).get(reverse("house:person", args=[stranger.pk])).status_code == 404


def test_the_list_of_people_costs_the_same_for_one_and_for_many(
    signed_in: SignedIn, admin: User, take_in: TakeIn, team: Unit
) -> None:
    browser = signed_in(admin)
    take_in("Ole Kamp", "manager", team)
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("house:people"))
    for name in ("Nora Feld", "Uwe Sand", "Pia Berg"):
        take_in(name, "manager", team)
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("house:people"))
    assert len(many) == len(few), [query["sql"] for query in many]
    assert len(few) <= 10  # two of them are looks for alarms


def test_a_name_is_text_and_never_markup(signed_in: SignedIn, admin: User, at: datetime) -> None:
    actions.add_person(name="<b>Bold</b> & Co", by=admin, at=at)
    page = signed_in(admin).get(reverse("house:people")).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Co" in page
    assert "<b>Bold</b>" not in page


def test_the_house_is_changed_and_refuses_what_cannot_be_used(signed_in: SignedIn, admin: User) -> None:
    browser, here = signed_in(admin), House.objects.get()
    told = {
        "name": "Nordwind", "country": "MY", "zone": "Asia/Kuala_Lumpur", "language": "ms", "currency": "myr",
        "calendar": str(here.calendar_id),
    }  # fmt: skip
    assert browser.post(reverse("house:settings"), told).status_code == 302
    here.refresh_from_db()
    assert (here.name, here.country, here.currency) == ("Nordwind", "MY", "MYR")
    refused = browser.post(reverse("house:settings"), {**told, "currency": "gold"})
    assert refused.status_code == 422
    assert "“gold” is no currency; write its three letters, for example EUR." in refused.content.decode()


def test_the_clock_is_turned_on_the_page_of_the_house(signed_in: SignedIn, admin: User, at: datetime) -> None:
    browser = signed_in(admin)
    browser.post(reverse("house:advance_clock"), {"advance-advance": "31d"})
    assert clock.now() == at + timedelta(days=31)
    browser.post(reverse("house:set_clock"), {"clock-shows": "1998-05-25T09:00"})
    assert clock.now() == datetime.fromisoformat("1998-05-25T09:00+02:00")  # in Berlin
    browser.post(reverse("house:reset_clock"))
    assert clock.now() == at
    refused = browser.post(reverse("house:advance_clock"), {"advance-advance": "a while"})
    assert refused.status_code == 422
    assert "“a while” is no length of time" in refused.content.decode()


def test_the_clock_of_a_real_house_is_not_turned_on_the_page(signed_in: SignedIn, admin: User, at: datetime) -> None:
    House.objects.update(kind="real")
    browser = signed_in(admin)
    assert "Set the clock" not in browser.get(reverse("house:settings")).content.decode()
    sentence = "The clock of a firm’s house runs by itself; only in a demo or test house may it be set."
    for name, told in (
        ("house:advance_clock", {"advance-advance": "1d"}),
        ("house:set_clock", {"clock-shows": "1998-05-25T09:00"}),
        ("house:reset_clock", {}),
    ):
        answer = browser.post(reverse(name), told)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert clock.now() == at


def test_teams_are_added_and_renamed(signed_in: SignedIn, admin: User) -> None:
    browser = signed_in(admin)
    browser.post(reverse("house:teams"), {"name": "South"})
    south = Unit.objects.get(name="South")
    browser.post(reverse("house:team", args=[south.pk]), {"name": "South-West"})
    assert [unit.name for unit in Unit.objects.all()] == ["South-West"]
    refused = browser.post(reverse("house:teams"), {"name": "south-west"})
    assert refused.status_code == 422
    assert "There is a team called “south-west” already." in refused.content.decode()


def test_a_calendar_is_added_changed_and_given_days_of_its_own(signed_in: SignedIn, admin: User) -> None:
    browser = signed_in(admin)
    told = {"name": "Cairo", "zone": "Africa/Cairo", "country": "EG", "subdivision": ""}
    browser.post(reverse("house:calendars"), told)
    row = WorkCalendar.objects.get(name="Cairo")
    assert [entry[0] for entry in row.hours] == [0, 1, 2, 3, 6]
    week = {f"day_{number}": "" for number in range(7)} | {"day_0": "9-12:30, 13:15–17"}
    browser.post(reverse("house:calendar", args=[row.pk]), told | week)
    row.refresh_from_db()
    assert row.hours == [[0, "09:00", "12:30"], [0, "13:15", "17:00"]]
    day = {"own-on": "2026-03-09", "own-name": "Our day"}
    browser.post(reverse("house:set_own_day", args=[row.pk]), day)
    assert [(own.on, own.works) for own in row.own_days.all()] == [(date(2026, 3, 9), False)]
    page = browser.get(reverse("house:calendar", args=[row.pk])).content.decode()
    assert "Our day" in page
    browser.post(reverse("house:remove_own_day", args=[row.pk]), {"on": "2026-03-09"})
    assert not row.own_days.exists()
    refused = browser.post(reverse("house:calendar", args=[row.pk]), told | week | {"day_1": "9 to 5"})
    assert refused.status_code == 422
    assert "“9 to 5” are no hours" in refused.content.decode()
