"""The map that the headers of a table suggest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from mainstay.kit.tables import Table, loose
from mainstay.kit.tables.maps import Field, Map

# What a card says, whatever its words may mean elsewhere: its TITLE is what somebody does, its prefix how they are
# titled (R-A-29: as told).
CARDS = {
    "name": "name",
    "client": "organisation",
    "role": "title",
    "title": "prefix",
    "language": "language",
    "email": "emails",
    "phone": "phones",
    "reference": "uid",
}
CATEGORIES = "categories"  # of a calendar's entry: what its owner sorts entries by, as by clients
ATTENDEES = "attendees"  # else whoever is invited names the client, where they are known here
LOOKED_AT = 2_000  # entries of a calendar


def plain(header: str) -> str:
    """A header as headers are compared: case, blanks, underlines, hyphens and signs at its end apart."""
    return loose(header.replace("_", " ").replace("-", " ")).strip(" .:*#")


def guess(fields: Sequence[Field], table: Table) -> Map:
    """A column for each field whose header is one of the words known for it; the rest is left to be said.

    A header that means two fields goes to the one it names itself, else to the first; a field takes the first of
    several columns. Nothing is guessed by likeness. In a calendar the one category of an entry is its client,
    else whoever is invited says whose it is.
    """
    if table.format in ("vcard", "jcard"):
        known = {field.name for field in fields}
        return Map(columns={name: header for name, header in CARDS.items() if name in known and header in table.names})
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for exact in (True, False):
        for field in fields:
            if field.name in columns:
                continue
            words = {plain(field.name)} if exact else {plain(word) for word in field.known_as}
            found = next((name for name in table.names if name not in taken and plain(name) in words), None)
            if found is not None:
                columns[field.name] = found
                taken.add(found)
    client = any(field.name == "client" for field in fields) and not {"client", CATEGORIES} & {*columns, *taken}
    if table.format == "ical" and client:
        if _sorted_by_one(table):
            columns["client"] = CATEGORIES
        elif "due" in columns and _invites(table):
            columns["client"] = ATTENDEES
    return Map(columns={field.name: columns[field.name] for field in fields if field.name in columns})


def _invites(table: Table) -> bool:
    """Whether somebody is invited to an entry of a calendar."""
    places = [table.column(ATTENDEES), table.column("organizer")]
    return any("@" in row.cells[place] for row in islice(table.rows(), LOOKED_AT) for place in places)


def _sorted_by_one(table: Table) -> bool:
    """Whether the entries of a calendar have a category, and none of them several."""
    place = table.column(CATEGORIES)
    told = [cell for row in islice(table.rows(), LOOKED_AT) if (cell := row.cells[place].strip())]
    return bool(told) and not any("\n" in cell for cell in told)
