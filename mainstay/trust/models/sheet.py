"""The sheet for the undecided: counted deliveries, and clients who agreed to be named; a link that ends (R-A-8)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client, OfClients

BY = settings.AUTH_USER_MODEL


class Reference(models.Model):
    """A client agreed to be named to others: in which words, and how we know. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(_("how they may be named"), max_length=300)
    known_from = models.CharField(_("how we know"), max_length=300)
    by = models.ForeignKey(BY, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(BY, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=["client"], condition=Q(ended_at=None), name="trust_reference_once"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(known_from=""), name="trust_reference_is_known"),
        )
        indexes = (models.Index(fields=["client"], name="trust_reference_of"),)

    def __str__(self) -> str:
        return self.words


class SheetQuerySet(OfClients["Sheet"]):
    """Named sets."""


class Sheet(models.Model):
    """What was counted for one undecided client, as it was on that day; its link ends by itself or is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    told = models.JSONField(default=dict)
    by = models.ForeignKey(BY, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField(_("the link ends"))
    ended_at = models.DateTimeField(null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(condition=Q(from_on__lte=F("to_on")), name="trust_sheet_period"),)

    def __str__(self) -> str:
        return f"{self.from_on} – {self.to_on}"
