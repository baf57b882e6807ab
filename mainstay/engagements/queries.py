"""What the client's page says of the work for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mainstay.engagements.models import Engagement, EngagementQuerySet
from mainstay.house.rules import rights
from mainstay.kit.lists import Column, Outgoing, listed
from mainstay.kit.plug import Panel

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User


@dataclass(frozen=True)
class Work:
    """One engagement on the page: the outcome leads (R-A-35)."""

    engagement: Engagement
    state: str
    change_url: str
    state_url: str


def panels(user: User, client: Client) -> Iterable[Panel]:
    """Why we work for this client; nothing at all where nobody may write and nothing stands."""
    every = [work(one) for one in client.engagements.order_by("name", "id")]
    writes = user.may(rights.WRITE_CLIENTS) and not client.archived
    if not every and not writes:
        return
    yield Panel(
        heading=_("Work"),
        template="engagements/_panel.html",
        context={
            "running": [one for one in every if one.engagement.state != Engagement.State.ENDED],
            "ended": [one for one in every if one.engagement.state == Engagement.State.ENDED],
            "writes": writes,
            "begin_url": reverse("engagements:begin", args=[client.pk]),
        },
        order=50,
    )


def work(one: Engagement) -> Work:
    """An engagement in words."""
    return Work(
        engagement=one,
        state=one.get_state_display(),
        change_url=reverse("engagements:change", args=[one.pk]),
        state_url=reverse("engagements:state", args=[one.pk]),
    )


COLUMNS: tuple[Column[Engagement], ...] = (
    Column("client", _("Client"), lambda one: one.client.name),
    Column("name", _("Name"), lambda one: one.name),
    Column("outcome", _("What it is to do for them, in their words"), lambda one: one.outcome),
    Column("state", _("State"), lambda one: one.state),
)


def engagements(rows: EngagementQuerySet, *, codes: bool = False) -> Outgoing:
    """Engagements as a file."""
    full = rows.select_related("client").order_by("client__order_name", "client_id", "name", "id")
    return listed("engagements", COLUMNS, lambda: full.iterator(chunk_size=1000), count=full.count, codes=codes)
