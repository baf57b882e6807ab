"""The house in which the lines are read, and how a table of them is checked.

It is Monday, 2 March 2026, 10:00 in Berlin. A line of a table holds what is typed, “=>”, and what is understood:
side, client, what, by when, and whoever of us was named; or, behind “?”, what has to be asked and why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from mainstay.house.rules.working_time import Calendar, weekly
from mainstay.promises.rules import capture
from mainstay.promises.rules.capture import Name, Understood

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
OURS = Calendar(BERLIN, weekly(range(5), ("09:00", "17:30")), HOLIDAYS)
CLIENTS = [
    Name(name, name, capture.keys_of(name), zone)
    for name, zone in (
        ("Atlas GmbH", BERLIN),
        ("Hale & Co", BERLIN),
        ("Müller & Söhne", BERLIN),
        ("Northwind Traders Ltd", BERLIN),
        ("Hotel Astoria", BERLIN),
        ("Freitag AG", BERLIN),
        ("Bank Perdana Berhad", BERLIN),
        ("Syarikat Maju Sdn Bhd", BERLIN),
        ("ООО «Северный Ветер»", BERLIN),
        ("АО Вега", BERLIN),
        ("Orion Ltd", BERLIN),
        ("Orion Sdn Bhd", BERLIN),
        ("Kampung Kuali", "Asia/Kuala_Lumpur"),
    )
]
PEOPLE = [
    Name(name, name, capture.keys_of(name) | capture.keys_of(name.split(maxsplit=1)[0]))
    for name in ("Jonas Ritter", "Mara Vogt", "Anna Falk", "Anna Lund", "Игорь Павлов", "Siti Aminah")
]
CONTACTS = [Name("Uta Wolf", "Uta Wolf", capture.keys_of("Uta Wolf") | capture.keys_of("Wolf"), of=("Atlas GmbH",))]


def understand(line: str, language: str, **told: Any) -> Understood:
    """The line as this house understands it."""
    here = {"zone": BERLIN, "clients": CLIENTS, "people": PEOPLE, "contacts": CONTACTS, "calendar": OURS}
    return capture.understand(line, on=AT, language=language, **{**here, **told})


def said(told: Understood) -> str:
    """What was understood, as the tables write it."""
    if told.questions:
        return "? " + ", ".join(f"{question.about} {question.kind}" for question in told.questions)
    client = (
        f"{told.contact.name} of {told.client and told.client.name}"
        if told.contact
        else told.client and told.client.name
    )
    when = f"{told.due_on}" + (f" {told.due_time:%H:%M}" if told.due_time else "")
    return " | ".join([told.side, str(client), told.text, when, *([told.owner.name] if told.owner else [])])


def table(text: str) -> Sequence[tuple[str, str]]:
    """The lines of a table, each with what is to be understood."""
    joined = re.sub(r"\n\s+=>", " =>", text.strip())
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(typed.strip(), wanted.strip()) for typed, _arrow, wanted in (line.partition("=>") for line in lines)]
