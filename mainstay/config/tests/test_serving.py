"""The servers under one roof end with it, however it ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

START = (
    "import sys, time; from mainstay.config.serving import Servers; "
    "print(Servers._start('http.server', '0', '--bind', '127.0.0.1').pid, flush=True); time.sleep(60)"
)


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody asked for is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_what_was_started_ends_when_the_roof_is_killed_outright() -> None:
    with subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, text=True) as roof:
        assert roof.stdout is not None
        child = int(roof.stdout.readline())
        assert not gone(child)
        roof.kill()
    until = time.monotonic() + 10
    while not gone(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert gone(child)
