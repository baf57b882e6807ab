"""Cards one after the other out of a file of vCards (any version) or jCards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from mainstay.kit.cards.lines import Line, lines
from mainstay.kit.cards.properties import Property, from_jcard, parse
from mainstay.kit.sentences import sentence as _
from mainstay.kit.tables.source import Source, Unreadable

MOST_JSON = 50  # megabytes of a jCard, which is loaded whole
MOST_PROPERTIES = 5_000  # of one card
_DEEPEST = 8  # cards within cards (AGENT)
_MEGA = 1_048_576
_TEXTS = frozenset(("NOTE", "ADR", "LABEL"))


@dataclass(slots=True)
class Card:
    """A card: its version as told, and its properties in their order; pictures have lost their value."""

    version: str = ""
    properties: list[Property] = field(default_factory=list)
    number: int = 0

    def all(self, *names: str) -> list[Property]:
        """The properties of these names that hold something, most preferred first, else in their order."""
        found = [one for one in self.properties if one.name in names and not one.is_blank]
        return sorted(found, key=Property.rank)

    def first(self, *names: str) -> str:
        """The text of the most preferred property of these names, or ""."""
        found = self.all(*names)
        return found[0].text.strip() if found else ""

    def parts(self, one: Property) -> list[list[str]]:
        """The parts of a value; in 2.1 a comma is a comma."""
        return one.parts(lists=self.version != "2.1")

    @property
    def is_group(self) -> bool:
        """Whether this is the card of a group of people, such as a mailing list."""
        return self.first("KIND", "X-ADDRESSBOOKSERVER-KIND").casefold() == "group"

    def label(self, group: str) -> str:
        """What Apple and Google write beside a property of a group (``item1.X-ABLabel``), without their marks."""
        for one in self.properties if group else ():
            if one.group == group and one.name == "X-ABLABEL":
                found = re.fullmatch(r"_\$!<(.*)>!\$_", one.text.strip())
                return found[1] if found else one.text.strip()
        return ""


def read_cards(source: Source, encoding: str, fallback: str) -> Iterator[Card]:
    """The cards of a text file in flat memory. Raises ``Unreadable`` for one that breaks off, or beyond limits."""
    with source.open() as file:
        reader = _Cards(partial(parse, fallback=fallback))
        for line in lines(file, encoding):
            card = reader.take(line)
            if card is not None:
                yield card
        reader.finish()


class _Cards:
    def __init__(self, parsed: partial[Property | None]) -> None:
        self._parse = parsed
        self._card: Card | None = None
        self._began = self._count = self._within = 0

    def take(self, line: Line) -> Card | None:
        """Take one line in; the card where the line ends one."""
        name, _colon, value = line.text.partition(":")
        frame = name.strip().upper(), value.strip().upper()
        if frame == ("BEGIN", "VCARD"):
            return self._begin(line.number)
        if self._card is None:
            return None
        if frame == ("END", "VCARD"):
            if self._within:
                self._within -= 1
                return None
            return self._end()
        if not self._within:
            self._keep(self._card, line)
        return None

    def _begin(self, number: int) -> Card | None:
        """A card begins: within another one as its AGENT, else where the one before was never ended."""
        card = self._card
        if card is not None and card.properties and card.properties[-1].name == "AGENT":
            self._within += 1
            if self._within > _DEEPEST:
                raise Unreadable(_("The cards from line %(line)d stand within each other too deep.", line=self._began))
            return None
        ended = self._end() if card is not None else None
        self._card, self._began, self._within = Card(), number, 0
        return ended

    def _end(self) -> Card | None:
        card, self._card = self._card, None
        if card is not None:
            self._count += 1
            card.number = self._count
        return card

    def _keep(self, card: Card, line: Line) -> None:
        one = self._parse(line.text)
        if one is None:
            _add_to_text(card, line.text)
            return
        if one.name == "VERSION":
            card.version = one.text.strip()
        if len(card.properties) >= MOST_PROPERTIES:
            raise Unreadable(
                _(
                    "The card in line %(line)d has more than %(most)d properties.",
                    line=self._began,
                    most=MOST_PROPERTIES,
                )
            )
        card.properties.append(one)

    def finish(self) -> None:
        """The file is at its end: a card that is still open was cut short."""
        if self._card is not None:
            raise Unreadable(
                _(
                    "The card that begins in line %(line)d has no end: the file is cut short. Export the cards anew.",
                    line=self._began,
                )
            )


def _add_to_text(card: Card, text: str) -> None:
    """A line that is no property, behind a note or an address, is a line of it that was written plainly."""
    last = card.properties[-1] if card.properties else None
    if last is not None and last.name in _TEXTS:
        more = f"{last.value}\n{text.strip()}"
        card.properties[-1] = Property(last.name, more, last.group, last.parameters)


# --- jCard --------------------------------------------------------------------------------------------------


def read_jcards(source: Source) -> list[Card]:
    """The cards of a jCard file: one, or a list of them. Raises ``Unreadable``."""
    with source.open() as file:
        content = file.read(MOST_JSON * _MEGA + 1)
    if len(content) > MOST_JSON * _MEGA:
        raise Unreadable(_("A jCard file of more than %(most)d MB is not read. Export it as vCard.", most=MOST_JSON))
    try:
        told = json.loads(content.decode("utf-8-sig"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This looks like a jCard, but its JSON is cut short or damaged.")) from error
    cards = [told] if _is_card(told) else told
    if not isinstance(cards, list):
        raise Unreadable(_("This looks like a jCard, but its JSON is cut short or damaged."))
    return [_card(one, number) for number, one in enumerate(filter(_is_card, cards), 1)]


def _is_card(told: object) -> bool:
    if not (isinstance(told, list) and len(told) > 1 and isinstance(told[0], str) and isinstance(told[1], list)):
        return False
    return told[0].lower() == "vcard"


def _card(told: Sequence[object], number: int) -> Card:
    card = Card(number=number)
    properties = told[1]
    for one in properties[:MOST_PROPERTIES] if isinstance(properties, list) else ():
        found = from_jcard(one) if isinstance(one, list) else None
        if found is not None:
            card.properties.append(found)
    card.version = card.first("VERSION")
    return card
