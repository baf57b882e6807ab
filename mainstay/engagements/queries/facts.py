"""What other storeys know of engagements and clients: asked through the plug."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min

from mainstay.clients.models import Client
from mainstay.engagements.models import Engagement
from mainstay.kit.plug import Deliverables, Panel, registry

NOTHING = Deliverables()


def deliverables(ids: Collection[UUID], at: datetime) -> dict[UUID, Deliverables]:
    """What was promised under each of these, and what of it was delivered (R-A-35). One question to each folder."""
    asked = list(ids)
    found = dict.fromkeys(asked, NOTHING)
    for plug in registry.installed():
        if plug.engagement_facts is not None and asked:
            for pk, more in plug.engagement_facts(asked, at).items():
                found[pk] = _both(found[pk], more)
    return found


def _both(one: Deliverables, other: Deliverables) -> Deliverables:
    return Deliverables(
        one.promised + other.promised, one.delivered + other.delivered, one.late + other.late, one.broken + other.broken
    )


def since_days(clients: Sequence[Client]) -> dict[UUID, date]:
    """Since when each is a client: as told, else the first engagement or promise there is (R-B-3)."""
    known = {client.pk: client.since_on for client in clients if client.since_on is not None}
    rest = [client.pk for client in clients if client.pk not in known]
    if not rest:
        return known
    begun = Engagement.objects.filter(client__in=rest).order_by().values("client").annotate(first=Min("begun_on"))
    firsts = [(row["client"], row["first"]) for row in begun.values("client", "first")]
    for plug in registry.installed():
        if plug.first_days is not None:
            firsts += plug.first_days(rest).items()
    for pk, day in firsts:
        if day is not None and day < known.get(pk, date.max):
            known[pk] = day
    return known


def since_day(client: Client, engagements: Iterable[Engagement]) -> date | None:
    """The same of one client whose engagements are at hand; the database is asked only for promises."""
    if client.since_on is not None:
        return client.since_on
    firsts = [one.begun_on for one in engagements if one.begun_on is not None]
    for plug in registry.installed():
        if plug.first_days is not None:
            firsts += plug.first_days([client.pk]).values()
    return min(firsts, default=None)


def parts(person: object, one: Engagement, at: datetime) -> list[Panel]:
    """What every folder shows of this engagement, in order."""
    hooks = [plug.engagement_panels for plug in registry.installed() if plug.engagement_panels is not None]
    shown: Iterable[Panel] = (panel for hook in hooks for panel in hook(person, one, at))
    return sorted(shown, key=lambda panel: panel.order)
