"""The map of a table: which column is which field, how days and amounts are written, which words mean what.

One way of writing it, MAP.toml, for every kind of list: ``Map.parse(text, fields)`` reads it, ``map.toml()`` writes
it, and the one undoes the other. Pure: what the fields mean is for whoever gives them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.amounts import AmountFinder, AmountReader
from mainstay.kit.tables.days import DayReader
from mainstay.kit.tables.dialect import spoken_delimiter, spoken_encoding
from mainstay.kit.tables.source import Unreadable, loose

Sort = Literal[
    "text",
    "name",
    "lines",
    "day",
    "moment",
    "yes_no",
    "choice",
    "mails",
    "phones",
    "language",
    "zone",
    "country",
    "amount",
    "currency",
    "client",
    "person",
    "team",
]
MOST_MAP = 200_000  # characters
EVERY = ""  # in ``date_formats``: how every column that no other entry names writes its days
_DEEP = re.compile(r"""(?:(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}""")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
ALONE = ("household", "leave_out")
_TABLES = ("file", "columns", "fixed", "formats", "values", "same")


@dataclass(frozen=True)
class Field:
    """One thing that a row may tell.

    ``label`` is its name for people; ``choices`` are our values with their labels; ``words`` are headers by which it
    is known, by language; ``many`` fields hold several values, on lines of their own or parted by “;”; ``limit`` is
    the most characters of one value. A ``required`` field may be left out where one of ``instead`` is told.
    """

    name: str
    label: Sentence
    sort: Sort = "text"
    required: bool = False
    choices: tuple[tuple[str, Sentence], ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    many: bool = False
    limit: int = 200
    instead: tuple[str, ...] = ()

    @property
    def known_as(self) -> frozenset[str]:
        """Every header by which it is known, as ``loose`` compares."""
        return frozenset(loose(word) for words in self.words.values() for word in words) | {loose(self.name)}


@dataclass(frozen=True)
class Map:
    """A map, understood and checked. What it does not tell is empty and is found out.

    ``columns`` and ``fixed`` go by the names of fields; ``values`` gives for a field what their words mean to us;
    ``same`` answers which of our clients a name in the file is ("new": none of them); ``date_formats`` go by field,
    EVERY for all others. ``alone`` is what becomes of rows that name no client, where they need not name one: each
    stands as a household (as without it), or they are left out.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    alone: str | None = None
    date_formats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_judgeable: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str, fields: Sequence[Field], *, whole: bool = True) -> Map:
        """Read a map written in TOML; ``Unreadable`` says in one sentence what is wrong with it.

        With ``whole=False`` required fields may still be missing: for a map that is being made.
        """
        told = _toml(text)
        _know(told, _TABLES, _("tables"))
        for name, table in told.items():
            if not isinstance(table, dict):
                raise _wrong(_("“%(name)s” is a table, written [%(name)s] on a line of its own.", name=name))
        file, formats, values = (told.get(name, {}) for name in ("file", "formats", "values"))
        keys = ("encoding", "delimiter", "decimal", "sheet", *(["alone"] if may_stand_alone(fields) else []))
        _know(file, keys, _("keys"), within="file")
        _know(formats, ("date", "date_of", "number"), _("keys"), within="formats")
        found = cls(
            columns=_headers(told.get("columns", {}), fields),
            fixed=_fixed(told.get("fixed", {}), fields),
            same=_same(told.get("same", {})),
            values=_values(values, fields),
            encoding=_told(file, "encoding", spoken_encoding),
            delimiter=_told(file, "delimiter", spoken_delimiter),
            decimal=_decimal(file, formats),
            sheet=_told(file, "sheet", str),
            alone=_alone(file),
            date_formats=_date_formats(formats, fields),
            not_judgeable=_list(values, "values", "not_judgeable"),
        )
        if whole and (lacking := found.lacking(fields)):
            raise _wrong(
                _("[columns] must say which header is “%(name)s”: without it no row can be read.", name=lacking[0].name)
            )
        return found

    def lacking(self, fields: Iterable[Field]) -> list[Field]:
        """Required fields that neither a column nor a fixed value tells."""
        told = {*self.columns, *self.fixed}
        return [one for one in fields if one.required and not told & {one.name, *one.instead}]

    def formats_of(self, name: str) -> tuple[str, ...]:
        """How a field writes its days; empty where that is to be found out."""
        return self.date_formats.get(name) or self.date_formats.get(EVERY, ())

    def toml(self) -> str:
        """The map as MAP.toml: ``Map.parse`` of it gives the same map again."""
        file = {"encoding": self.encoding, "delimiter": self.delimiter, "decimal": self.decimal, "sheet": self.sheet}
        file["alone"] = self.alone
        days = dict(self.date_formats)
        every = {"date": list(days.pop(EVERY))} if EVERY in days else {}
        parts = [
            _table("file", {name: value for name, value in file.items() if value is not None}),
            _table("columns", self.columns),
            _table("fixed", self.fixed),
            _table("formats", every),
            _table("formats.date_of", {name: list(told) for name, told in days.items()}),
            _table("values", {"not_judgeable": list(self.not_judgeable)} if self.not_judgeable else {}),
            *(_table(f"values.{_key(name)}", _by_meaning(words)) for name, words in self.values.items()),
            _table("same", self.same),
        ]
        return "\n".join(part for part in parts if part)


