"""Serving the house: what must be there first, and a real server with its worker, watched and closed.

The real one is the wheel: built from what Docker is sent, by its step, installed into a bare environment.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import Result

from mainstay.config import serving
from mainstay.config.tests.test_settings import told
from mainstay.house.models import House
from tests import tree
from tests.machine import image

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


def answer(port: int, path: str, language: str = "en") -> tuple[int, str]:
    """Status and body; 0 where nobody answers yet."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": language})
    try:
        with urllib.request.urlopen(asked, timeout=20) as page:  # noqa: S310 (our own house)
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


def run(*args: object, env: dict[str, str] | None = None) -> str:
    """Run it to its end, from a folder where no house is; what it said, or a failure with what it said."""
    words = [str(each) for each in args]
    done = subprocess.run(words, cwd=tempfile.gettempdir(), env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that holds the wheel, and sees what is installed beside this Python."""
    source, dist, bare = (tmp_path_factory.mktemp(name) for name in ("source", "dist", "bare"))
    for path in image.sent((tree.ROOT / ".dockerignore").read_text()):
        copy = source / path.relative_to(tree.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    build = next(step.told for step in image.steps() if "pip wheel" in step.told).partition("&&")[0].split()
    assert build[0].endswith("/pip")
    wanted = [str({".": source, "/dist": dist}.get(each, each)) for each in build[1:]]
    run(sys.executable, "-m", "pip", *wanted, "--disable-pip-version-check")
    (wheel,) = dist.glob("*.whl")
    venv.create(bare, with_pip=False)
    (packages,) = bare.glob("lib/python*/site-packages")
    beside = next(path for path in sys.path if path.endswith("site-packages"))
    (packages / "beside.pth").write_text(f"{beside}\n")  # no editable install comes along: its own .pth is not read
    run(sys.executable, "-m", "pip", "--python", bare / "bin" / "python", "install", "--no-deps", "--no-index",
        "--quiet", "--disable-pip-version-check", wheel)  # fmt: skip
    return bare / "bin"


def around(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which nothing leads back to the checkout."""
    return {name: value for name, value in told(folder, **more).items() if name != "PYTHONPATH"}


@pytest.fixture(scope="module")
def new_house(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a house in it, opened in the terminal."""
    folder = tmp_path_factory.mktemp("house")
    env = around(folder, MAINSTAY_ADMIN_PASSWORD="a fence of old oak")
    run(installed / "mainstay", "init", "--house", "Nordwind", "--admin", "ada@house.example", env=env)
    return folder


@pytest.fixture
def opened(new_house: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test alone."""
    return Path(shutil.copytree(new_house, tmp_path / "house"))


@pytest.fixture
def served(installed: Path, opened: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The house, served on a free port."""
    port = free_port()
    process = subprocess.Popen(
        [str(installed / "mainstay"), "serve", "--port", str(port)],
        env=around(opened),
        cwd=opened,
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


def ticked(home: Path) -> bool:
    """Whether the worker has noted that reminders ran."""
    with closing(sqlite3.connect(home / "mainstay.sqlite3")) as base:
        return bool(base.execute("SELECT count(*) FROM house_house WHERE ticked_at IS NOT NULL").fetchone()[0])


def test_a_house_is_served_watched_and_closed(
    served: tuple[subprocess.Popen[str], int], installed: Path, opened: Path
) -> None:
    process, port = served
    status, page = answer(port, "/account/login/")
    assert status == 200
    sheets = [part.split('"')[0] for part in page.split('href="') if part.startswith("/static/theme/")]
    assert sheets
    assert {answer(port, sheet)[0] for sheet in sheets} == {200}

    for language, word in (("de", "Anmelden"), ("ms", "Log masuk"), ("ru", "Войти")):
        assert word in answer(port, "/account/login/", language)[1]
    health = [str(installed / "python"), *(word.replace("8000", str(port)) for word in image.health()[1:])]
    run(*health)
    assert wait_for(lambda: ticked(opened), "a tick")
    well = run(installed / "mainstay", "doctor", "--quick", "--port", port, env=around(opened))
    assert f"  A house is served on port {port}.\n" in well
    where = run(installed / "python", "-c", "import mainstay; print(mainstay.__file__)")
    assert Path(where.strip()).is_relative_to(installed.parent)

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
    assert subprocess.run(health, capture_output=True, check=False).returncode == 1
    assert not any(Path(f"/proc/{pid}").exists() for pid in [*second, *web])


def test_tables_of_an_older_version_are_not_served(opened: Path) -> None:
    with sqlite3.connect(opened / "mainstay.sqlite3") as base:
        base.execute("DELETE FROM django_migrations WHERE app = 'mfa'")
    base.close()
    refused = subprocess.run(
        [sys.executable, "-m", "mainstay", "serve"], env=told(opened), check=False, capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert refused.stderr == (
        "The tables of this house are from an older version. Bring them up to date: mainstay migrate\n"
    )
