"""Rows laid together into deliveries, and the name each delivery keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from mainstay.kit.tables import loose, tidy
from mainstay.kit.tables.spool import Spool
from mainstay.promises.rules.intake.deliveries import Delivery
from mainstay.promises.rules.intake.maps import Acceptance, Side
from mainstay.promises.rules.ledger import is_over

_CENT = Decimal("0.01")
LONGEST_TEXT = 300  # of a title or an outcome: longer ones are shortened
_WORST_FIRST: tuple[Acceptance, ...] = ("not_accepted", "remarks", "accepted")


@dataclass(slots=True)
class Pile:
    """What one row tells, and then what all rows of its delivery tell together."""

    client: str
    reference: str
    due: date
    delivered: date | None
    title: str | set[str]
    owner: str
    made: date | None
    budget: Decimal | None
    cost: Decimal | None
    accepted: Acceptance | None
    outcome: str | set[str]
    currency: str
    engagement: str
    rows: int | list[int]
    due_time: time | None = None
    delivered_time: time | None = None
    side: Side = "ours"
    contact: str = ""
    kind: str = ""
    key: str = ""  # as the file itself names it
    mixed: bool = False  # its rows tell amounts in different currencies

    def add(self, other: Pile) -> None:
        """Lay another row of the same delivery on top; the outcome is the same in whatever order rows come."""
        self.rows = [*_several(self.rows), *_several(other.rows)]
        self.title = _texts(self.title) | _texts(other.title)
        self.outcome = _texts(self.outcome) | _texts(other.outcome)
        self.owner = _first(self.owner, other.owner)
        self.engagement = _first(self.engagement, other.engagement)
        self.kind = _first(self.kind, other.kind)
        self.mixed = self.mixed or bool(self.currency and other.currency and self.currency != other.currency)
        self.currency = _first(self.currency, other.currency)
        self.contact = _first(self.contact, other.contact)
        self.budget = _sum(self.budget, other.budget)
        self.cost = _sum(self.cost, other.cost)
        self.accepted = min(self.accepted, other.accepted, key=_how_bad)
        self.made = min(filter(None, (self.made, other.made)), default=None)
        self.due_time = min(filter(None, (self.due_time, other.due_time)), key=str, default=None)
        self.delivered_time = max(filter(None, (self.delivered_time, other.delivered_time)), key=str, default=None)

    @property
    def height(self) -> int:
        """How many rows lie here."""
        return len(self.rows) if isinstance(self.rows, list) else 1

    @property
    def days_late(self) -> int:
        """Calendar days after the promised day; 0 in time or open."""
        return max(0, (self.delivered - self.due).days) if self.delivered else 0

    @property
    def amounts(self) -> tuple[Decimal | None, Decimal | None]:
        """The agreed and the charged amount of all rows, each None where nobody can say.

        0 or less in a list means that none was agreed (rulebook, TV-13); a charge below 0 is a credit, and what
        an open delivery has cost so far is no final account.
        """
        if self.budget is None and self.cost is None:
            return None, None
        agreed = self.budget if self.budget is not None and self.budget > 0 else None
        charged = self.cost if self.cost is not None and self.cost >= 0 and self.delivered else None
        return (None, None) if self.mixed else (_cents(agreed), _cents(charged))

    @property
    def over_budget(self) -> bool:
        """Delivered, and for more than was agreed."""
        return is_over(*self.amounts) is True

    @property
    def known_by(self) -> bool:
        """Whether it has a name of its own: a key or a reference."""
        return bool(self.key or self.reference)

    def delivery(self, key: str, about: bytes) -> Delivery:
        """The delivery that the rows on this pile tell of."""
        budget, cost = self.amounts
        return Delivery(
            client=self.client,
            reference=self.reference,
            due_on=self.due,
            delivered_on=self.delivered,
            title=_joined(self.title),
            owner=self.owner,
            made_on=self.made,
            budget=budget,
            cost=cost,
            accepted=self.accepted,
            outcome=_joined(self.outcome),
            currency="" if self.mixed else self.currency,
            engagement=self.engagement,
            rows=(self.rows,) if isinstance(self.rows, int) else tuple(sorted(self.rows)),
            key=key,
            due_time=self.due_time,
            delivered_time=self.delivered_time,
            side=self.side,
            contact=self.contact,
            kind=self.kind,
            told_key=self.key,
            about=about,
        )


_laid = attrgetter(*(column.name for column in fields(Pile) if column.name != "mixed"))
_DAYS = tuple(place for place, column in enumerate(fields(Pile)) if column.name in ("due", "delivered", "made"))
_AMOUNTS = tuple(place for place, column in enumerate(fields(Pile)) if column.name in ("budget", "cost"))
_TIMES = tuple(place for place, column in enumerate(fields(Pile)) if column.name in ("due_time", "delivered_time"))
_day = lru_cache(maxsize=8192)(date.fromordinal)
_amount = lru_cache(maxsize=8192)(Decimal)


def _packed(row: Pile) -> tuple[Any, ...]:
    """A row as texts and numbers."""
    told = list(_laid(row))
    for place in _DAYS:
        if told[place] is not None:
            told[place] = told[place].toordinal()
    for place in _AMOUNTS:
        if told[place] is not None:
            told[place] = str(told[place])
    for place in _TIMES:
        if told[place] is not None:
            told[place] = told[place].isoformat()
    return tuple(told)


def _unpacked(told: tuple[Any, ...]) -> Pile:
    values = list(told)
    for place in _DAYS:
        if values[place] is not None:
            values[place] = _day(values[place])
    for place in _AMOUNTS:
        if values[place] is not None:
            values[place] = _amount(values[place])
    for place in _TIMES:
        if values[place] is not None:
            values[place] = time.fromisoformat(values[place])
    return Pile(*values)


class Piles:
    """Rows as they come in, laid together; deliveries as they come out, each with its key. Memory stays flat.

    What one client is told of comes out together: whoever writes it down in batches touches few clients in each, and
    a batch costs no more in a long list of many clients than in a short one.
    """

    def __init__(self) -> None:
        self._spool = Spool()
        self._clients: dict[str, int] = {}  # the place of each in the file; grows with the names, not with the rows

    def lay(self, row: Pile) -> None:
        """Add a row: to the delivery with its client, reference, due and delivered day, or as one of its own."""
        title = row.title if isinstance(row.title, str) else ""
        name = _name(row.client, row.reference, row.due, title, row.side, row.key)
        about = _about(row.client, row.reference, row.side) if row.reference and not row.key else b""
        place = self._clients.setdefault(_as_one(row.client), len(self._clients))
        self._spool.lay(name, about, _packed(row), place)

    def __iter__(self) -> Iterator[Pile]:
        for _name, _about, rows in self._spool.groups():
            yield from _laid_together(list(map(_unpacked, rows)))

    def several(self) -> Iterator[tuple[list[Pile], list[Pile]]]:
        """Of each name that several rows share: the rows, and the deliveries they are."""
        for _name, _about, rows in self._spool.groups(2):
            yield list(map(_unpacked, rows)), _laid_together(list(map(_unpacked, rows)))

    def deliveries(self) -> Iterator[Delivery]:
        """Every delivery with its key: client by client, and within each, in the order of the file."""
        for name, about, rows in self._spool.groups():
            if len(rows) == 1:
                yield _unpacked(rows[0]).delivery(name.hex(), about)
                continue
            piles = sorted(_laid_together(list(map(_unpacked, rows))), key=_order)
            for place, pile in enumerate(piles):
                yield pile.delivery(_key(name, place), about)

    def names_about(self, about: bytes) -> int:
        """How many due days the file tells for one reference to one client."""
        return self._spool.groups_about(about)


def _laid_together(rows: list[Pile]) -> list[Pile]:
    """Rows of one name, which are used up: those that are one delivery on one pile.

    Rows without reference and key are each by themselves.
    """
    piles: list[Pile] = []
    for row in rows:
        same = next((pile for pile in piles if row.known_by and pile.delivered == row.delivered), None)
        if same is not None:
            same.add(row)
        else:
            piles.append(row)
    return piles


def key_of(
    client: str, reference: str, due: date, title: str = "", place: int = 0, *, side: Side = "ours", key: str = ""
) -> str:
    """The name a delivery keeps, so that it is known again when the file comes anew (R-X-10).

    A key told by the file is its name. Else it is made of client, reference and due day; without a reference of
    client, title and due day. What changes while a promise lives (delivered, cost, owner, the client's answer) is
    not in it: an open delivery that has since been delivered is the same delivery. Several with one such name are
    told apart by their place: those with a reference by their delivered day, open last; those without by what is
    least likely to change, then by their delivered day. Rows that are alike in everything are interchangeable. So
    the order of rows never matters. A due day that the file moved makes another name; whether it is another promise
    shows where a reference stands for one promise only (see ``Delivery.about``).
    """
    return _key(_name(client, reference, due, title, side, key), place)


def _name(client: str, reference: str, due: date, title: str, side: Side, key: str) -> bytes:
    if key:
        return _digest(_as_one(client), "key", tidy(key))
    what = ("reference", tidy(reference)) if reference else ("title", loose(title))
    whose = () if side == "ours" else (side,)
    return _digest(_as_one(client), *what, due.isoformat(), *whose)


def _about(client: str, reference: str, side: Side) -> bytes:
    return _digest(_as_one(client), "about", tidy(reference), side)


def _digest(*parts: str) -> bytes:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@lru_cache(maxsize=4096)
def _as_one(client: str) -> str:
    return loose(client)


def _key(name: bytes, place: int) -> str:
    return f"{name.hex()}-{place}" if place else name.hex()


def _order(pile: Pile) -> tuple[str, ...]:
    delivered = str(pile.delivered or "open")  # digits come before letters: open ones are last
    if pile.reference:
        return (delivered,)
    lasting = (str(pile.made or "-"), _joined(pile.title), pile.engagement, str(pile.budget), pile.currency)
    passing = (str(pile.cost), pile.owner, str(pile.accepted), _joined(pile.outcome))
    return (*lasting, delivered, *passing, str(pile.delivered_time), str(pile.due_time))


@lru_cache(maxsize=8192)
def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(_CENT, rounding="ROUND_HALF_UP")


def _several(rows: int | list[int]) -> list[int]:
    return rows if isinstance(rows, list) else [rows]


def _texts(told: str | set[str]) -> set[str]:
    return told if isinstance(told, set) else {told} - {""}


def _joined(told: str | set[str]) -> str:
    """Texts in one line, in the order of the alphabet; where they are too many, how many more there are."""
    if isinstance(told, str) and len(told) <= LONGEST_TEXT:
        return told
    texts = sorted(_texts(told), key=lambda text: (loose(text), text))
    line = "; ".join(texts)
    if len(line) <= LONGEST_TEXT:
        return line
    if len(texts) == 1:
        return line[: LONGEST_TEXT - 1].rstrip() + "…"
    first = texts[0] if len(texts[0]) <= LONGEST_TEXT - 20 else texts[0][: LONGEST_TEXT - 21].rstrip() + "…"
    return f"{first} (+{len(texts) - 1})"


def _first(one: str, other: str) -> str:
    """Of two different names the one that comes first in the alphabet; a name rather than none."""
    return min(filter(None, (one, other)), key=lambda text: (loose(text), text), default="")


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return one if other is None else other
    return one + other


def _how_bad(accepted: Acceptance | None) -> int:
    return _WORST_FIRST.index(accepted) if accepted else len(_WORST_FIRST)
