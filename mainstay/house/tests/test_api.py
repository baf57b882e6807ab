"""The API of the house: who gets in, the verbs, and the same refusals as on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mainstay.house import actions, clock
from mainstay.house.models import Absence, House, Token, Unit, User, WorkCalendar
from mainstay.house.rules import keys

pytestmark = pytest.mark.django_db
Api = Callable[..., Any]
ONLY_ADMIN = {
    "detail": "Only an administrator runs the house; ask one.",
    "field": "",
    "rule": "R-X-3",
    "lifted_by": "an administrator, by giving you the role",
    "advice": "Need to know, by role, client and kind of fact.",
}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


# --- who gets in ---------------------------------


def test_only_the_digest_of_a_token_is_kept(manager: User, at: datetime) -> None:
    row, key = actions.make_token(person=manager, name="mine", by=manager, at=at)
    handle, secret = keys.read(key)
    assert (row.handle, row.digest) == (handle, keys.digest_of(secret))
    assert all(secret not in str(value) for value in Token.objects.values_list().get())


def test_a_token_opens_the_door_for_its_person(api: Api, manager: User) -> None:
    body = api(manager).get("/me").json()
    assert (body["name"], body["roles"], body["team"]) == ("Mara Vogt", ["manager"], "Berlin")


@pytest.mark.parametrize(
    "told",
    ["", "Bearer", "Bearer x", "Bearer mst_", "Bearer mst__", "Bearer mst_0123456789ab_wrong", "Basic bWFyYTp4"],
)
def test_what_is_no_token_is_refused_without_a_word_why(told: str, manager: User) -> None:
    answer = Browser().get("/api/v1/me", headers={"Authorization": told} if told else {})
    assert (answer.status_code, answer.json()) == (401, {"detail": "A token is needed that opens this house."})
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_with_another_secret_opens_nothing(manager: User, at: datetime) -> None:
    _row, key = actions.make_token(person=manager, name="mine", by=manager, at=at)
    for wrong in (key[:-1], key + "x", key.upper(), f"mst_{keys.read(key)[0]}_é"):
        assert Browser().get("/api/v1/me", headers=bearer(wrong)).status_code == 401


def test_a_token_that_ended_or_was_revoked_or_whose_person_left_opens_nothing(
    manager: User, deputy: User, admin: User, at: datetime
) -> None:
    soon = at + timedelta(hours=1)
    _row, ending = actions.make_token(person=manager, name="ending", ends_at=soon, by=manager, at=at)
    revoked, gone = actions.make_token(person=manager, name="revoked", by=manager, at=at)
    _row, left = actions.make_token(person=deputy, name="left", by=deputy, at=at)
    tokens = (ending, gone, left)
    assert [Browser().get("/api/v1/me", headers=bearer(key)).status_code for key in tokens] == [200, 200, 200]
    actions.revoke_token(token=revoked, by=manager, at=at)
    actions.let_go(person=deputy, by=admin, at=at)
    actions.advance_clock(delta=timedelta(hours=1), by=admin, at=at)
    assert [Browser().get("/api/v1/me", headers=bearer(key)).status_code for key in tokens] == [401, 401, 401]


def test_a_token_that_only_reads_writes_nothing(api: Api, manager: User) -> None:
    caller = api(manager, read_only=True)
    assert caller.get("/me").status_code == 200
    answer = caller.patch("/me", {"name": "Mara Lind"})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "This token only reads. Make one that also writes, on the page about yourself.",
    )
    manager.refresh_from_db()
    assert manager.name == "Mara Vogt"


def test_the_use_of_a_token_is_noted_once_a_minute(api: Api, manager: User, admin: User, at: datetime) -> None:
    caller = api(manager)

    def writes() -> int:
        with CaptureQueriesContext(connection) as seen:
            caller.get("/me")
        return sum("UPDATE" in query["sql"] for query in seen)

    assert [writes(), writes()] == [1, 0]
    assert Token.objects.get().used_at == at
    actions.advance_clock(delta=timedelta(minutes=1), by=admin, at=at)
    assert writes() == 1


def test_a_session_needs_the_pages_own_key_to_write(manager: User, signed_in: Callable[[User], Browser]) -> None:
    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(manager)
    assert strict.get("/api/v1/me").status_code == 200
    refused = strict.patch("/api/v1/me", {"name": "Mara Lind"}, content_type="application/json")
    assert refused.status_code == 403
    strict.get(reverse("house:me"))
    key = {"X-CSRFToken": strict.cookies["csrftoken"].value}
    told = strict.patch("/api/v1/me", {"name": "Mara Lind"}, content_type="application/json", headers=key)
    assert (told.status_code, told.json()["name"]) == (200, "Mara Lind")


def test_a_wrong_token_is_not_saved_by_a_session(manager: User, signed_in: Callable[[User], Browser]) -> None:
    assert signed_in(manager).get("/api/v1/me", headers=bearer("mst_a_b")).status_code == 401


def test_an_answer_speaks_the_persons_language(api: Api, manager: User, at: datetime) -> None:
    actions.change_person(person=manager, language="de", by=manager, at=at)
    answer = api(manager).get("/me")
    assert answer.headers["Content-Language"] == "de"


# --- the verbs ---------------------------------


def test_addresses_are_told_only_to_whoever_runs_the_house(api: Api, admin: User, manager: User) -> None:
    seen = {row["name"]: row["email"] for row in api(admin).get("/people").json()}
    assert seen == {"Ada Winter": "ada@house.example", "Mara Vogt": "mara@house.example"}
    assert {row["email"] for row in api(manager).get("/people").json()} == {""}


def test_somebody_is_taken_in_changed_and_let_go(api: Api, admin: User, team: Unit) -> None:
    caller = api(admin)
    told = {"name": "Nora Feld", "email": "Nora@house.example", "posts": [{"role": "manager", "team": str(team.pk)}]}
    made = caller.post("/people", told)
    assert (made.status_code, made.json()["email"], made.json()["posts"]) == (
        201,
        "nora@house.example",
        ["manager (Berlin)"],
    )
    path = f"/people/{made.json()['id']}"
    assert caller.patch(path, {"team": str(team.pk)}).json()["team"] == "Berlin"
    assert caller.post(f"{path}/posts", {"role": "front"}).json()["posts"] == ["front", "manager (Berlin)"]
    assert caller.delete(f"{path}/posts/front").json()["posts"] == ["manager (Berlin)"]
    assert caller.post(f"{path}/password", {"password": "a fence of old oak"}).status_code == 204
    assert caller.post(f"{path}/leave").json()["active"] is False
    assert caller.post(f"{path}/return").json()["active"] is True


def test_the_verbs_of_the_house_are_refused_to_others_in_one_sentence(
    api: Api, manager: User, deputy: User, team: Unit, house: House
) -> None:
    caller, path = api(manager), f"/people/{deputy.pk}"
    calendar = f"/calendars/{house.calendar_id}"
    for answer in (
        caller.post("/people", {"name": "New"}),
        caller.patch(path, {"name": "New"}),
        caller.post(f"{path}/posts", {"role": "admin"}),
        caller.delete(f"{path}/posts/manager?team={team.pk}"),
        caller.post(f"{path}/leave"),
        caller.post(f"{path}/return"),
        caller.post(f"{path}/password", {"password": "a fence of old oak"}),
        caller.post("/teams", {"name": "New"}),
        caller.patch(f"/teams/{team.pk}", {"name": "New"}),
        caller.patch("/house", {"name": "New"}),
        caller.post("/clock", {"advance": "1d"}),
        caller.post("/calendars", {"name": "New", "zone": "UTC"}),
        caller.patch(calendar, {"name": "New"}),
        caller.put(f"{calendar}/own-days/2026-05-04", {"name": "New"}),
        caller.delete(f"{calendar}/own-days/2026-05-04"),
        caller.post("/tokens", {"name": "New", "person": str(deputy.pk)}),
    ):
        assert (answer.status_code, answer.json()) == (422, ONLY_ADMIN)


def test_an_absence_is_noted_seen_and_cancelled(api: Api, head: User, manager: User, stranger: User) -> None:
    told = {"person": str(manager.pk), "from_on": "2026-03-05", "to_on": "2026-03-06", "note": "sea"}
    made = api(head).post("/absences", told)
    assert made.status_code == 201
    assert [row["name"] for row in api(stranger).get("/absences").json()] == ["Mara Vogt"]
    path = f"/absences/{made.json()['id']}"
    refused = api(stranger).delete(path)
    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        "An absence is noted by whoever is away, by the head of the team or by an administrator.",
    )
    assert api(manager).delete(path).status_code == 204
    assert Absence.objects.count() == 0


def test_a_token_is_made_listed_and_closed(api: Api, manager: User, stranger: User) -> None:
    caller = api(manager)
    made = caller.post("/tokens", {"name": "calendar", "read_only": True}).json()
    assert Browser().get("/api/v1/me", headers=bearer(made["key"])).json()["name"] == "Mara Vogt"
    listed = caller.get("/tokens").json()
    assert [row["name"] for row in listed if row["name"] == "calendar"] == ["calendar"]
    assert all("key" not in row and "digest" not in row for row in listed)
    assert api(stranger).delete(f"/tokens/{made['id']}").status_code == 404
    assert caller.delete(f"/tokens/{made['id']}").json()["open"] is False
    again = caller.delete(f"/tokens/{made['id']}")
    assert (again.status_code, again.json()["detail"]) == (422, "This token was revoked already.")


def test_a_token_ends_in_time_to_come_and_in_a_zone(api: Api, manager: User) -> None:
    caller = api(manager)
    past = caller.post("/tokens", {"name": "x", "ends_at": "2026-03-02T09:00:00Z"})
    assert past.json()["detail"] == "A token ends at a time that is still to come."
    assert caller.post("/tokens", {"name": "x", "ends_at": "2026-03-03T09:00:00"}).status_code == 422


def test_the_clock_is_read_by_all_and_turned_by_whoever_runs_the_house(
    api: Api, admin: User, manager: User, at: datetime
) -> None:
    assert api(manager).get("/clock").json() == {"shows": "2026-03-02T09:00:00Z", "set": False, "zone": "Europe/Berlin"}
    caller = api(admin)
    assert caller.post("/clock", {"advance": "31d"}).json()["shows"] == "2026-04-02T09:00:00Z"
    assert clock.now() == at + timedelta(days=31)
    assert caller.post("/clock", {"shows": "1998-05-25T09:00:00+02:00"}).json()["shows"] == "1998-05-25T07:00:00Z"
    for wrong in ({}, {"advance": "1d", "reset": True}):
        assert caller.post("/clock", wrong).json()["detail"] == "Set it, advance it or reset it: one at a time."
    assert caller.post("/clock", {"shows": "1998-05-25T09:00:00"}).json()["detail"] == (
        "A time for the clock needs its zone."
    )


def test_the_clock_of_a_real_house_is_not_turned(api: Api, admin: User) -> None:
    caller = api(admin)
    House.objects.update(kind="real")
    answer = caller.post("/clock", {"advance": "1d"})
    assert (answer.status_code, answer.json()["detail"], answer.json()["rule"]) == (
        422,
        "The clock of a firm’s house runs by itself; only in a demo or test house may it be set.",
        "R-X-1",
    )


def test_teams_and_calendars_are_kept(api: Api, admin: User, house: House) -> None:
    caller = api(admin)
    south = caller.post("/teams", {"name": "South"}).json()
    assert caller.patch(f"/teams/{south['id']}", {"name": "South-West"}).json()["name"] == "South-West"
    assert [row["name"] for row in caller.get("/teams").json()] == ["South-West"]
    cairo = caller.post("/calendars", {"name": "Cairo", "zone": "Africa/Cairo", "country": "eg"}).json()
    path = f"/calendars/{cairo['id']}"
    assert [entry[0] for entry in cairo["hours"]] == [0, 1, 2, 3, 6]
    assert caller.patch(path, {"hours": [[0, "09:00", "24:00"]]}).json()["hours"] == [[0, "09:00", "24:00"]]
    wrong = caller.patch(path, {"hours": [[0, "17:00", "09:00"]]})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "hours")
    caller.put(f"{path}/own-days/2026-03-09", {"name": "Our day"})
    soon = caller.get(f"{path}/holidays").json()[0]
    assert soon == {"on": "2026-03-09", "name": "Our day", "works": False}
    assert caller.delete(f"{path}/own-days/2026-03-09").json()["own_days"] == []
    assert WorkCalendar.objects.count() == 2


def test_the_house_is_read_by_all_and_changed_by_whoever_runs_it(api: Api, admin: User, manager: User) -> None:
    assert api(manager).get("/house").json()["name"] == "Brückner & Partner"
    assert api(admin).patch("/house", {"currency": "chf"}).json()["currency"] == "CHF"


def test_the_api_describes_itself_here(client: Browser, house: House) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/me", "/api/v1/people", "/api/v1/absences", "/api/v1/tokens", "/api/v1/clock"} <= set(told["paths"])
    page = client.get("/api/v1/docs").content.decode()
    assert "https://" not in page
