"""Standards of service that can be measured, and the occasions on which they were kept, exceeded or not (R-C-6)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.clients.models import Client, OfClients
from mainstay.trust.rules import service as rules

BY = settings.AUTH_USER_MODEL


class ServiceStandard(models.Model):
    """One rule of the house: by the clock (within so many minutes) or by a checklist (done or not)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("what is kept"), max_length=120)
    minutes = models.PositiveIntegerField(_("within so many minutes"), null=True)
    by = models.ForeignKey(BY, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at=None), name="trust_service_standard_once"),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="trust_service_minutes"),
        )

    def __str__(self) -> str:
        return self.name


class OccasionQuerySet(OfClients["Occasion"]):
    """Named sets."""

    def counted(self) -> OccasionQuerySet:
        """Not entered in error."""
        return self.filter(annulled_at=None)

    def to_approve(self) -> OccasionQuerySet:
        """Below the standard, and nobody has approved the exception yet."""
        return self.counted().filter(went=rules.DOWN, approved_at=None)


class Occasion(models.Model):
    """One time a standard applied: how it went, and where it fell short the reason and who approved the exception."""

    class Went(models.TextChoices):
        """How it went."""

        KEPT = "kept", pgettext_lazy("standard", "kept")
        UP = "up", pgettext_lazy("standard", "more than the standard")
        DOWN = "down", pgettext_lazy("standard", "less than the standard")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="occasions", db_index=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("after so many minutes"), null=True)
    went = models.CharField(max_length=4, choices=Went)
    wish = models.CharField(_("the wish that was met"), max_length=300, blank=True)
    reason = models.CharField(_("why it was less"), max_length=300, blank=True)
    by = models.ForeignKey(BY, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    approved_by = models.ForeignKey(BY, models.PROTECT, null=True, related_name="+", db_index=False)
    approved_at = models.DateTimeField(null=True)
    alone_why = models.CharField(max_length=300, blank=True, default="")  # approved by who noted it, alone (R-X-15)
    annulled_at = models.DateTimeField(null=True)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(went="down") | ~Q(reason=""), name="trust_occasion_less_has_reason"),
            models.CheckConstraint(condition=~Q(went="up") | ~Q(wish=""), name="trust_occasion_more_is_a_wish"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(went="down", approved_by__isnull=False),
                name="trust_occasion_approved_is_less",
            ),
        )
        indexes = (
            models.Index(fields=["client", "-on", "-id"], name="trust_occasion_of_client"),
            models.Index(fields=["standard", "on"], name="trust_occasion_of_standard"),
            models.Index(
                fields=["client"],
                condition=Q(went="down", approved_at=None, annulled_at=None),
                name="trust_occasion_to_approve",
            ),
        )

    def __str__(self) -> str:
        return self.standard.name
