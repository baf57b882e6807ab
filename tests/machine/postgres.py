"""Runs a command beside a private PostgreSQL that lives as long as the command does.

    python -m tests.machine.postgres -- .venv/bin/pytest

The cluster stands in a folder of its own under the temporary folder, listens on a socket in that folder and
nowhere else, does not sync, and is stopped and removed when the command ends, however it ends. The command
finds it through ``DATABASE_URL``. Run by root, the server runs as ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from tests.machine import debian

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>
START_SECONDS = 60
STOP_SECONDS = 20
LONGEST = 60  # the path of a socket has 107 bytes
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "100",
    "timezone": "UTC",
}
SENTENCE = (
    "These tests need PostgreSQL's server, and there is none here. Install it with\n"
    "    sudo apt-get install postgresql\n"
    "and run this again; a private cluster is started and stopped for you."
)


def binaries() -> Path | None:
    """The folder that holds ``initdb`` and ``postgres``: the newest of Debian's, else the one on PATH."""
    debians = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if debians:
        return debians[-1].parent
    found = shutil.which("initdb")
    folder = Path(found).resolve().parent if found else None
    return folder if folder and (folder / "postgres").exists() else None


def _owner() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    known = {person.pw_name: person for person in pwd.getpwall()}
    person = known.get("postgres") or known["nobody"]
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    """Have Linux stop the server even where this process is killed outright."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGINT)


def _initialise(bin_folder: Path, folder: Path, owner: dict[str, Any]) -> None:
    subprocess.run(
        [
            bin_folder / "initdb", "--pgdata", folder / "data", "--username", "mainstay", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        ],
        check=True, stdout=subprocess.DEVNULL, cwd=folder, **owner,
    )  # fmt: skip


def _start(bin_folder: Path, folder: Path, owner: dict[str, Any], more: Mapping[str, str]) -> subprocess.Popen[bytes]:
    options = [word for name, value in {**SERVER_OPTIONS, **more}.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [bin_folder / "postgres", "-D", folder / "data", "-k", folder, *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,  # Ctrl-C is for the command; the server is stopped after it
            preexec_fn=_die_with_parent,  # noqa: PLW1509 (one thread, and only a system call)
            **owner,
        )


def _wait(bin_folder: Path, folder: Path, server: subprocess.Popen[bytes], port: str) -> None:
    ready: list[str | Path] = [bin_folder / "createdb", "-h", folder, "-p", port, "-U", "mainstay", "mainstay"]
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        if subprocess.run(ready, check=False, capture_output=True, cwd=folder).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start:\n" + (folder / "log").read_text(errors="replace"))


def _stop(server: subprocess.Popen[bytes]) -> None:
    for wish in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(wish)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)


@contextlib.contextmanager
def cluster(bin_folder: Path, prepared: Callable[[Path], Mapping[str, str]] = lambda _data: {}) -> Iterator[str]:
    """A running server; gives its ``DATABASE_URL``. ``prepared`` may write into its data, and gives more options."""
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST:
        parent = "/tmp"
    folder = Path(tempfile.mkdtemp(prefix="mainstay-pg-", dir=parent))
    owner = _owner()
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        _initialise(bin_folder, folder, owner)
        more = prepared(folder / "data")
        if owner:
            for path in (folder / "data").iterdir():
                os.chown(path, owner["user"], owner["group"])
        server = _start(bin_folder, folder, owner, more)
        try:
            _wait(bin_folder, folder, server, more.get("port", "5432"))
            yield f"postgresql://mainstay@/mainstay?host={folder}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """A polite kill unwinds like Ctrl-C."""
    raise KeyboardInterrupt


def run(command: list[str]) -> int:
    """Run a command beside a fresh cluster; gives its exit code."""
    bin_folder = binaries()
    if bin_folder is None:
        debian.install("postgresql")
        bin_folder = binaries()
    if bin_folder is None:
        print(SENTENCE, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    try:
        with cluster(bin_folder) as url:
            child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
            try:
                return child.wait()
            except KeyboardInterrupt:
                child.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(STOP_SECONDS)
                child.kill()
                raise
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--"]:
        words = words[1:]
    if not words:
        sys.exit("Name a command: python -m tests.machine.postgres -- COMMAND")
    sys.exit(run(words))
