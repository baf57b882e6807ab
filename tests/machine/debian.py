"""Installs Debian's packages where that is allowed without asking anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def _as_root() -> list[str] | None:
    """The words to put before a command that needs root, or None where root is out of reach."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    silent = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if silent.returncode == 0 else None


def install(*packages: str) -> bool:
    """Install with apt-get; False where there is no apt-get, no root, or no such package."""
    before = _as_root()
    if before is None or shutil.which("apt-get") is None:
        return False
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    print(f"Installing {', '.join(packages)} with apt-get …", file=sys.stderr, flush=True)
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run([*quiet, *step], check=False, stdout=sys.stderr).returncode != 0:
            return False
    return True
