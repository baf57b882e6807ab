"""Serving the house: what must be there first, and a real server with its worker, watched and closed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import Result

from mainstay.config import serving
from mainstay.config.tests.test_settings import told
from mainstay.house.models import House

T = TypeVar("T")
Terminal = Callable[..., Result]
PATIENCE = 90.0  # seconds; the machine may be busy


def wait_for(found: Callable[[], T | None], what: str) -> T:
    """What ``found`` finds, as soon as it does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = found()
        if answer:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"waited in vain for {what}")


def children_of(pid: int, word: str) -> list[int]:
    """Processes started by this one in whose command line a word stands."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and word in (folder / "cmdline").read_text().split("\0"):
                found.append(int(folder.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(port: int, path: str) -> tuple[int, str]:
    """Status and body; 0 where nobody answers yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as page:
            return page.status, page.read().decode()
    except OSError:
        return 0, ""


# --- what must be there first ---------------------------------


@pytest.mark.django_db
def test_a_house_that_is_not_open_is_not_served(terminal: Terminal) -> None:
    refused = terminal(["serve"])
    assert refused.exit_code == 2
    assert refused.output == ("There is no house here yet. Open one with: mainstay init --house NAME --admin MAIL\n")


def test_a_port_in_use_is_told_in_a_sentence(house: House, terminal: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = terminal(["serve", "--port", str(port)])
    assert refused.exit_code == 2
    assert refused.output == (
        f"Port {port} on 127.0.0.1 cannot be used: Address already in use. Name another with --port.\n"
    )


def test_an_address_of_another_machine_is_told_in_a_sentence() -> None:
    assert serving.port_trouble("nowhere.invalid", 8000) == (
        "“nowhere.invalid” is no address of this machine. Name another with --host."
    )


@pytest.mark.django_db
def test_the_port_may_come_from_outside(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "no number")
    assert terminal(["serve"]).exit_code == 2
    assert "'no number' is not a valid integer" in terminal(["serve"]).output


@pytest.mark.django_db
def test_the_tables_are_brought_up_to_date(terminal: Terminal) -> None:
    done = terminal(["migrate"])
    assert (done.exit_code, done.output) == (0, "The tables are up to date.\n")


# --- a real one ---------------------------------


@pytest.fixture(scope="module")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a house in it, opened in the terminal."""
    folder = tmp_path_factory.mktemp("house")
    secret = {"MAINSTAY_ADMIN_PASSWORD": "a fence of old oak"}
    args = ["init", "--house", "Nordwind", "--admin", "ada@house.example"]
    done = subprocess.run(
        [sys.executable, "-m", "mainstay", *args], env=told(folder, **secret), check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture
def opened(new_house: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test alone."""
    return Path(shutil.copytree(new_house, tmp_path / "house"))


@pytest.fixture
def served(opened: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The house, served on a free port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "mainstay", "serve", "--port", str(port)],
        env=told(opened),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(lambda: answer(port, "/readyz")[0] == 200, "the server")
        yield process, port
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_house_is_served_watched_and_closed(served: tuple[subprocess.Popen[str], int], opened: Path) -> None:
    process, port = served
    status, page = answer(port, "/account/login/")
    assert status == 200
    sheets = [part.split('"')[0] for part in page.split('href="') if part.startswith("/static/theme/")]
    assert sheets
    assert {answer(port, sheet)[0] for sheet in sheets} == {200}

    doctor = [sys.executable, "-m", "mainstay", "doctor"]
    wait_for(
        lambda: not subprocess.run(doctor, env=told(opened), check=False, capture_output=True).returncode, "a tick"
    )

    first = wait_for(lambda: children_of(process.pid, "work"), "the worker")[0]
    os.kill(first, signal.SIGKILL)
    second = wait_for(lambda: [pid for pid in children_of(process.pid, "work") if pid != first], "a new worker")
    assert len(second) == 1

    web = children_of(process.pid, "mainstay.config.wsgi:application")
    process.send_signal(signal.SIGTERM)
    said, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert f"The house is open at http://localhost:{port}/. Ctrl-C closes it.\n" in said
    assert "The worker ended (-9); it starts again in 1 s." in said
    assert "Traceback" not in said
    assert answer(port, "/readyz")[0] == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in [*second, *web])


def test_tables_of_an_older_version_are_not_served(opened: Path) -> None:
    with sqlite3.connect(opened / "mainstay.sqlite3") as base:
        base.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
    base.close()
    refused = subprocess.run(
        [sys.executable, "-m", "mainstay", "serve"], env=told(opened), check=False, capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert refused.stderr == (
        "The tables of this house are from an older version. Bring them up to date: mainstay migrate\n"
    )
