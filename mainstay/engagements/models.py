"""Why we work for a client: an engagement with its outcome in the client's words."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client

if TYPE_CHECKING:
    from mainstay.house.models import User


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Named sets of engagements."""

    def visible_to(self, user: User) -> EngagementQuerySet:
        """Those of clients this person may see."""
        return self.filter(client__in=Client.objects.visible_to(user))

    def running(self) -> EngagementQuerySet:
        """Not ended."""
        return self.exclude(state=Engagement.State.ENDED)


class Engagement(models.Model):
    """One piece of work for a client, and what it is to do for them."""

    class State(models.TextChoices):
        """Where it stands."""

        TALKED = "talked", _("talked about")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="engagements")
    name = models.CharField(_("name"), max_length=200)
    outcome = models.TextField(_("what it is to do for them, in their words"), blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.TALKED)
    run_id = models.UUIDField(_("taken in by run"), null=True, editable=False)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ("client", "name")
        indexes = (models.Index(fields=["client", "state", "name"], name="engagements_of_client"),)

    def __str__(self) -> str:
        return self.name
