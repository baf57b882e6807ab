"""Makes ``.venv``. Run by whatever Python the machine has, before anything is installed:
``python3 -m tests.machine.venv [--fastest]``.

Many machines have two Pythons of one version: Debian's, built with the help of a profile, and one that somebody built
by hand without. The second takes a quarter longer for everything, the house and its tests included. ``--fastest`` tries
them and makes ``.venv`` of the faster.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.machine import debian

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv"
OLDEST = (3, 11)
VERSION = ".".join(map(str, sys.version_info[:2]))
TOO_OLD = (
    f"Mainstay needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this one is {VERSION}. "
    "Install a newer one, or name it: make PYTHON=/path/to/python3.11 …"
)
NO_VENV = (
    f"This Python {VERSION} comes without its venv module. Install it with\n"
    f"    sudo apt-get install python{VERSION}-venv\n"
    "and run this again."
)
# What a Python says of itself: who it is, whether it can make .venv, and seconds for a little work, the best of some.
TRIED = """
import importlib.util, sys, time

class Thing:
    def __init__(self, number):
        self.number = number
    def more(self, by):
        return {"number": self.number + by, "words": str(by)}

def work():
    begun = time.process_time()
    thing = Thing(1)
    found = [thing.more(each)["words"].split("7") for each in range(20000)]
    return time.process_time() - begun + 0 * len(found)

can = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
print("%d.%d" % sys.version_info[:2], int(can), min(work() for _ in range(7)), sys.executable)
"""
ROUNDS = 3
CLEARLY = 0.9  # of the time: less is chance, and no reason to take another than the first


class Tried(NamedTuple):
    """A Python of this machine, and how long it took for a little work."""

    version: str
    can_make: bool
    seconds: float
    executable: str


def tried(python: str) -> Tried | None:
    """What this Python says of itself; None where it does not answer."""
    try:
        told = subprocess.run([python, "-c", TRIED], check=False, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match told.stdout.strip().split(" ", 3):
        case [version, can, seconds, executable] if told.returncode == 0:
            return Tried(version, can == "1", float(seconds), executable)
    return None


def fastest(path: str, first: str = sys.executable) -> str:
    """Of the Pythons on ``path``, of this version and able to make ``.venv``: the clearly fastest, else the first."""
    names = (f"python{VERSION}", "python3")
    found = [Path(folder, name) for folder in path.split(os.pathsep) if folder for name in names]
    others = dict.fromkeys(str(each.resolve()) for each in found if each.exists())
    others.pop(str(Path(first).resolve()), None)
    rounds = [[tried(each) for each in (first, *others)] for _ in range(ROUNDS)]  # in turns: another works here too
    best_of: list[Tried | None] = [
        min((each for each in every if each), key=lambda each: each.seconds, default=None)
        for every in zip(*rounds, strict=True)
    ]
    own = best_of[0]
    able = [each for each in best_of[1:] if each and each.version == VERSION and each.can_make]
    best = min(able, key=lambda each: each.seconds, default=None)
    if own is None or best is None or best.seconds > CLEARLY * own.seconds:
        return first
    return best.executable


def stands() -> bool:
    """Whether ``.venv`` holds a Python that starts, is new enough and has pip."""
    python = FOLDER / "bin" / "python"
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    if not python.exists():
        return False
    return subprocess.run([python, "-c", question], check=False, capture_output=True).returncode == 0


def can_make() -> bool:
    """Whether this Python carries venv and the pip that goes into it (Debian keeps them in a package)."""
    found = [importlib.util.find_spec(name) for name in ("venv", "ensurepip")]
    return all(spec is not None and spec.origin is not None for spec in found)


def main(*, choose: bool) -> int:
    """Make it unless it stands; ``choose``: of the fastest Python there is."""
    if sys.version_info < OLDEST:
        print(TOO_OLD, file=sys.stderr)
        return 1
    if stands():
        return 0
    if not can_make():
        debian.install(f"python{VERSION}-venv") or debian.install("python3-venv")
        importlib.invalidate_caches()
    python = fastest(os.environ.get("PATH", "")) if choose else sys.executable
    making: list[str | Path] = [python, "-m", "venv", "--clear", FOLDER]
    made = subprocess.run(making, check=False, capture_output=True, text=True)
    if made.returncode == 0 and stands():
        return 0
    print(made.stdout + made.stderr if can_make() else NO_VENV, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(choose="--fastest" in sys.argv[1:]))
