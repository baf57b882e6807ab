"""Engagements as a file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mainstay.engagements.models import Engagement, EngagementQuerySet
from mainstay.kit.lists import Column, Outgoing, listed

COLUMNS: tuple[Column[Engagement], ...] = (
    Column("client", _("Client"), lambda one: one.client.name),
    Column("name", _("Name"), lambda one: one.name),
    Column("outcome", _("What it is to do for them, in their words"), lambda one: one.outcome),
    Column("state", _("State"), lambda one: one.state),
    Column("noticed_by", _("How they will notice"), lambda one: one.noticed_by),
    Column("outcome_by", _("By when"), lambda one: one.outcome_by),
    Column("outcome_said", _("What they say of the outcome"), lambda one: one.outcome_said),
    Column("outcome_said_on", _("Said on"), lambda one: one.outcome_said_on),
    Column("outcome_known_from", _("How we know"), lambda one: one.outcome_known_from),
    Column("follow_of", _("Follows on"), lambda one: one.follow_of.name if one.follow_of else ""),
    Column("begun_on", _("Begun on"), lambda one: one.begun_on),
    Column("ended_on", _("Ended on"), lambda one: one.ended_on),
)


def engagements(rows: EngagementQuerySet, *, codes: bool = False) -> Outgoing:
    """Engagements as a file."""
    full = rows.select_related("client", "follow_of").order_by("client__order_name", "client_id", "name", "id")
    return listed("engagements", COLUMNS, lambda: full.iterator(chunk_size=1000), count=full.count, codes=codes)
