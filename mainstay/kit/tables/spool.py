"""A heap of rows too long for memory: laid down in the order of a file, taken up again pile by pile, group by group.

The rows stand in a file that has no name, is opened by nobody else, and is gone when the heap is.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterator
from typing import Any

_AT_ONCE = 1_000
_CACHE = 8_000  # kilobytes kept in memory


class Spool:
    """Rows with the name of their group and with what the group is about.

    Groups come pile by pile, and within each in the order of their first row. A row holds texts, numbers and None.
    ``lay`` first, then read: laying after reading is an error.
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("CREATE TABLE row (seq INTEGER PRIMARY KEY, name BLOB, about BLOB, data BLOB, pile INTEGER)")
        self._waiting: list[tuple[bytes, bytes, bytes, int]] = []
        self._closed = self._asked = False

    def lay(self, name: bytes, about: bytes, row: tuple[Any, ...], pile: int = 0) -> None:
        """Lay a row down in its group; all rows of a group lie on one pile."""
        if self._closed:
            raise RuntimeError("The rows are being read: no more can be laid down.")
        self._waiting.append((name, about, marshal.dumps(row), pile))
        if len(self._waiting) >= _AT_ONCE:
            self._write()

    def groups(self, least: int = 1) -> Iterator[tuple[bytes, bytes, list[Any]]]:
        """Every group of so many rows or more, its name, what it is about, its rows, as often as asked.

        Rows stand in the order in which they were laid.
        """
        self._close()
        heads = self._file.execute(
            "SELECT head.many, row.name, row.about, row.data FROM head JOIN row USING (seq) WHERE head.many >= ? "
            "ORDER BY head.place",
            (least,),
        )
        for many, name, about, data in heads:
            if many == 1:
                yield name, about, [marshal.loads(data)]  # noqa: S302 (rows of ours, in a file nobody else can open)
            else:
                rows = self._file.execute("SELECT data FROM row WHERE name = ? ORDER BY seq", (name,))
                yield name, about, [marshal.loads(one) for (one,) in rows]  # noqa: S302

    def groups_about(self, about: bytes) -> int:
        """How many groups are about the same."""
        self._close()
        if not self._asked:
            self._asked = True
            self._file.execute("CREATE INDEX row_about ON row (about, name)")
        (many,) = self._file.execute("SELECT count(DISTINCT name) FROM row WHERE about = ?", (about,)).fetchone()
        return int(many)

    def _write(self) -> None:
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO row (name, about, data, pile) VALUES (?, ?, ?, ?)", self._waiting)
        self._file.execute("COMMIT")
        self._waiting.clear()

    def _close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._write()
        self._file.execute("CREATE INDEX row_name ON row (name, seq)")
        self._file.execute("CREATE TABLE head (place INTEGER PRIMARY KEY, seq INTEGER, many INTEGER)")
        self._file.execute(
            "INSERT INTO head (seq, many) SELECT min(seq), count(*) FROM row GROUP BY name ORDER BY min(pile), 1"
        )
