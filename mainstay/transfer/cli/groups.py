"""The two groups to which the commands of bringing in and taking out belong."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.utils.translation import gettext as _


@click.group("import", help=_("Bring in lists or a whole house; undo what a run brought in."))
def import_() -> None:
    """Take in lists."""


@click.group(help=_("Take out lists, one client with everything kept about it, or the whole house."))
def export() -> None:
    """Take out lists."""


@contextmanager
def standing(file: Path) -> Iterator[Path]:
    """The file itself; for “-” all of standard input as a private file, gone afterwards."""
    if str(file) != "-":
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="mainstay-") as folder:
        kept = Path(folder, "stdin")
        with kept.open("wb") as whole:
            shutil.copyfileobj(sys.stdin.buffer, whole)
        yield kept