def may_stand_alone(fields: Iterable[Field]) -> bool:
    """Whether a row may name a client and need not."""
    return any(one.sort == "client" and not one.required for one in fields)


# --- writing --------------------------------------------------------------------------------------------------


def _table(name: str, told: Mapping[str, Any]) -> str:
    lines = [f"{_key(key)} = {_value(value)}\n" for key, value in told.items()]
    return f"[{name}]\n{''.join(lines)}" if lines else ""


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _value(name)


def _value(value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _by_meaning(words: Mapping[str, str]) -> dict[str, list[str]]:
    meant: dict[str, list[str]] = {}
    for word, value in words.items():
        meant.setdefault(value, []).append(word)
    return meant


# --- reading --------------------------------------------------------------------------------------------------


def _toml(text: str) -> dict[str, Any]:
    if len(text) > MOST_MAP:
        raise _wrong(_("it is longer than %(most)d characters.", most=MOST_MAP))
    if _DEEP.search(text):  # the library would think about it for hours
        raise _wrong(_("its names lie within each other too deep."))
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # what is no TOML, numbers beyond measure, lists within lists
        raise _wrong(_("it is not TOML: %(why)s.", why=str(error).rstrip("."))) from error


def _wrong(why: Sentence) -> Unreadable:
    return Unreadable(_("The map cannot be used: %(why)s", why=why))


def _know(told: Iterable[str], known: Sequence[str], kind: Sentence, within: str = "") -> None:
    for name in told:
        if name in known:
            continue
        if within:
            raise _wrong(
                _(
                    "[%(within)s] knows no “%(name)s”. Its %(kind)s are: %(known)s.",
                    within=within,
                    name=name,
                    kind=kind,
                    known=", ".join(known),
                )
            )
        raise _wrong(
            _("it knows no “%(name)s”. Its %(kind)s are: %(known)s.", name=name, kind=kind, known=", ".join(known))
        )


def _headers(told: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, str]:
    _know(told, [one.name for one in fields], _("keys"), within="columns")
    for name, header in told.items():
        if not isinstance(header, str) or not loose(header):
            raise _wrong(_("[columns] “%(name)s” must name a header of the file.", name=name))
    return dict(told)


def _fixed(told: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, str]:
    _know(told, [one.name for one in fields], _("keys"), within="fixed")
    return {name: _one_text(value, "fixed", name) for name, value in told.items()}


def _same(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: _one_text(value, "same", name) for name, value in told.items()}


def _one_text(value: Any, within: str, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(_("[%(within)s] “%(name)s” is a text between quotation marks.", within=within, name=name))
    return value


def _told(table: Mapping[str, Any], name: str, understand: Any) -> str | None:
    if name not in table:
        return None
    value = table[name]
    try:
        if not isinstance(value, str):
            raise ValueError(value)  # noqa: TRY004
        return str(understand(value))
    except ValueError as error:
        raise _wrong(_("[file] “%(value)s” is no %(name)s known here.", value=value, name=name)) from error


def _alone(file: Mapping[str, Any]) -> str | None:
    told: str | None = file.get("alone")
    if told is not None and told not in ALONE:
        raise _wrong(_('[file] alone is "household" or "leave_out".'))
    return told


def _decimal(file: Mapping[str, Any], formats: Mapping[str, Any]) -> str | None:
    """The sign before the decimals: told, or shown by a number written out, as in number = "1.234,56"."""
    told = file.get("decimal")
    if told is not None and told not in (".", ","):
        raise _wrong(_('[file] decimal is "." or ",".'))
    shown = formats.get("number")
    if shown is None:
        return told
    sign = _sign_in(shown) if isinstance(shown, str) else None
    if sign is None or told not in (None, sign):
        raise _wrong(_('[formats] number is an amount written out, as in "1,234.56" or "1.234,56".'))
    return sign


def _sign_in(number: str) -> str | None:
    """The sign before the decimals of a number that can be read in one way only."""
    finder = AmountFinder()
    finder.see(number)
    try:
        sign = finder.decimal("")
    except Unreadable:
        return None
    return sign if sign in number and AmountReader(sign).read(number) else None


def _date_formats(formats: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, tuple[str, ...]]:
    told = {EVERY: _list(formats, "formats", "date")}
    own = formats.get("date_of", {})
    if not isinstance(own, dict):
        raise _wrong(_("“%(name)s” is a table, written [%(name)s] on a line of its own.", name="formats.date_of"))
    days = [one.name for one in fields if one.sort in ("day", "moment")]
    _know(own, days, _("keys"), within="formats.date_of")
    told |= {name: _list(own, "formats.date_of", name) for name in own}
    for text in (text for texts in told.values() for text in texts):
        try:
            DayReader([text])
        except ValueError as error:
            raise _wrong(
                _(
                    "[formats] “%(format)s” is no way to write a date. It needs a day, a month and a year, as in"
                    ' "%%d-%%b-%%y", "%%m/%%d/%%Y" or "%%Y-%%m-%%d".',
                    format=text,
                )
            ) from error
    return {name: texts for name, texts in told.items() if texts}


def _list(table: Mapping[str, Any], within: str, name: str) -> tuple[str, ...]:
    told = table.get(name, [])
    told = [told] if isinstance(told, str) else told
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise _wrong(_('[%(within)s] %(name)s is a list of texts, as in ["…", "…"].', within=within, name=name))
    return tuple(told)


def _values(told: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, dict[str, str]]:
    """Their words by field. A value of ours that one field alone has may stand under [values] itself."""
    closed = {one.name: [value for value, _label in one.choices] for one in fields if one.choices}
    short = {value: name for name, values in closed.items() for value in values}
    once = [value for value in short if sum(value in values for values in closed.values()) == 1]
    open_ = [one.name for one in fields if not one.choices]
    found: dict[str, dict[str, str]] = {}
    for name, table in told.items():
        if name == "not_judgeable":
            continue
        if not isinstance(table, dict):
            _know([name], ["not_judgeable", *once], _("keys"), within="values")
            _mean(found.setdefault(short[name], {}), name, _list(told, "values", name))
            continue
        _know([name], [*closed, *open_], _("tables"), within="values")
        if name in closed:
            _know(table, closed[name], _("keys"), within=f"values.{name}")
        for ours in table:
            _mean(found.setdefault(name, {}), ours, _list(table, f"values.{name}", ours))
    return {name: words for name, words in found.items() if words}


def _mean(known: dict[str, str], ours: str, words: Iterable[str]) -> None:
    meanings = {loose(word): value for word, value in known.items()}
    for word in words:
        if meanings.setdefault(loose(word), ours) != ours:
            raise _wrong(
                _(
                    "[values] “%(word)s” cannot be both %(one)s and %(other)s.",
                    word=word,
                    one=meanings[loose(word)],
                    other=ours,
                )
            )
        known[word] = ours
