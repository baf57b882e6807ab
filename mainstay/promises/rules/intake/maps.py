"""The map of a list of promises: what its rows may tell, and which words mean what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables import loose, maps
from mainstay.kit.tables.maps import EVERY, Field

Acceptance = Literal["accepted", "remarks", "not_accepted"]
Side = Literal["ours", "theirs", "third"]

DAYS = ("due", "delivered", "made")
AMOUNTS = ("budget", "cost")

FIELDS: tuple[Field, ...] = (
    Field("client", _("Client"), "client", required=True),
    Field("due", _("Promised for"), "moment", required=True),
    Field("reference", _("Reference"), limit=120),
    Field("delivered", _("Delivered"), "moment"),
    Field("title", _("What was promised"), limit=300),
    Field("owner", _("Who of us"), "person", limit=120),
    Field("made", _("Promised on"), "day"),
    Field("budget", _("Agreed amount"), "amount"),
    Field("cost", _("Charged amount"), "amount"),
    Field(
        "accepted",
        _("Did the client accept?"),
        "choice",
        choices=(
            ("accepted", _("accepted")),
            ("remarks", _("accepted with remarks")),
            ("not_accepted", _("not accepted")),
        ),
    ),
    Field("outcome", _("Outcome wanted"), limit=300),
    Field("currency", _("Currency"), "currency"),
    Field("engagement", _("Engagement")),
    Field("kind", _("Kind of thing"), limit=80),
    Field(
        "side",
        _("Whose promise"),
        "choice",
        choices=(("ours", _("ours")), ("theirs", _("theirs")), ("third", _("a third party’s"))),
    ),
    Field("contact", _("Who of them")),
    Field("key", _("Key of the row"), limit=300),
)
COLUMNS = tuple(one.name for one in FIELDS)
LONGEST = {one.name: one.limit for one in FIELDS}

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
_SIDES: Mapping[Side, tuple[str, ...]] = {
    "ours": (
        *("ours", "our", "us", "we", "we promise", "unsere", "unser", "wir", "kami", "наше", "наша", "мы"),
        *("uns", "janji kami", "our promise"),
    ),
    "theirs": (
        *("theirs", "their", "they", "client", "customer", "they promise", "their promise", "kunde", "mandant"),
        *("ihre", "klien", "pelanggan", "mereka", "их", "клиент", "заказчик", "они"),
    ),
    "third": (
        *("third", "third party", "third parties", "a third party’s", "a third party's", "supplier", "other"),
        *("dritte", "dritter", "lieferant", "pihak ketiga", "третья сторона", "третьи лица", "поставщик"),
    ),
}


@dataclass(frozen=True, slots=True)
class Map:
    """A map, understood and checked; ``told`` is what it says, the rest is made ready for reading cell by cell."""

    told: maps.Map
    not_judgeable: frozenset[str] = frozenset()  # compared as ``loose`` compares
    words: Mapping[str, Acceptance | None] = field(default_factory=dict)  # None: no answer yet
    sides: Mapping[str, Side] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of other fields: theirs to ours

    @classmethod
    def parse(cls, text: str) -> Map:
        """Read a map written in TOML; ``Unreadable`` says in one sentence what is wrong with it."""
        return cls.of(maps.Map.parse(text, FIELDS))

    @classmethod
    def of(cls, told: maps.Map) -> Map:
        """A map of a list of promises from the map of any list."""
        own = {name: {loose(word): meant for word, meant in words.items()} for name, words in told.values.items()}
        words: dict[str, Acceptance | None] = dict.fromkeys(_NO_ANSWER)
        words |= {loose(word): meant for meant, known in _WORDS.items() for word in known}
        sides: dict[str, Side] = {loose(word): meant for meant, known in _SIDES.items() for word in known}
        return cls(
            told=told,
            not_judgeable=frozenset(loose(code) for code in told.not_judgeable),
            words=words | own.pop("accepted", {}),  # type: ignore[arg-type]
            sides=sides | own.pop("side", {}),  # type: ignore[arg-type]
            meanings=own,
        )

    @property
    def columns(self) -> Mapping[str, str]:
        """Headers of the file by our names."""
        return self.told.columns

    @property
    def fixed(self) -> Mapping[str, str]:
        """What is the same for every row that tells nothing itself."""
        return self.told.fixed

    @property
    def encoding(self) -> str | None:
        """Of a text file, as told."""
        return self.told.encoding

    @property
    def delimiter(self) -> str | None:
        """Of a text file, as told."""
        return self.told.delimiter

    @property
    def decimal(self) -> str | None:
        """The sign before the decimals, as told."""
        return self.told.decimal

    @property
    def sheet(self) -> str | None:
        """Of a workbook, as told."""
        return self.told.sheet

    @property
    def date_formats(self) -> tuple[str, ...]:
        """How days are written where no column has its own way; empty where that is found out."""
        return self.told.date_formats.get(EVERY, ())

    def says_unjudgeable(self, text: str) -> bool:
        """Whether the map lists this text among the codes that stand where a date is missing."""
        return bool(self.not_judgeable) and loose(text) in self.not_judgeable
