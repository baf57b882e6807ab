"""When we ask how it went: the delays of a kind of thing, and the follow-ups that deliveries plant (R-B-34)."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client, Contact, OfClients
from mainstay.engagements.models import Engagement
from mainstay.promises.models import Kind, Promise


class Delay(models.Model):
    """How long after a delivery of a kind we ask, and what; no questions of its own mean the three that are built in.

    A kind of which nothing is said here is asked about after one month; a stopped row says that something was said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="delays", db_index=False)
    months = models.PositiveSmallIntegerField(_("months"), default=0)
    days = models.PositiveSmallIntegerField(_("days"), default=0)
    questions = models.JSONField(_("questions"), default=list, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)

    class Meta:
        ordering = ("months", "days", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "months", "days"], condition=Q(stopped_at=None), name="followups_delay_once"
            ),
            models.CheckConstraint(condition=Q(months__gt=0) | Q(days__gt=0), name="followups_delay_is_some"),
        )
        indexes = (models.Index(fields=["kind"], name="followups_delays_of_kind"),)

    def __str__(self) -> str:
        return str(self.kind)


class FollowUpQuerySet(OfClients["FollowUp"]):
    """Named sets of follow-ups."""

    def open(self) -> FollowUpQuerySet:
        """Neither answered nor given up."""
        return self.filter(state=FollowUp.State.OPEN)

    def due_on(self, day: date) -> FollowUpQuerySet:
        """Open, and their day has come."""
        return self.open().filter(due_on__lte=day)


class FollowUp(models.Model):
    """One asking to come: how what was delivered fared, or whether the work did what it was to do."""

    class About(models.TextChoices):
        """What is asked about."""

        DELIVERY = "delivery", _("what was delivered")
        OUTCOME = "outcome", _("the outcome of the work")

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("to ask")
        ANSWERED = "answered", _("answered")
        DROPPED = "dropped", _("given up")
        GONE = "gone", _("no longer called for")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="followups", db_index=False)
    about = models.CharField(_("about"), max_length=8, choices=About, default=About.DELIVERY)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="followups", db_index=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, null=True, related_name="followups", db_index=False)
    months = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    questions = models.JSONField(_("questions"), default=list, blank=True)
    due_on = models.DateField(_("ask on"))
    first_due_on = models.DateField(_("to be asked first on"), editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    ended_at = models.DateTimeField(_("answered or given up"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"), db_index=False
    )
    ended_why = models.CharField(_("why"), max_length=300, blank=True)
    asked = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        related_name="followups_answered",
        verbose_name=_("who answered"),
        db_index=False,
    )
    known_from = models.CharField(_("how we know"), max_length=300, blank=True)
    answers = models.JSONField(_("answers"), default=list, blank=True)  # [{"question": …, "answer": …}, …]
    defect = models.CharField(_("what was wrong"), max_length=300, blank=True)
    repair = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="repairs", db_index=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["promise", "months", "days"],
                condition=Q(about="delivery") & ~Q(state="gone"),
                name="followups_planted_once",
            ),
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(about="outcome", state="open"), name="followups_one_outcome"
            ),
            models.CheckConstraint(
                condition=Q(about="delivery", promise__isnull=False) | Q(about="outcome", engagement__isnull=False),
                name="followups_is_about_something",
            ),
        )
        indexes = (
            models.Index(fields=["client", "due_on"], name="followups_of_client"),
            models.Index(fields=["due_on", "id"], condition=Q(state="open"), name="followups_open"),
            models.Index(fields=["due_on", "id"], name="followups_by_day"),
            models.Index(fields=["promise"], name="followups_of_promise"),
            models.Index(fields=["engagement"], condition=Q(engagement__isnull=False), name="followups_of_engagement"),
            models.Index(fields=["repair"], condition=Q(repair__isnull=False), name="followups_of_repair"),
            models.Index(fields=["asked"], condition=Q(asked__isnull=False), name="followups_of_asked"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is about, by its own name: “Print the catalogue”."""
        if self.about == FollowUp.About.OUTCOME and self.engagement is not None:
            return self.engagement.name
        return self.promise.text if self.promise is not None else ""
