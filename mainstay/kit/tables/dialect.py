"""How a file is written: what it is at all, in which encoding, and between which signs its cells stand."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.source import Asks, Source, Unreadable, loose

HEAD = 262_144  # bytes looked at to find the delimiter
_HEAD_ROWS = 200
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "cp1252", "cp1251", "iso8859-15", "koi8-r", "mac-roman", "cp850", "cp866")  # offered, if asked
_SPOKEN_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}

_OF_PROGRAMS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"))  # no table is so

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_RUN = re.compile(rb"[\xa8\xb8\xc0-\xff]+")
_STRAY_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is written, as it was found out or told; shown to whoever brings it in."""

    encoding: str
    delimiter: str
    decimal: str | None = None  # the sign before the decimals; None where no amount was looked at

    def between(self) -> Sentence:
        """What stands between the cells."""
        names = {
            ",": _("commas"),
            ";": _("semicolons"),
            "\t": _("tabs"),
            "|": _("upright bars"),
        }
        return names.get(self.delimiter) or _("“%(sign)s”", sign=self.delimiter)

    def in_words(self) -> Sentence:
        """One line for people."""
        between = self.between()
        if self.decimal is None:
            return _("%(encoding)s, cells between %(between)s", encoding=self.encoding, between=between)
        return _(
            "%(encoding)s, cells between %(between)s, decimals after “%(decimal)s”",
            encoding=self.encoding,
            between=between,
            decimal=self.decimal,
        )


def spoken_delimiter(told: str) -> str:
    """A delimiter as people write it in a map: the character, or its name; ValueError for anything else."""
    found = _SPOKEN_DELIMITERS.get(told.strip().casefold(), told)
    if len(found) != 1 or found in '"\r\n\0' or found.isalnum():
        raise ValueError(told)
    return found


def spoken_encoding(told: str) -> str:
    """The name of a text encoding; ValueError where there is none by that name."""
    try:
        "".encode(told)  # refuses what is no text encoding ("zip", "hex")
        name = codecs.lookup(told).name
        if name.replace("_", "-") in _OF_PROGRAMS:
            raise ValueError(told)
        return name
    except (LookupError, UnicodeError, TypeError) as error:
        raise ValueError(told) from error


# --- what it is at all --------------------------------------------------------------------------------------


_JSON = re.compile(rb'\s*[\[{]\s*(?:[{\[]|"[^"\r\n]*"\s*[:,\]])')
_MAIL = re.compile(  # a mailbox, or two lines of a letter’s head
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +[A-Z]"
    rb"|(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|X-[\w-]+|Content-[\w-]+|From|To|Subject|Date): "
    rb"[^\n]*\n(?:[ \t][^\n]*\n)*[A-Za-z][\w-]*: ",
    re.IGNORECASE,
)


def refuse_what_is_no_text(head: bytes, *, told: bool) -> None:
    """Say what a file seems to be that is not delimited text; an encoding that was ``told`` is given its chance."""
    if not head:
        raise Unreadable(_("The file is empty."))
    for start, seems in _no_text():
        if head.startswith(start):
            raise Unreadable(seems)
    if head.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise Unreadable(_("This is a page or an XML file, not a table in text. Save it as CSV."))
    if _JSON.match(head) and b'"vcard"' not in head[:200].lower():  # visiting cards may be JSON
        raise Unreadable(_("This is JSON, not a table. Export the list as CSV."))
    if _MAIL.match(head):
        raise Unreadable(_("This is mail, not a table. Mail is not brought in as a list."))
    known = told or any(head.startswith(bom) for bom, _name in BOMS) or utf16_without_bom(head) is not None
    controls = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\v\x1a\x1b")
    if not known and controls > len(head) // 20:
        raise Unreadable(_("This is not a table in text: it is a binary file of a kind not known here."))


def _no_text() -> tuple[tuple[bytes, Sentence], ...]:
    packed = _("This is a packed file. Unpack it and bring in the table within.")
    image = _("This is an image, not a table in text.")
    return (
        (OLD_OFFICE, _("This is an old Excel or Word file (XLS, DOC). Save the sheet as XLSX or CSV.")),
        (b"%PDF-", _("This is a PDF, not a table. Ask for the table it was made from.")),
        (b"\x1f\x8b", packed),
        (b"BZh", packed),
        (b"\xfd7zXZ\x00", packed),
        (b"7z\xbc\xaf\x27\x1c", packed),
        (b"Rar!\x1a\x07", packed),
        (b"\x28\xb5\x2f\xfd", packed),
        (b"SQLite format 3\x00", _("This is an SQLite database, not text. Export the table as CSV.")),
        (b"PAR1", _("This is a Parquet file, not text. Export the table as CSV.")),
        (b"\x89PNG\r\n", image),
        (b"\xff\xd8\xff", image),
        (b"GIF8", image),
        (b"{\\rtf", _("This is a text document (RTF), not a table in text.")),
    )


# --- encoding -----------------------------------------------------------------------------------------------


