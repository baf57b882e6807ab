"""The ledger of one client as both sides read it, in their words: what the page says, as JSON (R-B-45)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.api import person_of
from mainstay.house.api.finding import one
from mainstay.promises.api.reading import router
from mainstay.promises.queries import bands

Language = Literal["", "en", "de", "ms", "ru"]


class LedgerLineOut(Schema):
    """One promise: what, and when or how it stands, in words."""

    id: UUID
    text: str
    said: str


class BandOut(Schema):
    """A stretch of time with both sides' promises; ``settled``: closed lately."""

    heading: str
    settled: bool
    we_owe: list[LedgerLineOut]
    you_owe: list[LedgerLineOut]


class LedgerSheetOut(Schema):
    """The sheet as it is handed over: ``language`` is the client's, unless another was asked for.

    ``whole`` is false where not everything fits: the file holds all of it.
    """

    client: str
    language: str
    zone: str
    as_of: str
    us: str
    them: str
    bands: list[BandOut]
    third: list[LedgerLineOut]
    whole: bool


def told(client: Client, sheet: bands.Sheet) -> dict[str, Any]:
    """The sheet as API and terminal give it."""
    return {
        "client": client.name,
        "language": sheet.language,
        "zone": client.zone,
        "as_of": sheet.as_of,
        "us": sheet.us,
        "them": sheet.them,
        "bands": [_band(band) for band in (*sheet.open, *sheet.closed)],
        "third": [_line(entry) for entry in sheet.third],
        "whole": sheet.whole,
    }


def _band(band: bands.Band) -> dict[str, Any]:
    sides = {"we_owe": band.ours, "you_owe": band.theirs}
    lines = {name: [_line(entry) for entry in side] for name, side in sides.items()}
    return {"heading": band.heading, "settled": band.settled, **lines}


def _line(entry: bands.Entry) -> dict[str, Any]:
    return {"id": entry.promise.pk, "text": entry.text, "said": entry.state}


@router.get("/ledger/{uuid:client_id}/sheet", response=LedgerSheetOut)
def sheet(request: HttpRequest, client_id: UUID, language: Language = "") -> dict[str, Any]:
    """What we owe each other as both sides read it, in the client's language and by their clock."""
    client = one(Client.objects.visible_to(person_of(request)), client_id)
    return told(client, bands.sheet(client, clock.now(), language))
