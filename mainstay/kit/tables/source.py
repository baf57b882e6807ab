"""Where the bytes come from, how cells are compared, and the limits beyond which a file is refused."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, cast

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _

LONGEST_CELL = 1_048_576  # characters; a longer one is a quotation mark that was never closed, or an attack
LONGEST_ROW = 8 * LONGEST_CELL
MOST_COLUMNS = 10_000
CHUNK = 1_048_576  # bytes read at a time

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
_DIGIT = re.compile(r"\d")
_JOINERS = re.compile("[\u200c\u200d]")  # they shape some scripts: kept in what is shown, ignored in what is compared


class Unreadable(Exception):
    """Why a file (or a map of one) cannot be used: one sentence, by ``str()`` in the reader's language."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


About = Literal["date", "decimal", "sheet", "encoding", "delimiter", "same_name"]


class Asks(Unreadable):
    """A question that a map can answer: ``about`` what, of which column (``field``), and what may be answered.

    ``choices`` pair what belongs into the map with the words by which a person chooses it.
    """

    def __init__(
        self, sentence: Sentence, *, about: About, field: str = "", choices: Sequence[tuple[str, Sentence | str]] = ()
    ) -> None:
        super().__init__(sentence)
        self.about = about
        self.field = field
        self.choices = list(choices)


class Source:
    """A path, bytes, or an open binary file, to be read from its start as often as needed."""

    def __init__(self, source: Path | str | bytes | BinaryIO) -> None:
        self._source = Path(source) if isinstance(source, str) else source

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes from the start. A file handed in open stays open."""
        if isinstance(self._source, bytes):
            yield io.BytesIO(self._source)
        elif isinstance(self._source, Path):
            try:
                file = self._source.open("rb")
            except OSError as error:
                raise Unreadable(_cannot_open(self._source, error)) from error
            with file:
                yield file
        else:
            self._source.seek(0)
            yield cast(BinaryIO, _Unclosed(self._source))

    def chunks(self) -> Iterator[bytes]:
        """The bytes piece by piece."""
        with self.open() as file:
            while chunk := file.read(CHUNK):
                yield chunk


class _Unclosed(io.BufferedIOBase):
    """A view of someone else's open file that may be wrapped and closed without closing the file itself."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._file.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        return self._file.read(size)


def _cannot_open(path: Path, error: OSError) -> Sentence:
    if isinstance(error, FileNotFoundError):
        return _("There is no file %(path)s.", path=path)
    if isinstance(error, IsADirectoryError):
        return _("%(path)s is a folder; name a file.", path=path)
    if isinstance(error, PermissionError):
        return _("The file %(path)s may not be read by this user.", path=path)
    return _("The file %(path)s cannot be opened: %(why)s.", path=path, why=error.strerror or str(error))


def tidy(text: str) -> str:
    """The text without control and other unseen characters, and with single blanks between words."""
    if text.isascii() and text.isprintable() and "  " not in text:  # nearly every cell there is
        return text.strip()
    return " ".join(_UNSEEN.sub("", text).split())


def loose(text: str) -> str:
    """What two texts have in common that a person would call the same: width, case and blanks apart."""
    if not text.isascii():
        text = _JOINERS.sub("", unicodedata.normalize("NFKC", text))
    return tidy(text).casefold()


# What spreadsheets show where a formula failed, in English, German, Malay (as English) and Russian.
_BROKEN = frozenset(
    (
        *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
        *(
            "#NV",
            "#BEZUG!",
            "#WERT!",
            "#ZAHL!",
            "#ÜBERLAUF!",
            "#ДЕЛ/0!",
            "#Н/Д",
            "#ИМЯ?",
            "#ССЫЛКА!",
            "#ЗНАЧ!",
            "#ЧИСЛО!",
        ),
    )
)


def broken(text: str) -> Sentence | None:
    """Why a cell says nothing: a formula failed in it; None for any other cell."""
    if text[:1] != "#" or text.strip() not in _BROKEN:
        return None
    return _("A formula failed in this cell.")


def has_digit(text: str) -> bool:
    """Whether any digit stands in the text: without one it is a word, not a date or a number."""
    return _DIGIT.search(text) is not None
