"""Ways to reach somebody: a phone number and a mail address as told, and as they are compared. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mainstay.clients.rules.names import digits

SHORTEST = 5  # digits; an extension alone tells nobody apart


@dataclass(frozen=True)
class Way:
    """One mail address or phone number as told, and what it is for (“work”), if that was told."""

    value: str
    label: str = ""


def ways_in(text: str) -> list[Way]:
    """The ways told in a text: one a line, the first first, what it is for after a tab or a comma (R-B-6)."""
    return [way for line in text.splitlines() if (way := way_in(line)).value]


def way_in(line: str) -> Way:
    """One line: “030 12345, office”."""
    mark = "\t" if "\t" in line else ","
    value, _mark, label = line.partition(mark)
    return Way(" ".join(value.split()), " ".join(label.split()))


def ways_of(told: object) -> list[Way]:
    """The ways in what a door hands on: a text of lines, or several of Way, text or {"value", "label"}."""
    if isinstance(told, str):
        return ways_in(told)
    found: list[Way] = []
    for one in told if isinstance(told, Iterable) else ():
        if isinstance(one, Way):
            found.append(one)
        elif isinstance(one, Mapping):
            found.append(Way(str(one.get("value", "")).strip(), str(one.get("label", "") or "").strip()))
        else:
            found += ways_in(str(one))
    return [way for way in found if way.value]


def in_lines(ways: Iterable[Way]) -> str:
    """The same as a text that ``ways_in`` reads back."""
    return "\n".join(f"{way.value}, {way.label}" if way.label else way.value for way in ways)


def phone_key(told: str, country: str = "") -> str:
    """A number in E.164 (“+4930123456”), read as dialled in this country (two letters) where it names none.

    What is no number of that country is compared by its digits; empty where there are fewer than five (R-B-6).
    """
    import phonenumbers  # large: only who compares numbers waits for it

    plain = unicodedata.normalize("NFKC", told).strip().removeprefix("tel:")
    try:
        number = phonenumbers.parse(plain, country or None)
    except phonenumbers.NumberParseException:
        number = None
    long_enough = number is not None and len(str(number.national_number)) >= SHORTEST
    if number is not None and long_enough and phonenumbers.is_possible_number(number):
        number.extension = None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    found = digits(plain)
    return found[:40] if len(found) >= SHORTEST else ""


def mail_key(told: str) -> str:
    """A mail address, folded: case and compatible signs do not count (R-B-6)."""
    folded = unicodedata.normalize("NFKC", told).casefold().strip()
    return folded.removeprefix("mailto:")[:254]
