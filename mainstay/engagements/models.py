"""Why we work for a client: an engagement with its outcome in the client's words, and what they say of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client, Contact, OfClients


class EngagementQuerySet(OfClients["Engagement"]):
    """Named sets of engagements."""

    def running(self) -> EngagementQuerySet:
        """Not ended."""
        return self.exclude(state=Engagement.State.ENDED)

    def unconfirmed(self) -> EngagementQuerySet:
        """With an outcome of which the client has said nothing yet."""
        return self.filter(outcome_said="").exclude(outcome="")


class Engagement(models.Model):
    """One piece of work for a client, and what it is to do for them."""

    class State(models.TextChoices):
        """Where it stands."""

        TALKED = "talked", _("talked about")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")

    class OutcomeSaid(models.TextChoices):
        """What the client says: whether it did for them what it was to do."""

        REACHED = "reached", _("confirmed")
        MISSED = "missed", _("not reached")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="engagements")
    name = models.CharField(_("name"), max_length=200)
    outcome = models.TextField(_("what it is to do for them, in their words"), blank=True)
    noticed_by = models.CharField(_("how it will be noticed"), max_length=300, blank=True)
    outcome_by = models.DateField(_("by when"), null=True, blank=True)
    outcome_said = models.CharField(_("outcome, as they say"), max_length=7, choices=OutcomeSaid, blank=True)
    outcome_said_on = models.DateField(_("said on"), null=True, blank=True, editable=False)
    outcome_said_by = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes_told",
        verbose_name=_("said by"),
        db_index=False,
    )
    outcome_known_from = models.CharField(_("how we know"), max_length=300, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.TALKED)
    follow_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows on"),
        db_index=False,
    )
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    run_id = models.UUIDField(_("taken in by run"), null=True, editable=False)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ("client", "name")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="active") | ~Q(outcome=""), name="engagements_active_has_outcome"
            ),
            models.CheckConstraint(
                condition=Q(outcome_said="") | ~Q(outcome_known_from=""), name="engagements_outcome_known_from"
            ),
        )
        indexes = (
            models.Index(fields=["client", "state", "name"], name="engagements_of_client"),
            models.Index(fields=["name", "id"], name="engagements_by_name"),
            models.Index(fields=["follow_of"], condition=Q(follow_of__isnull=False), name="engagements_follow"),
            models.Index(
                fields=["outcome_said_by"], condition=Q(outcome_said_by__isnull=False), name="engagements_said_by"
            ),
        )

    def __str__(self) -> str:
        return self.name
