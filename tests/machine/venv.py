"""Makes ``.venv``. Run by whatever Python the machine has, before anything is installed:
``python3 -m tests.machine.venv``.
"""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

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


def main() -> int:
    """Make it unless it stands."""
    if sys.version_info < OLDEST:
        print(TOO_OLD, file=sys.stderr)
        return 1
    if stands():
        return 0
    if not can_make():
        debian.install(f"python{VERSION}-venv") or debian.install("python3-venv")
        importlib.invalidate_caches()
    making: list[str | Path] = [sys.executable, "-m", "venv", "--clear", FOLDER]
    made = subprocess.run(making, check=False, capture_output=True, text=True)
    if made.returncode == 0 and stands():
        return 0
    print(made.stdout + made.stderr if can_make() else NO_VENV, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
