"""Whether courtesies wait for a client: repair comes before charm (R-A-22). Asked by whoever plans one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.kit.times import local_day
from mainstay.promises.models import Promise


def held_for(clients: Iterable[Client], *, at: datetime) -> dict[UUID, str]:
    """Of some clients those for whom cards, gifts and invitations wait, each with the reason; one query.

    They wait while a promise of ours is past its day. Whoever overrides it says so where the courtesy is planned.
    """
    zones = {client.pk: client.zone for client in clients}
    owed = Promise.objects.filter(client__pk__among=list(zones), side=Promise.Side.OURS, is_owed=True)
    rows = owed.filter(due_at__lte=at).order_by("due_at", "id")
    held: dict[UUID, str] = {}
    for client, text, judged in rows.values_list("client_id", "text", "judged_on"):
        if judged < local_day(at, zones[client]) and client not in held:
            held[client] = _("Held: first put “%(what)s” right.") % {"what": text}
    return held
