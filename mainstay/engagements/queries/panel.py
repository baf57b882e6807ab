"""What the client's page says of the work for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mainstay.engagements import rules
from mainstay.engagements.models import Engagement
from mainstay.engagements.queries.facts import deliverables, since_day
from mainstay.engagements.queries.words import Said, capital, question, standing, years_words
from mainstay.house.rules import rights
from mainstay.kit import addresses, times
from mainstay.kit.plug import Deliverables, Panel
from mainstay.kit.prepared import Slot, prepared

if TYPE_CHECKING:
    from mainstay.clients.models import Client
    from mainstay.house.models import User


@dataclass(frozen=True)
class Work:
    """One engagement on the client's page: the outcome leads (R-A-35)."""

    engagement: Engagement
    lead: str
    state: str
    said: Said
    page_url: str
    answer_url: str  # where the client's answer is written down, while it is an open question


def panels(user: User, client: Client, at: datetime) -> Iterable[Panel]:
    """Why we work for this client; nothing at all where nobody may write and nothing stands."""
    rows = _of_client(client=client.pk)
    writes = user.may(rights.WRITE_CLIENTS) and not client.archived
    if not rows and not writes:
        return
    there, today = deliverables([one.pk for one in rows], at), times.local_day(at, user.zone)
    every = [work(one, there[one.pk], today, asks=user.may(rights.KEEP_WORD)) for one in rows]
    yield Panel(
        heading=gettext_lazy("Work"),
        template="engagements/_panel.html",
        context={
            "running": [one for one in every if one.engagement.state != Engagement.State.ENDED],
            "ended": [one for one in every if one.engagement.state == Engagement.State.ENDED],
            "together": together_words(client, rows, today),
            "writes": writes,
            "begin_url": addresses.of("engagements:begin", client.pk),
        },
        order=50,
    )


@prepared(client=UUIDField())
def _of_client(client: Slot) -> QuerySet[Engagement]:
    return Engagement.objects.filter(client=client).order_by("name", "id")


def work(one: Engagement, there: Deliverables, today: date, *, asks: bool) -> Work:
    """An engagement in words."""
    said = standing(one, there, today)
    open_now = question(one, there, today) in (rules.ASKED, rules.BY_DAY)
    return Work(
        engagement=one,
        lead=one.outcome or one.name,
        state=capital(f"{one.name}, {one.get_state_display()}" if one.outcome else str(one.get_state_display())),
        said=Said(capital(said.text), said.tone),
        page_url=addresses.of("engagements:page", one.pk),
        answer_url=addresses.of("engagements:outcome", one.pk) if open_now and asks else "",
    )


def together_words(client: Client, rows: Sequence[Engagement], today: date) -> str:
    """“Together for 6 years. 2 engagements follow on earlier work.” (R-B-3)."""
    since = since_day(client, rows)
    follows = sum(one.follow_of_id is not None for one in rows)
    parts = []
    if since is not None and rules.years(since, today):
        parts.append(_("Together for %(years)s.") % {"years": years_words(since, today)})
    if follows:
        words = ngettext(
            "%(n)d engagement follows on earlier work.", "%(n)d engagements follow on earlier work.", follows
        )
        parts.append(words % {"n": follows})
    return " ".join(parts)
