"""The doctor: a house that is well, and each thing broken on purpose, told with what to do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from click.testing import Result
from django.db import connection
from django.db.utils import ConnectionHandler
from django_tasks_db.models import DBTaskResult

from mainstay.config.doctor import doors, inside, machine
from mainstay.config.house import Told, WrongSetting, database, read, secret_key
from mainstay.finding.models import Slip
from mainstay.house import actions, clock
from mainstay.house.models import House
from mainstay.journal import triggers
from mainstay.journal.models import Line

Terminal = Callable[..., Result]
LOCAL = ["localhost", "127.0.0.1", "[::1]"]


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    """A data folder of its own, for its owner alone, and the settings of a house that answers here only."""
    tmp_path.chmod(0o700)
    settings.MAINSTAY_HOME, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.ALLOWED_HOSTS, settings.SITE_URL = LOCAL, ""
    return tmp_path


@pytest.fixture
def free(place: Path) -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- the command ---------------------------------


def test_a_house_that_is_well_is_told_so(terminal: Terminal, house: House, at: datetime, free: int) -> None:
    actions.note_ticked(at=at - timedelta(minutes=2))
    answer = terminal(["doctor", "--port", str(free)])
    assert [line for line in answer.output.splitlines() if line.startswith("!")] == []
    assert answer.exit_code == 0
    assert "  Reminders ran 2 minutes ago.\n" in answer.output
    assert "  The journal holds: 2 lines, nothing altered.\n" in answer.output
    quick = json.loads(terminal(["doctor", "--quick", "--json", "--port", str(free)]).output)
    whole = json.loads(terminal(["doctor", "--json", "--port", str(free)]).output)
    assert {each["what"] for each in whole} - {each["what"] for each in quick} == {"file", "proof"}
    assert all(set(each) == {"what", "well", "said"} for each in whole)


def test_what_is_ill_is_marked_and_the_exit_code_says_so(terminal: Terminal, house: House, free: int) -> None:
    triggers.take_down()
    answer = terminal(["doctor", "--json", "--port", str(free)])
    triggers.put_up()
    assert answer.exit_code == 1
    wrong = {each["what"]: each["said"] for each in json.loads(answer.output) if not each["well"]}
    assert wrong.keys() == {"journal", "reminders"}
    assert "journal_line_no_update" in wrong["journal"]
    assert wrong["reminders"] == "Reminders have not run yet. Start them with: mainstay serve"


@pytest.mark.django_db
def test_without_a_house_it_says_how_to_open_one(terminal: Terminal, free: int) -> None:
    answer = terminal(["doctor", "--port", str(free)])
    assert answer.exit_code == 1
    said = answer.output.splitlines()
    assert "! There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL" in said
    assert said[-1] == f"  Port {free} is free."


def test_a_secret_cut_short_is_never_used(place: Path) -> None:
    (place / "secret.key").write_text("short")
    with pytest.raises(WrongSetting, match=r"holds no whole secret\. Bring it back from a backup; or remove it"):
        secret_key(Told(), place)


# --- the machine ---------------------------------


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.python().well
    monkeypatch.setattr(machine, "OLDEST_PYTHON", (99, 0))
    assert machine.python().said.endswith("Mainstay needs Python 3.11 or newer.")


def test_a_data_folder_that_is_not_there_or_has_no_room_is_told(
    place: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (machine.folder().well, machine.room().well) == (True, True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 50 * 2**20))
    assert machine.room().said == "Only 50 MB are free on the disk of the data folder. Make room, or move the folder."
    settings.MAINSTAY_HOME = place / "none"
    assert machine.folder().said == f"The data folder {place / 'none'} cannot be written to."
    assert not machine.room().well


def test_secrets_that_others_can_read_are_told(place: Path) -> None:
    for name, mode in (("secret.key", 0o600), ("mainstay.sqlite3", 0o644), ("mainstay.toml", 0o640)):
        (place / name).touch()
        (place / name).chmod(mode)
    assert machine.private().well
    place.chmod(0o755)
    assert machine.private().said == (
        f"Others on this machine can read mainstay.toml, mainstay.sqlite3. Close the folder: chmod 700 {place}"
    )


def test_a_world_without_time_zones_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> ZoneInfo:
        raise ZoneInfoNotFoundError(name)

    assert machine.zones().well
    monkeypatch.setattr(machine, "ZoneInfo", unknown)
    assert machine.zones().said == (
        "The time zone Pacific/Kiritimati is not known here. Install the data again: pip install tzdata"
    )


def test_a_language_that_is_not_compiled_is_told(place: Path) -> None:
    for code in ("de", "ru"):
        text = place / "locale" / code / "LC_MESSAGES" / "django.po"
        text.parent.mkdir(parents=True)
        text.touch()
        text.with_suffix(".mo").touch()
    assert machine.languages().well
    os.utime(place / "locale" / "de" / "LC_MESSAGES" / "django.mo", (0, 0))
    assert machine.languages().said.startswith("These languages are not compiled: de.")
    (place / "locale" / "ru" / "LC_MESSAGES" / "django.mo").unlink()
    assert machine.languages().said.startswith("These languages are not compiled: de, ru.")


def test_styles_that_are_gone_are_told(place: Path) -> None:
    laid = place / "static"
    assert machine.styles().said == "Styles and scripts are laid out when the house is served."
    laid.mkdir()
    (laid / "a.1.css").touch()
    (laid / "staticfiles.json").write_text('{"paths": {"a.css": "a.1.css"}}')
    assert (machine.styles().well, machine.styles().said) == (True, "Styles and scripts of the pages are laid out.")
    (laid / "a.1.css").unlink()
    gone = f"Some styles or scripts of the pages are gone. Remove the folder {laid} and serve the house again."
    assert machine.styles().said == gone
    (laid / "staticfiles.json").write_text("{")
    assert machine.styles().said == gone


@pytest.fixture
def listener(request: pytest.FixtureRequest) -> Iterator[int]:
    """Something that listens and answers so, whatever it is asked; gives its port."""

    class Says(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(request.param)

        def log_message(self, *_args: Any) -> None:
            """Say nothing in the terminal."""

    with HTTPServer(("127.0.0.1", 0), Says) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield server.server_port
        thread.join()


@pytest.mark.parametrize("listener", [b"ok"], indirect=True)
def test_a_port_on_which_a_house_answers_is_well(listener: int, place: Path) -> None:
    found = machine.port(listener)
    assert (found.well, found.said) == (True, f"A house is served on port {listener}.")


@pytest.mark.parametrize("listener", [b"<html>"], indirect=True)
def test_a_port_that_something_else_took_is_told(listener: int, place: Path) -> None:
    assert machine.port(listener).said == (
        f"Port {listener} on 127.0.0.1 cannot be used: Address already in use. Name another with --port."
    )


# --- the settings ---------------------------------


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        ({}, ("locks", "The house answers on this machine only, so it needs no https.")),
        ({"DEBUG": True}, ("locks", "! MAINSTAY_DEBUG is on")),
        ({"ALLOWED_HOSTS": ["a.example"]}, ("locks", "! The house answers to a.example without https.")),
        ({"SESSION_COOKIE_SECURE": True}, ("locks", "! MAINSTAY_TLS is on, but nothing tells the house")),
        ({}, ("address", "The house needs no address beyond this machine.")),
        ({"ALLOWED_HOSTS": ["*"]}, ("address", "! MAINSTAY_HOSTS=* answers to any name.")),
        ({"ALLOWED_HOSTS": ["a.example"]}, ("address", "! Say which address people type")),
        ({"SITE_URL": "http://b.example"}, ("address", "! http://b.example is not answered: add b.example to")),
        (
            {"SITE_URL": "https://a.example", "ALLOWED_HOSTS": ["a.example"]},
            ("address", "! https://a.example speaks https, but cookies are not locked."),
        ),
        ({"SITE_URL": "http://localhost:8000"}, ("address", "People reach the house at http://localhost:8000.")),
    ],
)
def test_addresses_and_locks_that_do_not_agree_are_told(
    stands: dict[str, Any], said: tuple[str, str], place: Path, settings: Any
) -> None:
    for name, value in stands.items():
        setattr(settings, name, value)
    found = {"locks": doors.locks, "address": doors.address}[said[0]]()
    assert (("" if found.well else "! ") + found.said).startswith(said[1])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///house.sqlite3", "The database is on this machine."),
        ("postgresql:///mainstay?host=/run/postgresql", "The database is on this machine."),
        ("postgresql://a:b@127.0.0.1/mainstay", "The database is on this machine."),
        (
            "postgresql://a:b@db.example/mainstay",
            "! Others on the way can read what the database on db.example is asked.",
        ),
        ("postgresql://a:b@db.example/mainstay?sslmode=require", "! Others on the way can read"),
        ("postgresql://a:b@db.example/mainstay?sslmode=verify-full", "The way to the database is locked"),
        ("postgresql://a:b@db/mainstay?sslmode=disable", "The way to the database is open, as DATABASE_URL says"),
    ],
)
def test_an_open_way_to_a_database_elsewhere_is_told(
    url: str, said: str, settings: Any, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES, "default", database(Told(DATABASE_URL=url), place))
    found = doors.database()
    assert (("" if found.well else "! ") + found.said).startswith(said)


def test_a_list_of_leaked_passwords_that_cannot_be_used_is_told(
    place: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}
    for name, told in (("", ""), ("good", "A" * 40 + ":3\n" + "B" * 40 + "\n"), ("bad", "password\n"), ("gone", "")):
        if told:
            (place / name).write_text(told)
        settings.LEAKED_PASSWORDS = name and str(place / name)
        found = doors.passwords()
        said[name] = (found.well, found.said.replace(f"{place}/", "").partition(".")[0])
    assert said == {
        "": (True, "New passwords are held against the most used ones"),
        "good": (True, "New passwords are held against the list good"),
        "bad": (False, "bad is no list of leaked passwords: it has a SHA-1 in capitals in each line, sorted"),
        "gone": (False, "No password can be chosen: gone cannot be read (No such file or directory)"),
    }
    monkeypatch.setenv("MAINSTAY_LEAKED_PASSWORDS", str(place / "gone"))
    with pytest.raises(WrongSetting, match=r"MAINSTAY_LEAKED_PASSWORDS cannot be used: the file .+ is not there"):
        read()


# --- the database ---------------------------------


def test_a_database_that_is_too_old_or_away_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert inside.base().well
    with monkeypatch.context() as patch:
        patch.setattr(connection.features, "minimum_database_version", (999,))
        assert inside.base().said.startswith("The database is too old: ")

    for url in ("postgresql://nobody@127.0.0.1:1/none", "sqlite:////none/of/these/folders/house.sqlite3"):
        away = ConnectionHandler({"default": database(Told(DATABASE_URL=url), Path())})["default"]
        monkeypatch.setattr(inside, "connection", away)
        said = inside.base().said
        assert said.startswith("The database does not answer: ")
        assert said.endswith("Look whether it runs, and at DATABASE_URL.")
        assert ("Connection refused" in said, "unable to open" in said) in ((True, False), (False, True))


def test_tables_of_another_version_are_told(db: None) -> None:
    assert inside.tables().well
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'journal'")
    assert inside.tables().said == "The tables are not those of this version. Run: mainstay migrate"


def test_a_place_without_any_table_is_told_how_to_open_a_house(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    told = inside.tables()
    assert not told.well
    assert told.said == "There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL"


def test_a_journal_that_was_altered_is_told(house: House) -> None:
    assert inside.proof().well
    triggers.take_down()
    Line.objects.update(by_name="Somebody else")
    triggers.put_up()
    assert inside.proof().said.endswith("the line was altered. See all: mainstay journal verify. Go back to a backup.")


def test_a_search_that_knows_too_little_is_told(atlas: object) -> None:
    assert inside.index().well
    Slip.objects.all().delete()
    assert inside.index().said.startswith("Search knows 0 of ")


def test_a_clock_that_went_back_is_told(house: House, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    assert inside.time().well
    monkeypatch.setattr(clock, "real_now", lambda: at - timedelta(days=1))
    assert not inside.time().well


def test_reminders_that_stopped_are_told(house: House, at: datetime) -> None:
    actions.note_ticked(at=at - timedelta(minutes=6))
    assert inside.reminders().said == "Reminders ran 6 minutes ago. Start them with: mainstay serve"


def test_work_that_waits_or_failed_is_told(house: House, at: datetime) -> None:
    assert inside.tasks().well
    given = {"args_kwargs": {}, "task_path": "x", "backend_name": "default", "traceback": "", "run_after": at}
    waits = DBTaskResult.objects.create(**given, exception_class_path="")
    DBTaskResult.objects.update(enqueued_at=at - timedelta(hours=1))
    assert inside.tasks().said == "1 task waits to be done in the background. Start a worker: mainstay serve"
    waits.delete()
    DBTaskResult.objects.create(**given, status="FAILED", finished_at=at, exception_class_path="builtins.ValueError")
    assert inside.tasks().said == (
        "1 task failed in the last seven days, by builtins.ValueError. The server’s log says where."
    )
    DBTaskResult.objects.update(finished_at=at - timedelta(days=8))
    assert inside.tasks().well
