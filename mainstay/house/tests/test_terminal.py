"""The house in the terminal: who acts, the verbs, the same refusals as on the page and in the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from mainstay.house import actions, clock
from mainstay.house.models import Absence, House, Token, Unit, User, WorkCalendar
from mainstay.house.rules import keys, spans

pytestmark = pytest.mark.django_db
Terminal = Callable[..., Result]
ONLY_ADMIN = (
    "Only an administrator runs the house; ask one.\n"
    "Who may lift this: an administrator, by giving you the role.\n"
    "Rule R-X-3. Need to know, by role, client and kind of fact.\n"
)


def told(result: Result) -> tuple[int, str]:
    return result.exit_code, result.output


# --- who acts ---------------------------------


def test_the_only_administrator_acts_where_nobody_is_named(terminal: Terminal, admin: User) -> None:
    assert told(terminal(["team", "add", "South"])) == (0, "South is a team now.\n")


def test_of_several_administrators_one_must_be_named(
    terminal: Terminal, admin: User, manager: User, at: datetime
) -> None:
    actions.give_post(person=manager, role="admin", by=admin, at=at)
    result = terminal(["team", "add", "South"])
    assert result.exit_code == 2
    assert (
        "Several people run this house: ada@house.example, mara@house.example. "
        "Say who acts with --by, or set MAINSTAY_USER."
    ) in result.output
    assert terminal(["team", "add", "South", "--by", "Mara Vogt"]).exit_code == 0


def test_who_acts_is_found_by_name_or_address_in_any_case(terminal: Terminal, admin: User, manager: User) -> None:
    for name in ("ADA@house.example", "ada winter"):
        assert terminal(["team", "list", "--by", name]).exit_code == 0
    assert told(terminal(["team", "list", "--by", "Nobody"])) == (1, "Nobody here is called “Nobody”.\n")


def test_whoever_was_let_go_acts_no_more(terminal: Terminal, admin: User, manager: User, at: datetime) -> None:
    actions.let_go(person=manager, by=admin, at=at)
    result = terminal(["people"], by=manager)
    assert told(result) == (
        1,
        (
            "Mara Vogt was let go and acts no more; name somebody else with --by.\nNobody lifts this.\n"
            "Rule R-X-3. Need to know, by role, client and kind of fact.\n"
        ),
    )


def test_two_of_one_name_are_told_apart_by_address(
    terminal: Terminal, admin: User, manager: User, at: datetime
) -> None:
    actions.add_person(name="Mara Vogt", by=admin, at=at)
    result = terminal(["person", "leave", "Mara Vogt"])
    assert result.exit_code == 1
    assert "Several people are called “Mara Vogt”; name one by mail address." in result.output


# --- refusals ---------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ["person", "add", "New"],
        ["person", "change", "Deniz Aydin", "--name", "New"],
        ["person", "give", "Deniz Aydin", "admin"],
        ["person", "take", "Deniz Aydin", "manager", "--team", "Berlin"],
        ["person", "leave", "Deniz Aydin"],
        ["person", "return", "Deniz Aydin"],
        ["team", "add", "New"],
        ["team", "rename", "Berlin", "New"],
        ["house", "--name", "New"],
        ["clock", "--advance", "1d"],
        ["clock", "--set", "1998-05-25T09:00"],
        ["clock", "--reset"],
        ["calendar", "add", "New"],
        ["calendar", "change", "Office hours", "--name", "New"],
        ["calendar", "own-day", "Office hours", "2026-05-04", "New"],
        ["token", "make", "New", "--for", "Deniz Aydin"],
    ],
)
def test_a_verb_of_the_house_is_refused_to_others_in_one_sentence(
    args: list[str], terminal: Terminal, manager: User, deputy: User
) -> None:
    assert told(terminal(args, by=manager)) == (1, ONLY_ADMIN)


def test_a_word_that_is_no_command_is_trouble_with_input(terminal: Terminal, admin: User) -> None:
    assert terminal(["people", "--nonsense"]).exit_code == 2
    assert terminal(["clock", "--advance", "1d", "--reset"]).exit_code == 2


# --- verbs ---------------------------------


def test_people_are_listed_with_addresses_for_whoever_runs_the_house(
    terminal: Terminal, admin: User, manager: User
) -> None:
    assert told(terminal(["people"])) == (
        0,
        "Ada Winter · ada@house.example · admin\nMara Vogt · mara@house.example · Berlin · manager (Berlin)\n",
    )
    assert "@" not in terminal(["people"], by=manager).output
    rows = json.loads(terminal(["people", "--json"]).output)
    assert [row["name"] for row in rows] == ["Ada Winter", "Mara Vogt"]


def test_somebody_is_taken_in_changed_given_a_post_and_let_go(
    terminal: Terminal, admin: User, team: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAINSTAY_PASSWORD", "a fence of old oak")
    args = ["person", "add", "Nora Feld", "--mail", "nora@house.example", "--role", "manager", "--team", "berlin"]
    assert told(terminal(args)) == (0, "Nora Feld belongs to the house now.\n")
    nora = User.objects.get(email="nora@house.example")
    assert nora.check_password("a fence of old oak")
    assert [(post.role, post.unit) for post in nora.posts.all()] == [("manager", team)]
    assert terminal(["person", "change", "Nora Feld", "--language", "ru", "--team", ""]).exit_code == 0
    assert terminal(["person", "give", "nora@house.example", "front"]).exit_code == 0
    assert terminal(["person", "take", "nora@house.example", "manager", "--team", "Berlin"]).exit_code == 0
    nora.refresh_from_db()
    assert (nora.language, nora.unit, [post.role for post in nora.posts.all()]) == ("ru", None, ["front"])
    monkeypatch.setenv("MAINSTAY_PASSWORD", "short")
    weak = terminal(["person", "password", "Nora Feld"])
    assert weak.exit_code == 1
    assert "This password is too short: it needs at least 12 characters." in weak.output
    terminal(["person", "leave", "Nora Feld"])
    nora.refresh_from_db()
    assert not nora.is_active
    terminal(["person", "return", "Nora Feld"])
    nora.refresh_from_db()
    assert nora.is_active


def test_the_last_administrator_stays(terminal: Terminal, admin: User) -> None:
    assert told(terminal(["person", "take", "Ada Winter", "admin"])) == (
        1,
        (
            "Ada Winter is the last administrator; make somebody else one first.\nNobody lifts this.\n"
            "Rule R-X-15. From one person on: no dead end for somebody alone.\n"
        ),
    )


def test_an_absence_is_noted_and_cancelled(terminal: Terminal, manager: User) -> None:
    noted = terminal(["person", "absent", "Mara Vogt", "2026-03-05", "2026-03-06"], by=manager)
    assert told(noted) == (0, "Mara Vogt is away from 2026-03-05 to 2026-03-06.\n")
    assert [(row.from_on, row.to_on) for row in Absence.objects.all()] == [(date(2026, 3, 5), date(2026, 3, 6))]
    wrong = terminal(["person", "absent", "Mara Vogt", "soon", "2026-03-06"], by=manager)
    assert "“soon” is no day; write for example 2026-03-02." in wrong.output
    assert terminal(["person", "present", "Mara Vogt", "2026-03-06"], by=manager).exit_code == 0
    assert told(terminal(["person", "present", "Mara Vogt", "2026-03-06"], by=manager)) == (
        1,
        "Mara Vogt is not noted as away on 2026-03-06.\n",
    )


def test_the_clock_is_shown_set_and_reset(terminal: Terminal, admin: User, at: datetime) -> None:
    assert (
        terminal(["clock"]).output == "The clock shows Monday 2\u00a0March 2026, 10:00\u00a0(Berlin), the real time.\n"
    )
    assert terminal(["clock", "--advance", "31d"]).exit_code == 0
    assert clock.now() == at + timedelta(days=31)
    terminal(["clock", "--set", "1998-05-25T09:00"])
    assert clock.now() == datetime.fromisoformat("1998-05-25T09:00+02:00")
    assert json.loads(terminal(["clock", "--json"]).output) == {
        "shows": "1998-05-25T07:00:00+00:00",
        "set": True,
        "zone": "Europe/Berlin",
    }
    terminal(["clock", "--reset"])
    assert clock.now() == at
    assert "“then” is no time; write for example 2026-03-02T09:00." in terminal(["clock", "--set", "then"]).output


def test_the_clock_of_a_real_house_is_not_set(terminal: Terminal, admin: User, at: datetime) -> None:
    House.objects.update(kind="real")
    for args in (["--set", "1998-05-25T09:00"], ["--advance", "1d"], ["--reset"]):
        assert told(terminal(["clock", *args])) == (
            1,
            (
                "The clock of a firm’s house runs by itself; only in a demo or test house may it be set.\n"
                "Nobody lifts this.\nRule R-X-1. One settable clock.\n"
            ),
        )
    assert clock.now() == at


def test_a_token_is_made_shown_once_listed_and_closed(terminal: Terminal, manager: User) -> None:
    made = terminal(["token", "make", "calendar", "--read-only", "--until", "2026-03-31"], by=manager)
    handle, secret = keys.read(made.stdout.strip())
    row = Token.objects.get(handle=handle)
    assert (row.digest, row.read_only) == (keys.digest_of(secret), True)
    assert row.ends_at == datetime.fromisoformat("2026-04-01T00:00+02:00")
    listed = terminal(["token", "list"], by=manager).output
    assert listed == f"{handle} · calendar · Mara Vogt · reads only\n"
    assert told(terminal(["token", "revoke", "calendar"], by=manager)) == (
        0,
        "“calendar” opens nothing any more.\n",
    )
    assert "closed" in terminal(["token", "list"], by=manager).output


def test_calendars_are_shown_and_changed(terminal: Terminal, admin: User) -> None:
    terminal(["calendar", "add", "Cairo", "--zone", "Africa/Cairo", "--country", "eg"])
    hours = ["--hours", "fri", "9-12:30", "--hours", "mon", ""]
    assert terminal(["calendar", "change", "cairo", *hours]).exit_code == 0
    row = WorkCalendar.objects.get(name="Cairo")
    assert sorted(entry[0] for entry in row.hours) == [1, 2, 3, 4, 6]
    terminal(["calendar", "own-day", "Cairo", "2026-03-09", "Our day"])
    shown = terminal(["calendar", "show", "Cairo"]).output
    assert "  fri 09:00–12:30\n" in shown
    assert "  mon –\n" in shown
    assert "  2026-03-09 Our day\n" in shown
    assert terminal(["calendar", "own-day", "Cairo", "2026-03-09", "--remove"]).exit_code == 0
    assert "“x” are no hours" in terminal(["calendar", "change", "Cairo", "--hours", "fri", "x"]).output


def test_the_house_is_shown_and_changed(terminal: Terminal, admin: User) -> None:
    assert terminal(["house", "--currency", "chf"]).exit_code == 0
    assert json.loads(terminal(["house", "--json"]).output)["currency"] == "CHF"


# --- opening and looking after it ---------------------------------


def test_a_house_is_opened_once(terminal: Terminal, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINSTAY_ADMIN_PASSWORD", "a fence of old oak")
    args = ["init", "--house", "Nordwind", "--admin", "ada.winter@house.example", "--country", "my"]
    first = terminal([*args, "--zone", "Asia/Kuala_Lumpur"])
    assert first.exit_code == 0
    assert first.output == (
        "Nordwind is open, in the time zone Asia/Kuala_Lumpur.\n"
        "Serve it with: mainstay serve. Then sign in as ada.winter@house.example.\n"
    )
    here, ada = House.objects.get(), User.objects.get()
    assert (here.kind, here.currency, ada.name) == ("real", "MYR", "Ada Winter")
    assert ada.check_password("a fence of old oak")
    assert told(terminal(args)) == (
        1,
        (
            "This house is open already: Nordwind. One data folder holds one house.\nNobody lifts this.\n"
            "Rule R-X-7. Runs for itself: no outside service.\n"
        ),
    )


def test_a_house_asks_twice_for_the_password(terminal: Terminal, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAINSTAY_ADMIN_PASSWORD", raising=False)
    args = ["init", "--house", "Nordwind", "--admin", "ada@house.example"]
    typed = "a fence of old oak\nanother\na fence of old oak\na fence of old oak\n"
    opened = terminal(args, input=typed)
    assert opened.exit_code == 0
    assert "fence" not in opened.output
    assert User.objects.get().check_password("a fence of old oak")


def test_a_weak_password_opens_nothing(terminal: Terminal, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINSTAY_ADMIN_PASSWORD", "password1234")
    refused = terminal(["init", "--house", "Nordwind", "--admin", "ada@house.example"])
    assert refused.exit_code == 1
    assert "This password stands in the list of those that everybody uses." in refused.output
    assert not House.objects.exists()


def test_before_the_house_is_open_every_command_says_how_to_open_it(terminal: Terminal, db: None) -> None:
    for args in (["people"], ["clock"], ["token", "list"]):
        assert told(terminal(args)) == (
            2,
            "There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL\n",
        )


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("31d", timedelta(days=31)),
        (" 2H ", timedelta(hours=2)),
        ("1w 3d", timedelta(days=10)),
        ("-30m", timedelta(minutes=-30)),
    ],
)
def test_a_length_of_time_is_read(text: str, length: timedelta) -> None:
    assert spans.read(text) == length


@given(st.text(max_size=12))
def test_what_is_no_length_of_time_is_told_so(text: str) -> None:
    try:
        spans.read(text)
    except ValueError:
        return
    assert any(sign.isdigit() for sign in text)
