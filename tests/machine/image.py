"""Reads the Dockerfile and what Docker would copy, so that a machine without Docker can try its steps."""

from __future__ import annotations

import fnmatch
import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import tree

DOCKERFILE = tree.ROOT / "Dockerfile"


@dataclass(frozen=True)
class Step:
    """One instruction of a stage: “COPY”, with what follows on one line."""

    stage: int
    name: str
    told: str

    @property
    def words(self) -> list[str]:
        """What follows, word by word."""
        return shlex.split(self.told)


def steps() -> list[Step]:
    """Every instruction in its order, continued lines joined, comments left out."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.lstrip().startswith("#")]
    stage, found = -1, []
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            name, _space, told = line.strip().partition(" ")
            stage += name == "FROM"
            found.append(Step(stage, name, " ".join(told.split())))
    return found


def health() -> list[str]:
    """The command of the HEALTHCHECK."""
    told = next(step.told for step in steps() if step.name == "HEALTHCHECK")
    words: list[str] = json.loads(told.partition("CMD ")[2])
    return words


def sent(ignore: str) -> Iterator[Path]:
    """The files of the tree that Docker is sent, by a .dockerignore of the forms that ours has."""
    rules = [line for line in ignore.splitlines() if line and not line.startswith("#")]
    for path in tree.tracked():
        parts, taken = path.relative_to(tree.ROOT).parts, True
        for rule in rules:
            pattern, back = rule.removeprefix("!"), rule.startswith("!")
            places = parts if pattern.startswith("**/") else parts[:1]
            if any(fnmatch.fnmatch(part, pattern.removeprefix("**/")) for part in places):
                taken = back
        if taken and path.is_file():
            yield path
