"""A process that is killed in the middle of a run leaves a house that verifies, and the same command goes on."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from mainstay.config.house import ROOT
from mainstay.house.models import User

# The terminal's command; with ``kill`` it kills itself in the middle of the second transaction.
COMMAND = """
import os, signal
os.environ["DJANGO_SETTINGS_MODULE"] = "mainstay.config.settings"
import django
django.setup()
from mainstay.config import cli
from mainstay.journal import actions as journal
from mainstay.transfer.actions import running
assert journal.verify().holds
kept, running.BATCH = running._keep, 40
def killed(run, seq, *args, **told):
    done = kept(run, seq, *args, **told)
    if seq == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
if {kill}:
    running._keep = killed
try:
    cli.main({args!r})
finally:
    assert journal.verify().holds
"""


@pytest.fixture
def home(tmp_path: Path, head: User) -> Path:
    """The house of the tests as a file of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("The house is copied into a file; what a killed server does is PostgreSQL's own to answer for.")
    connection.ensure_connection()
    (tmp_path / "static").mkdir()
    (tmp_path / "mainstay.sqlite3").write_bytes(connection.connection.serialize())
    return tmp_path


def mainstay(home: Path, *args: str, kill: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told |= {"MAINSTAY_HOME": str(home), "MAINSTAY_USER": "helga@house.example", "PYTHONPATH": str(ROOT)}
    code = COMMAND.format(kill=kill, args=list(args))
    return subprocess.run(
        [sys.executable, "-c", code], env=told, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_killed_import_is_finished_by_the_same_command(home: Path) -> None:
    file = home / "clients.csv"
    file.write_text("Name,No\n" + "".join(f"Firm {n:03d},{n}\n" for n in range(100)))
    killed = mainstay(home, "import", "clients", str(file), "--json", kill=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with sqlite3.connect(home / "mainstay.sqlite3") as left:
        ((state, made, rows),) = left.execute(
            "SELECT state, made, (SELECT count(*) FROM clients_client) FROM transfer_run"
        )
    left.close()
    assert (state, made, rows) == ("running", 40, 40)
    finished = mainstay(home, "import", "clients", str(file), "--json")
    assert finished.returncode == 0, finished.stderr
    told = json.loads(finished.stdout)
    assert (told["state"], told["made"], told["left"]) == ("done", 100, 0)
