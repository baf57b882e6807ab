"""Whether a client is known to have somebody who looks after it, so that Today need not ask all of them (R-A-34).

``Client.looked_after`` is false until the worker saw a manager or a deputy there, and at once where somebody's time
ends. So whoever has nobody is always among those of whom it is false; that it is true never has to be believed of
more than those it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mainstay.clients.models import Client

A_TICK = 50_000  # clients looked at by one tick: a list that came in


def may_have_nobody(clients: Iterable[UUID]) -> None:
    """Somebody's time with these clients ends or passes on: inside the act that says so, after it wrote that.

    The rows are written whatever stands in them, so that a worker that looks at them just now waits or is waited for.
    """
    ids = sorted(set(clients))
    if ids:
        Client.objects.filter(pk__among=ids).update(looked_after=False)


@transaction.atomic
def look(*, at: datetime) -> int:
    """Note of the clients that came in, or whose people changed, that somebody is there. How many that were."""
    asked = Client.objects.looked_for().with_somebody().order_by().select_for_update(of=("self",), skip_locked=True)
    found = list(asked.values_list("pk", flat=True)[:A_TICK])
    if not found:
        return 0
    return Client.objects.filter(pk__among=found).with_somebody().update(looked_after=True)  # as it is once held
