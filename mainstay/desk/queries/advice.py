"""All advice as one reader finds it: what is built, where it lives, what is to come (R-X-20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from mainstay.house.models import User
from mainstay.kit import advice
from mainstay.kit.advice import NOT_YET, PART, WHOLE, Place
from mainstay.kit.plug import Words
from mainstay.kit.refusals import NotFound
from mainstay.theme.context import address

GROUPS: dict[str, Words] = {
    "A": gettext_lazy("Trust"),
    "B": gettext_lazy("Working with clients"),
    "C": gettext_lazy("Service"),
    "X": gettext_lazy("House"),
}
STATES: dict[str, Words] = {
    WHOLE: pgettext_lazy("advice", "built"),
    PART: pgettext_lazy("advice", "in part"),
    NOT_YET: pgettext_lazy("advice", "not yet"),
}


@dataclass(frozen=True)
class Wanted:
    """Which advice: with these words, of this state, of the page of this name; empty means all."""

    words: str = ""
    built: str = ""
    on: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the house by its words; ``url`` is empty for whoever may not open it."""

    label: str
    url: str


@dataclass(frozen=True)
class Row:
    """One piece of advice, in the reader's language."""

    number: str
    says: str
    built: str
    part: str
    comes_with: str
    pages: Sequence[Page]

    @property
    def state(self) -> str:
        """How much of it is built, in a word or two."""
        return str(STATES[self.built])

    @property
    def note(self) -> str:
        """Which part is built; empty where that is no question."""
        return _("In part: %(part)s") % {"part": self.part} if self.part else ""

    @property
    def still(self) -> str:
        """“not yet: comes with letters and mail”; empty for what is built."""
        if self.built != NOT_YET:
            return ""
        return _("not yet: comes with %(what)s") % {"what": self.comes_with}

    def as_dict(self) -> dict[str, Any]:
        """The row for programs."""
        pages = [{"name": page.label, "address": page.url} for page in self.pages]
        return {
            "number": self.number,
            "says": self.says,
            "built": self.built,
            "part": self.part,
            "comes_with": self.comes_with,
            "lives": pages,
        }


def find(person: User, wanted: Wanted) -> list[Row]:
    """The advice that is wanted, in the order of its numbers; of a page, what belongs to few pages first."""
    numbers = advice.of_page(wanted.on) if wanted.on else list(advice.every())
    if wanted.on:
        numbers.sort(key=lambda number: len(advice.every()[number].lives))
    words = wanted.words.casefold().split()
    rows = (_row(number, person) for number in numbers if wanted.built in ("", advice.every()[number].built))
    return [row for row in rows if _holds(row, words)]


def called(number: str, person: User) -> Row:
    """One piece of advice; its number in any case. Raises NotFound."""
    wanted = number.strip().upper()
    if wanted not in advice.every():
        raise NotFound(_("There is no advice with the number %(number)s.") % {"number": number[:20]})
    return _row(wanted, person)


def _row(number: str, person: User) -> Row:
    one = advice.every()[number]
    pages = [Page(str(place.label), _url(place, person)) for place in advice.places_of(number)]
    return Row(number, str(one.says), one.built, str(one.part), str(one.comes_with), pages)


def _url(place: Place, person: User) -> str:
    return address(place.link) if not place.right or person.may(place.right) else ""


def _holds(row: Row, words: Iterable[str]) -> bool:
    text = " ".join((row.number, row.says, row.part, row.comes_with, *(page.label for page in row.pages))).casefold()
    return all(word in text for word in words)


def in_groups(rows: Sequence[Row]) -> list[tuple[Words, list[Row]]]:
    """The rows under their headings; a heading with nothing under it is left out."""
    found = [(name, [row for row in rows if row.number[2] == letter]) for letter, name in GROUPS.items()]
    return [(name, some) for name, some in found if some]


def counted(rows: Sequence[Row]) -> str:
    """“217 pieces of advice: 24 built, 36 in part, 157 not yet.”"""
    head = ngettext("%(n)d piece of advice", "%(n)d pieces of advice", len(rows)) % {"n": len(rows)}
    many = {built: sum(row.built == built for row in rows) for built in STATES}
    rest = ", ".join(f"{many[built]} {word}" for built, word in STATES.items() if many[built])
    return f"{head}: {rest}." if rest else _("No advice with these words.")
