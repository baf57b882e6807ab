"""A file stands whole in its place, or what stood there still does."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mainstay.kit.placing import NotPlaced, place, placed


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"before")
    with placed(target) as file:
        file.write(b"after")
        file.flush()
        assert target.read_bytes() == b"before"
    assert target.read_bytes() == b"after"
    assert os.listdir(tmp_path) == ["out.csv"]  # noqa: PTH208
    assert target.stat().st_mode & 0o777 == 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_whatever_goes_wrong_leaves_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"before")

    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="the database went away"):
        place(target, pieces())
    assert (target.read_bytes(), [file.name for file in tmp_path.iterdir()]) == (b"before", ["out.csv"])


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full: {} was not written. Make room, or name another place."),
        (errno.EDQUOT, "The disk is full: {} was not written. Make room, or name another place."),
        (errno.EIO, "{} cannot be written: Input/output error."),
    ],
)
def test_a_disk_that_is_full_is_said_to_be(number: int, sentence: str, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"

    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise OSError(number, os.strerror(number))

    with pytest.raises(NotPlaced) as raised:
        place(target, pieces())
    assert (str(raised.value), list(tmp_path.iterdir())) == (sentence.format(target), [])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotPlaced, match=r"cannot be written: No such file or directory\."):
        place(tmp_path / "nowhere" / "out.csv", [b"x"])


def test_a_killed_process_leaves_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"before")
    script = (
        "import sys, os, signal, pathlib\n"
        "from mainstay.kit.placing import placed\n"
        "with placed(pathlib.Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script, str(target)], cwd=root, check=False)
    assert (done.returncode, target.read_bytes()) == (-signal.SIGKILL, b"before")
    left = [file.name for file in tmp_path.iterdir() if file != target]
    assert [name.startswith(".out.csv.") and name.endswith(".part") for name in left] == [True]