def find_encoding(source: Source, head: bytes) -> str:
    """The encoding of the whole file, read through once in pieces.

    UTF-8 and UTF-16 are recognised with and without a mark at the start. What is not UTF-8 is cp1252, or
    cp1251 where its letters stand together as Cyrillic ones do. A file that is UTF-8 in most places and not
    in others is refused, naming the place: either reading would make nonsense of some names.
    """
    for bom, name in BOMS:
        if head.startswith(bom):
            return _checked(source, name)
    wide = utf16_without_bom(head)
    if wide is not None:
        return _checked(source, wide)
    if first_bad_byte(source, "utf-8") is None:
        return "utf-8"
    good, bad = _count_utf8(source)
    if good * 2 < bad and looks_cyrillic(source):
        return _checked(source, "cp1251")
    mixed = good * 10 > bad  # a little good UTF-8 may be there by chance: “ß«” in cp1252
    return _checked(source, "utf-8" if mixed else "cp1252")


def utf16_without_bom(head: bytes) -> str | None:
    """UTF-16 shows itself by a NUL in every second place of digits, delimiters and line ends."""
    pairs = len(head) // 2
    if not pairs:
        return None
    before, after = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if after * 10 >= pairs and before * 50 <= after:
        return "utf-16-le"
    if before * 10 >= pairs and after * 50 <= before:
        return "utf-16-be"
    return None


def _checked(source: Source, encoding: str) -> str:
    place = first_bad_byte(source, encoding)
    if place is None:
        return encoding
    raise NotInEncoding(encoding, *place)


class NotInEncoding(Exception):
    """A byte that the encoding cannot read: how far into the file it stands, and the byte."""

    def __init__(self, encoding: str, offset: int, byte: int) -> None:
        super().__init__(encoding, offset, byte)
        self.encoding, self.offset, self.byte = encoding, offset, byte


def first_bad_byte(source: Source, encoding: str) -> tuple[int, int] | None:
    """Where the encoding first fails (offset and byte) in the whole file; None where it never does."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read, last = 0, b""
    for chunk in source.chunks():
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return read - held + error.start, error.object[error.start]
        read, last = read + len(chunk), chunk
    held = len(decoder.getstate()[0])
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return read - held, last[-held] if 0 < held <= len(last) else last[-1]
    return None


def _count_utf8(source: Source) -> tuple[int, int]:
    """How many characters beyond ASCII are good UTF-8, and how many bytes are not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    for chunk in source.chunks():
        text = decoder.decode(chunk)
        stray = len(_STRAY_BYTE.findall(text)) if not text.isascii() else 0
        bad += stray
        good += len(text) - len(text.encode("ascii", "ignore")) - stray
    return good, bad


def looks_cyrillic(source: Source) -> bool:
    """In cp1251 whole words stand above ASCII; in cp1252 an accented letter stands among plain ones."""
    long = letters = 0
    for chunk in source.chunks():
        for run in _HIGH_RUN.findall(chunk):
            letters += len(run)
            long += len(run) if len(run) >= 3 else 0
    return long * 2 > letters


# --- delimiter ----------------------------------------------------------------------------------------------


def find_delimiter(head: bytes, encoding: str, wanted: Collection[str], *, whole: bool) -> str:
    """The delimiter that finds most of the wanted headers, then the one under which rows agree best.

    Raises ``Asks`` where two do so equally.
    """
    text = head.decode(encoding, "replace").removeprefix("\ufeff")
    told = re.match(r"sep=(.)\r?\n?", text)
    if told:  # Excel's own way of saying it
        return told[1]
    hoped = {loose(name) for name in wanted}
    fits = {sign: _fit(text, sign, hoped, whole=whole) for sign in DELIMITERS}
    best = max(fits.values())
    equal = [sign for sign in DELIMITERS if fits[sign] == best]
    if len(equal) > 1 and best[2]:
        raise _which_delimiter(equal)
    return equal[0]


def _which_delimiter(equal: list[str]) -> Asks:
    return Asks(
        _(
            "Do the cells of this file stand between %(one)s or between %(other)s? Nothing in it tells."
            ' Write delimiter = "%(sign)s" in the map, under [file].',
            one=Dialect("", equal[0]).between(),
            other=Dialect("", equal[1]).between(),
            sign=equal[0],
        ),
        about="delimiter",
        choices=[(sign, Dialect("", sign).between()) for sign in equal],
    )


def _fit(text: str, delimiter: str, hoped: Collection[str], *, whole: bool) -> tuple[int, int, int]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(row):
                rows.append(row)
            if len(rows) > _HEAD_ROWS:
                break
        else:
            rows = rows if whole else rows[:-1] or rows
    except csv.Error:  # a quotation mark that never closes under this delimiter
        pass
    if not rows or len(rows[0]) < 2:
        return 0, 0, 0
    found = sum(loose(cell) in hoped for cell in rows[0])
    alike = Counter(len(row) for row in rows)[len(rows[0])]
    return found, alike * 20 // len(rows), len(rows[0])
