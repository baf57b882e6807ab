"""The map that the headers of a table suggest."""

from __future__ import annotations

from collections.abc import Sequence

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
_SIGNS = str.maketrans("_", " ", ":*#")


def guess(fields: Sequence[Field], table: Table) -> Map:
    """A column for each field whose header is one of the words known for it; the rest is left to be said.

    A header that means two fields goes to the one it names itself, else to the first; a field takes the first of
    several columns. Nothing is guessed by likeness.
    """
    if table.format in ("vcard", "jcard"):
        known = {field.name for field in fields}
        return Map(columns={name: header for name, header in CARDS.items() if name in known and header in table.names})
    columns: dict[str, str] = {}
    taken: set[str] = set()
    heads = [(name, {loose(name), loose(name.translate(_SIGNS))}) for name in table.names]
    for exact in (True, False):
        for field in fields:
            if field.name in columns:
                continue
            words = {loose(field.name), loose(field.name.replace("_", " "))} if exact else field.known_as
            for name, spelled in heads:
                if name not in taken and spelled & words:
                    columns[field.name] = name
                    taken.add(name)
                    break
    ordered = {field.name: columns[field.name] for field in fields if field.name in columns}
    return Map(columns=ordered)
