"""Makes the lock files from pyproject.toml, or says where they have fallen out of step.

    python -m tests.machine.locks             make them (needs uv and the package index)
    python -m tests.machine.locks --upgrade   with the newest versions that pyproject.toml allows
    python -m tests.machine.locks --check     only compare (needs neither)

A lock lists every file's hash for every platform and no address: any index with the same files will do.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<rest>(?:.*\\\n)(?:[ ]+--hash=.*\n?)*)?",
    re.MULTILINE,
)
FORBIDDEN = ("://", "--index", "--extra-index", "--find-links", "--trusted-host", " @ ")


@dataclass(frozen=True)
class Lock:
    """One lock file, the list in pyproject.toml it is made from, and how uv is told so."""

    file: str
    about: str
    keys: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]

    def wanted(self, project: dict[str, Any]) -> list[str]:
        """The requirements that stand in pyproject.toml for this file."""
        found: list[str] = []
        for key in self.keys:
            table: Any = project
            for part in key:
                table = table[part]
            found += table
        return sorted(found)

    def digest(self, project: dict[str, Any]) -> str:
        """A fingerprint of those requirements, kept in the file's head."""
        told = json.dumps([project["project"]["requires-python"], self.wanted(project)])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def head(self, project: dict[str, Any]) -> str:
        """The comment on top of the file."""
        return (
            f"# {self.about}\n"
            f"# Made by `make lock` from pyproject.toml ({self.digest(project)}); "
            f"install with `pip install --require-hashes -r {self.file}`.\n"
        )


RUN = Lock(
    "requirements.lock",
    "What Mainstay runs on, the extra for PostgreSQL included.",
    (("project", "dependencies"), ("project", "optional-dependencies", "postgres")),
    ("pyproject.toml", "--extra", "postgres"),
)
BUILD = Lock(
    "requirements-build.lock",
    "What builds the wheel.",
    (("build-system", "requires"),),
    ("-", "-c", RUN.file),
)
DEV = Lock(
    "requirements-dev.lock",
    "What checks and tests it; goes on top of requirements.lock.",
    (("dependency-groups", "dev"),),
    ("-", "-c", RUN.file, "-c", BUILD.file),
)
LOCKS = (RUN, BUILD, DEV)


def pinned(text: str) -> dict[str, tuple[str, int]]:
    """Name to version and number of hashes, as a lock's text has them."""
    return {
        canonicalize_name(found["name"]): (found["version"], (found["rest"] or "").count("--hash=sha256:"))
        for found in PINNED.finditer(text)
    }


def faults(lock: Lock, text: str, project: dict[str, Any]) -> list[str]:
    """Everything wrong with a lock's text, one sentence each."""
    said = []
    if not text.startswith(lock.head(project)):
        said.append("pyproject.toml has changed since it was made: run `make lock`.")
    said += [f"it names an address or an index ({mark.strip()})." for mark in FORBIDDEN if mark in text]
    rows = pinned(text)
    said += [f"{name} has no hash." for name, (_, hashes) in rows.items() if not hashes]
    for wish in map(Requirement, lock.wanted(project)):
        version = rows.get(canonicalize_name(wish.name), ("", 0))[0]
        if not version or not wish.specifier.contains(version, prereleases=True):
            said.append(f"{wish} is wanted, {version or 'nothing'} is locked.")
    return [f"{lock.file}: {sentence}" for sentence in said]


def disagreements(texts: dict[str, str]) -> list[str]:
    """Packages that two locks pin to different versions: pip could not install both."""
    seen: dict[str, tuple[str, str]] = {}
    said = []
    for file, text in texts.items():
        for name, (version, _) in pinned(text).items():
            where, other = seen.setdefault(name, (file, version))
            if other != version:
                said.append(f"{name} is {other} in {where} and {version} in {file}.")
    return said


def check() -> list[str]:
    """Compare the files at hand with pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    said, texts = [], {}
    for lock in LOCKS:
        path = ROOT / lock.file
        if not path.exists():
            said.append(f"{lock.file} is missing: run `make lock`.")
            continue
        texts[lock.file] = path.read_text()
        said += faults(lock, texts[lock.file], project)
    if (ROOT / "uv.lock").exists():
        said.append("uv.lock names the hosts it was made from and does not belong here.")
    return said + disagreements(texts)


def make(*, upgrade: bool) -> None:
    """Write all locks with uv, keeping the versions at hand unless told to upgrade."""
    uv = shutil.which("uv") or str(ROOT / ".venv/bin/uv")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for lock in LOCKS:
        subprocess.run(
            [
                uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
                "--generate-hashes", "--no-annotate", "--no-header", "--no-emit-index-url",
                "--no-emit-find-links", "--no-config",
                *(["--upgrade"] if upgrade else []), "--output-file", lock.file, *lock.words,
            ],
            check=True, cwd=ROOT, stdout=subprocess.DEVNULL, text=True,
            input="\n".join(lock.wanted(project)) if "-" in lock.words else None,
        )  # fmt: skip
        path = ROOT / lock.file
        path.write_text(lock.head(project) + path.read_text())
        print(f"{lock.file}: {len(pinned(path.read_text()))} packages")


def main(words: list[str]) -> int:
    """Make or check; exit 1 where something is out of step."""
    if "--check" not in words:
        make(upgrade="--upgrade" in words)
    said = check()
    print(
        "\n".join(said) or "The locks are in step with pyproject.toml.",
        file=sys.stderr if said else sys.stdout,
    )
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
