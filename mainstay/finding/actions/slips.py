"""Slips put into the index and taken out of it, many at once, in the caller's transaction.

On SQLite the words stand in an FTS5 table over the slips. A trigger would keep it too, at three times the cost: FTS5
writes out what it gathered before every statement that another statement sets off.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from mainstay.finding.models import Slip
from mainstay.kit import rows
from mainstay.kit.plug import registry

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What one thing is found by: ``words`` as ``rules.slip_words`` gives them."""

    sort: str
    about_id: UUID
    client_id: UUID
    words: str

    @property
    def place(self) -> tuple[UUID, UUID]:
        """Which slip it is."""
        return self.client_id, self.about_id


@transaction.atomic
def put(*, told: Sequence[Told]) -> None:
    """Add slips of things that have none yet; what has no words gets none (R-X-13)."""
    told = [one for one in told if one.words]
    if not told:
        return
    if connection.vendor == "sqlite":
        _put_in(rows.ids_for(Slip, len(told)), told)
        return
    rows.insert_many(rows.in_order(Slip, [(None, one.sort, one.about_id, one.client_id, one.words) for one in told]))


def _put_in(numbers: Sequence[int], told: Sequence[Told]) -> None:
    """On SQLite: both tables by one prepared statement each, at half of what it costs to make rows of them first."""
    whole = zip(numbers, told, strict=True)
    slips = [(number, one.sort, one.about_id.hex, one.client_id.hex, one.words) for number, one in whole]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO finding_slip (id, sort, about_id, client_id, words) VALUES (%s, %s, %s, %s, %s)", slips
        )
        cursor.executemany(
            "INSERT INTO finding_words (rowid, words) VALUES (%s, %s)", [(slip[0], slip[4]) for slip in slips]
        )


@transaction.atomic
def renew(*, told: Sequence[Told], places: Collection[tuple[UUID, UUID]] = ()) -> None:
    """Put slips in place of those that stand there; ``places`` (client, thing) may be left empty by it (R-X-13)."""
    latest = {one.place: one for one in told}  # several lines of a batch may tell of one thing
    forget(places={*places, *latest})
    put(told=list(latest.values()))


@transaction.atomic
def forget(*, places: Collection[tuple[UUID, UUID]]) -> None:
    """Take the slips of things at these places (client, thing) out, where there are any (R-X-13)."""
    wanted = list(places)
    for start in range(0, len(wanted), AT_ONCE):
        _take_out(_at(wanted[start : start + AT_ONCE]))


def _at(places: Sequence[tuple[UUID, UUID]]) -> list[tuple[int, str]]:
    """Number and words of the slips at these places: one look into the index for each."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT slip.id, slip.words FROM json_each(%s) AS told CROSS JOIN finding_slip AS slip "
                "WHERE slip.client_id = json_extract(told.value, '$[0]') "
                "AND slip.about_id = json_extract(told.value, '$[1]')",
                [json.dumps([(client.hex, thing.hex) for client, thing in places])],
            )
        else:
            cursor.execute(
                # OFFSET 0 keeps the planner from reading the whole table for some hundred of its rows
                "SELECT slip.id, slip.words FROM unnest(%s::uuid[], %s::uuid[]) AS told (client, thing), LATERAL "
                "(SELECT id, words FROM finding_slip WHERE client_id = told.client AND about_id = told.thing OFFSET 0)"
                " AS slip",
                [_array(column) for column in zip(*places, strict=True)],
            )
        return list(cursor.fetchall())


def _array(ids: Iterable[UUID]) -> str:
    """Ids as PostgreSQL writes an array: one text."""
    return f"{{{','.join([one.hex for one in ids])}}}"


def _take_out(slips: Sequence[tuple[int, str]]) -> None:
    """Take slips out by number and words."""
    if not slips:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO finding_words (finding_words, rowid, words) VALUES ('delete', %s, %s)", slips
            )
            cursor.executemany("DELETE FROM finding_slip WHERE id = %s", [(number,) for number, _words in slips])
        else:
            cursor.execute("DELETE FROM finding_slip WHERE id = ANY(%s)", [[number for number, _words in slips]])


@transaction.atomic
def renew_clients(*, clients: Iterable[UUID], sorts: str = "") -> int:
    """Write all slips of some clients anew, or those of folders with one of these sorts; how many there are then."""
    ids = list(clients)
    finds = [each for each in registry.finds() if not sorts or {*each.sorts} & {*sorts}]
    letters = "".join(each.sorts for each in finds)
    there = Slip.objects.filter(client_id__among=ids, sort__in=list(letters))
    gone = list(there.values_list("pk", "words").iterator(chunk_size=2000))
    for start in range(0, len(gone), AT_ONCE):
        _take_out(gone[start : start + AT_ONCE])
    count = 0
    some: list[Told] = []
    for each in finds:
        for one in each.slips(ids):
            some.append(one)
            if len(some) == AT_ONCE:
                put(told=some)
                count, some = count + len(some), []
    put(told=some)
    return count + len(some)
