"""A file put down whole: written beside its place, and moved there only when nothing is missing of it."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _


class NotPlaced(Exception):
    """Why a file could not be written: one sentence. What stood in its place still stands there."""


@contextmanager
def placed(target: Path) -> Iterator[IO[bytes]]:
    """An open file that takes its place at the end, and leaves nothing behind where anything goes wrong before.

    Whoever kills the process leaves at most a file called ``.NAME.….part`` beside it. Raises NotPlaced, with a
    sentence, where the folder cannot be written to or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise NotPlaced(_why(target, error)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_usual_mode())
        part.replace(target)
    except OSError as error:
        raise NotPlaced(_why(target, error)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def place(target: Path, pieces: Iterable[bytes]) -> None:
    """Write these bytes to a file, whole or not at all."""
    with placed(target) as file:
        for piece in pieces:
            file.write(piece)


def _usual_mode() -> int:
    """What a file made by hand would be allowed to; a temporary one is its owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _why(target: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full: %(file)s was not written. Make room, or name another place.") % {"file": target}
    return _("%(file)s cannot be written: %(reason)s.") % {"file": target, "reason": error.strerror or str(error)}
