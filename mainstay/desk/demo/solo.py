"""The second demo house: one person who draws typefaces and sells them to clients she never meets; all invented.

``done`` says what became of a promise: the verb, when, and what is told with it; the action plays them by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

NAME = "Falcão Type"
PERSON, MAIL = "Rita Falcão", "rita.falcao@falcao-type.example"
ZONE, COUNTRY, CURRENCY = "Europe/Lisbon", "PT", "EUR"
PASSWORD = "hold-the-cable"  # noqa: S105 (shown to everybody: a demo house only)


def at(day: str, clock: str = "10:00") -> datetime:
    """A moment by the clock on her wall: “2026-03-02”, “10:00”."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(ZONE))


OPENED, SHOWS = at("2025-09-01"), at("2026-03-12", "09:00")  # a Thursday


@dataclass(frozen=True)
class Buyer:
    """A client far away, and whom she writes to there."""

    code: str
    name: str
    town: str
    country: str
    zone: str
    contact: str
    language: str
    addressed_as: str
    stage: str = "active"


BUYERS = (
    Buyer("HB", "Verlag Hollerbusch", "Graz", "AT", "Europe/Vienna", "Annelie Rauch", "de", "Frau Rauch"),
    Buyer("SM", "Kedai Buku Seri Melur", "Ipoh", "MY", "Asia/Kuala_Lumpur", "Nurul binti Salleh", "ms", "Puan Nurul"),
    Buyer("RJ", "Типография «Рябина»", "Алматы", "KZ", "Asia/Almaty", "Вера Павловна Лукина", "ru", "Вера Павловна"),
    Buyer("KO", "Atelier Kobo", "Kyōto", "JP", "Asia/Tokyo", "Hana Morita", "en", "Ms Morita"),
    Buyer("PC", "Pinecone Games", "Vancouver", "CA", "America/Vancouver", "Dale Whitfeather", "en", "Dale"),
    Buyer("QU", "Estudio Quilla", "Cusco", "PE", "America/Lima", "Yanet Huamán", "en", "Ms Huamán"),
    Buyer("TF", "Tui & Fern", "Nelson", "NZ", "Pacific/Auckland", "Moana Teller", "en", "Moana"),
    Buyer("HF", "Havnelys Film", "Bergen", "NO", "Europe/Oslo", "Sigurd Aas", "en", "Mr Aas", "prospect"),
)

WORK = (
    ("HB", "Text face for the spring list", "Nobody notices the type, and everybody finishes the book."),
    ("KO", "Latin beside the kana", "Both scripts stand on one line as if they had grown up together."),
    ("PC", "Type for the trailer", "The title can be read on a phone in the dark."),
)


Act = tuple[str, datetime, dict[str, Any]]  # the verb, when, what is told with it


@dataclass(frozen=True)
class Given:
    """A word given by one side: to whom, what, when, for when, and what became of it."""

    buyer: str
    text: str
    made: datetime
    due: date
    done: tuple[Act, ...] = ()
    theirs: bool = False
    said: str = "mail"
    work: bool = False


def _report(month: str, made: str, due: str, sent: str) -> Given:
    """The report on licences that the publisher gets every month; they say thank you."""
    told = {"satisfaction": "accepted", "known_from": f"Her mail of {sent}"}
    done: tuple[Act, ...] = (("deliver", at(sent), {}), ("settle", at(sent, "17:00"), told))
    return Given("HB", f"Licence report for {month}", at(made), date.fromisoformat(due), done)


def _until(day: str) -> date:
    return date.fromisoformat(day)


_THANKS = {"satisfaction": "accepted", "known_from": "Their answer the same day"}
GIVEN = (
    _report("September", "2025-09-22", "2025-10-06", "2025-10-02"),
    _report("October", "2025-10-20", "2025-11-05", "2025-11-03"),
    _report("November", "2025-11-20", "2025-12-05", "2025-12-03"),
    _report("December", "2025-12-19", "2026-01-07", "2026-01-05"),
    _report("January", "2026-01-20", "2026-02-05", "2026-02-03"),
    _report("February", "2026-02-20", "2026-03-05", "2026-03-03"),
    Given(
        "HB", "Small capitals with umlauts", at("2026-02-16"), _until("2026-03-06"),
        (("move", at("2026-03-02"), {"to_on": _until("2026-03-18"), "answer": "agreed",
                                     "reason": "The ß needed a form of its own"}),),
        work=True,
    ),
    Given("KO", "Kerning for the vertical setting", at("2026-03-02"), _until("2026-03-12"), work=True),
    Given("KO", "First proofs of the bold", at("2026-01-12"), _until("2026-02-06"),
          (("deliver", at("2026-02-05"), {}), ("settle", at("2026-02-06"), _THANKS)), work=True),
    Given("PC", "Web fonts for the spring trailer", at("2026-02-24"), _until("2026-03-10"), said="phone", work=True),
    Given("SM", "Specimen with Jawi numerals", at("2026-03-05"), _until("2026-03-20")),
    Given(
        "SM", "A title face drawn by hand", at("2026-02-02"), _until("2026-03-31"),
        (("withdraw", at("2026-03-04"), {"reason": "Six weeks would not do it justice", "told_how": "mail",
                                         "substitute": "The display cut of the text face, free for the first title"}),),
    ),
    Given(
        "RJ", "Cyrillic italics, corrected", at("2026-01-26"), _until("2026-02-20"),
        (("deliver", at("2026-02-19"), {}),
         ("settle", at("2026-02-23"), {"satisfaction": "remarks", "known_from": "Her letter of 23 February",
                                       "remark": "The д sits too low beside the и"})),
    ),
    Given("QU", "Ornaments for the menu cards", at("2026-01-19"), _until("2026-02-27"),
          (("release", at("2026-02-09"), {"known_from": "Their mail: the menu is drawn by hand now"}),)),
    Given("TF", "Logo face, first cut", at("2026-02-05"), _until("2026-02-25"),
          (("deliver", at("2026-02-27"), {}), ("tell", at("2026-02-27", "10:30"), {"how": "mail"}))),
    Given("TF", "Logo face, final files", at("2026-03-03"), _until("2026-03-13")),
    Given("HF", "Two sketches for the title", at("2026-03-09"), _until("2026-03-24"), said="phone"),
    # theirs
    Given("RJ", "Send the text of the poster", at("2026-02-23"), _until("2026-03-09"), theirs=True),
    Given("PC", "Say which two weights the trailer uses", at("2026-02-24"), _until("2026-03-03"),
          (("deliver", at("2026-03-02"), {}),), theirs=True),
    Given("QU", "Pay for the alphabet", at("2026-02-09"), _until("2026-03-09"),
          (("deliver", at("2026-03-06"), {}),), theirs=True),
    Given("HB", "Return the signed licence", at("2026-03-02"), _until("2026-03-16"), theirs=True),
    Given("TF", "Choose between the two ampersands", at("2026-03-03"), _until("2026-03-11"), theirs=True),
)  # fmt: skip

EXTRA = "A printed specimen with the invoice"  # to the publisher, three times by now, and never spoken of
EXTRAS = (("HB", at("2025-11-03")), ("HB", at("2026-01-05")), ("HB", at("2026-03-03")))
