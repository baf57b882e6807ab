"""What the ledger knows of engagements: the deliverables under each, and the first promise to each client (R-A-35)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mainstay.house.rules import rights
from mainstay.kit.plug import Deliverables, Move, Panel
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises import rules
from mainstay.promises.models import Promise, PromiseQuerySet
from mainstay.promises.queries.bands import line
from mainstay.promises.queries.words import Reader, cable

if TYPE_CHECKING:
    from mainstay.engagements.models import Engagement
    from mainstay.house.models import User

MOST = 100  # lines that the page of an engagement shows


def under(engagements: Sequence[UUID]) -> PromiseQuerySet:
    """Our promises under these engagements that are still meant: not withdrawn, not released, not in error."""
    rows = Promise.objects.counted().ours().filter(engagement__in=engagements)
    return rows.exclude(ended__in=(rules.WITHDRAWN, rules.RELEASED))


def deliverables(engagements: Sequence[UUID], at: datetime) -> Mapping[UUID, Deliverables]:
    """What was promised under each, what of it was delivered, is late, was broken: one query (R-A-35)."""
    rows: Any = under(engagements).order_by().values("engagement")
    counted = rows.annotate(
        promised=Count("pk"),
        delivered=Count("pk", filter=Q(delivered_on__isnull=False)),
        late=Count("pk", filter=Q(is_owed=True, due_at__lte=at)),
        broken=Count("pk", filter=Q(ended=rules.BROKEN)),
    )
    names = Deliverables.__dataclass_fields__
    return {row["engagement"]: Deliverables(**{name: row[name] for name in names}) for row in counted}


def first_days(clients: Sequence[UUID]) -> Mapping[UUID, date]:
    """The day of the first promise to or of each of these clients, where one is known: one query (R-B-3)."""
    if len(clients) == 1:
        day = _first_day.first(client=clients[0])
        return {clients[0]: day} if day is not None else {}
    rows: Any = Promise.objects.counted().filter(client__in=clients).order_by().values("client")
    return {row["client"]: row["first"] for row in rows.annotate(first=Min("made_on")) if row["first"] is not None}


@prepared(client=UUIDField())
def _first_day(client: Slot) -> QuerySet[Promise, date | None]:
    rows = Promise.objects.counted().filter(client=client).order_by().values("client")
    return rows.annotate(first=Min("made_on")).values_list("first", flat=True)


def panels(user: User, engagement: Engagement, at: datetime) -> Iterable[Panel]:
    """Everything promised under it, by both sides, in the order of its days: one query."""
    reader = Reader.of(user, at)
    rows = Promise.objects.counted().filter(engagement=engagement).order_by("due_at", "id")
    found = list(rows.select_related("client", "kind", "owner", "owner_contact", "made_to")[: MOST + 1])
    if not found:
        return
    states = {cable(promise, reader) for promise in found}
    sides = {side: [line(promise, reader) for promise in found[:MOST] if promise.side == side] for side in SIDES}
    yield Panel(
        gettext_lazy("Promised"),
        "promises/_deliverables.html",
        {"ours": sides["ours"], "theirs": [*sides["theirs"], *sides["third"]], "more": len(found) > MOST},
        order=30,
        state="parted" if "parted" in states else "frayed" if "frayed" in states else "",
    )


SIDES = ("ours", "theirs", "third")


def moves(user: User, engagement: Engagement, at: datetime) -> Iterable[Move]:
    """The buttons at the head of an engagement's page: one promise under it, or all duties of its contract."""
    if not user.may(rights.GIVE_WORD) or engagement.client.archived_at is not None:
        return
    told = urlencode({"client": engagement.client_id, "engagement": engagement.pk})
    yield Move(gettext_lazy("Promise"), f"{reverse('promises:make')}?{told}")
    yield Move(gettext_lazy("Enter a contract’s duties"), reverse("promises:duties", args=[engagement.pk]))
