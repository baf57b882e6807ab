"""Writing the whole index anew, a portion of clients at a time, so that others can write in between."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection, transaction

from mainstay.finding import rules
from mainstay.finding.actions.slips import renew_clients
from mainstay.finding.models import Slip, State
from mainstay.kit.plug import registry

PORTION = 100  # clients in one transaction
SECONDS = 15.0  # of one tick


def anew() -> Iterator[int]:
    """Empty the index and write it anew; gives how many slips stand after each portion (R-X-13).

    Whoever searches meanwhile finds what is there already. Broken off, it goes on with the next tick.
    """
    _empty()
    count = 0
    for part in _portions(None):
        count += renew_clients(clients=part)
        _got(part[-1])
        yield count
    _done()


def catch_up(*, seconds: float = SECONDS) -> bool:
    """Go on writing where the index is not of these rules, for some seconds; true when it is whole (R-X-13).

    So a house of an older version, or one that was brought back from its archive, is found again by itself.
    """
    state = State.objects.first()
    if state is not None and state.version == rules.VERSION and state.done:
        return True
    if state is None or state.version != rules.VERSION:
        _empty()
        state = State.objects.get()
    until = time.monotonic() + seconds
    for part in _portions(state.upto):
        renew_clients(clients=part)
        _got(part[-1])
        if time.monotonic() > until:
            return False
    _done()
    return True


def _portions(after: UUID | None) -> Iterator[Sequence[UUID]]:
    for each in registry.finds():
        while each.clients is not None and (part := each.clients(after, PORTION)):
            after = part[-1]
            yield part


@transaction.atomic
def _empty() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO finding_words (finding_words) VALUES ('delete-all')")
    Slip.objects.all().delete()
    State.objects.all().delete()
    State.objects.create(version=rules.VERSION)


def _got(client: UUID) -> None:
    State.objects.update(upto=client)


def _done() -> None:
    State.objects.update(done=True, upto=None)
