"""The map of a table: which column is what, how days and amounts are written, which words mean what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mainstay.kit.sentences import Sentence
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import AmountFinder, AmountReader, DayReader, Unreadable, loose
from mainstay.kit.tables.dialect import spoken_delimiter, spoken_encoding

Acceptance = Literal["accepted", "remarks", "not_accepted"]

REQUIRED = ("client", "due")
DAYS = ("due", "delivered", "made")
AMOUNTS = ("budget", "cost")
COLUMNS = (
    *(*REQUIRED, "reference", "delivered", "title", "owner", "made"),
    *(*AMOUNTS, "accepted", "outcome", "currency", "engagement"),
)

_TABLES: Mapping[str, tuple[str, ...]] = {
    "file": ("encoding", "delimiter", "decimal"),
    "columns": COLUMNS,
    "formats": ("date", "number"),
    "values": ("not_judgeable", "accepted", "remarks", "not_accepted"),
}

# What people write when asked whether the client accepted; a map may add to it and overrule it.
_WORDS: Mapping[Acceptance, tuple[str, ...]] = {
    "accepted": (
        *("yes", "y", "true", "1", "x", "ok", "okay", "accepted", "approved", "signed off"),
        *("ja", "j", "abgenommen", "akzeptiert", "ya", "diterima", "да", "принято", "принят"),
    ),
    "remarks": (
        *("with remarks", "accepted with remarks", "remarks", "partly", "partially", "conditional"),
        *("mit anmerkungen", "teilweise", "unter vorbehalt", "dengan catatan", "с замечаниями", "частично"),
    ),
    "not_accepted": (
        *("no", "n", "false", "0", "not accepted", "not_accepted", "rejected", "refused", "declined"),
        *("nein", "abgelehnt", "nicht abgenommen", "tidak", "ditolak", "нет", "не принято", "отклонено"),
    ),
}
_NO_ANSWER = (
    *("no answer", "no answer yet", "pending", "open", "unknown", "n/a", "?", "-", "–"),
    *("offen", "keine antwort", "unbekannt", "belum", "belum ada jawapan", "нет ответа", "неизвестно"),
)


@dataclass(frozen=True, slots=True)
class Map:
    """A map, understood and checked: ``columns`` by our names, everything not told is empty and is found out."""

    columns: Mapping[str, str]
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    date_formats: tuple[str, ...] = ()
    not_judgeable: frozenset[str] = frozenset()  # compared as ``loose`` compares
    words: Mapping[str, Acceptance | None] = field(default_factory=dict)  # None: no answer yet

    @classmethod
    def parse(cls, text: str) -> Map:
        """Read a map written in TOML; ``Unreadable`` says in one sentence what is wrong with it."""
        try:
            told: dict[str, Any] = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            raise _wrong(_("it is not TOML: %(why)s.", why=str(error).rstrip("."))) from error
        _know(told, _TABLES, _("tables"))
        for name, table in told.items():
            if not isinstance(table, dict):
                raise _wrong(_("“%(name)s” is a table, written [%(name)s] on a line of its own.", name=name))
            _know(table, _TABLES[name], _("keys"), within=name)
        file, formats, values = (told.get(name, {}) for name in ("file", "formats", "values"))
        return cls(
            columns=_columns(told.get("columns", {})),
            encoding=_told(file, "encoding", spoken_encoding),
            delimiter=_told(file, "delimiter", spoken_delimiter),
            decimal=_decimal(file, formats),
            date_formats=_date_formats(formats),
            not_judgeable=frozenset(loose(code) for code in _list(values, "values", "not_judgeable")),
            words=_words(values),
        )

    def says_unjudgeable(self, text: str) -> bool:
        """Whether the map lists this text among the codes that stand where a date is missing."""
        return bool(self.not_judgeable) and loose(text) in self.not_judgeable


def _wrong(why: Sentence) -> Unreadable:
    return Unreadable(_("The map cannot be used: %(why)s", why=why))


def _know(told: Iterable[str], known: Iterable[str], kind: Sentence, within: str = "") -> None:
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


def _columns(told: Mapping[str, Any]) -> dict[str, str]:
    for name, header in told.items():
        if not isinstance(header, str) or not loose(header):
            raise _wrong(_("[columns] “%(name)s” must name a header of the file.", name=name))
    missing = [name for name in REQUIRED if name not in told]
    if missing:
        raise _wrong(
            _("[columns] must say which header is “%(name)s”: without it no promise can be read.", name=missing[0])
        )
    return {name: told[name] for name in COLUMNS if name in told}


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


def _date_formats(formats: Mapping[str, Any]) -> tuple[str, ...]:
    told = _list(formats, "formats", "date")
    for text in told:
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
    return told


def _list(table: Mapping[str, Any], within: str, name: str) -> tuple[str, ...]:
    told = table.get(name, [])
    told = [told] if isinstance(told, str) else told
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise _wrong(_('[%(within)s] %(name)s is a list of texts, as in ["…", "…"].', within=within, name=name))
    return tuple(told)


def _words(values: Mapping[str, Any]) -> dict[str, Acceptance | None]:
    words: dict[str, Acceptance | None] = dict.fromkeys(_NO_ANSWER)
    words |= {loose(word): meant for meant, known in _WORDS.items() for word in known}
    own: dict[str, Acceptance] = {}
    for meant in _WORDS:
        for word in _list(values, "values", meant):
            if own.setdefault(loose(word), meant) != meant:
                raise _wrong(
                    _(
                        "[values] “%(word)s” cannot be both %(one)s and %(other)s.",
                        word=word,
                        one=own[loose(word)],
                        other=meant,
                    )
                )
    return words | own
