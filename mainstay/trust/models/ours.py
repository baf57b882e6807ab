"""How it is for us to work for a client: our side’s own, private view, asked once a month (R-B-2)."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.clients.models import Client

BY = settings.AUTH_USER_MODEL


class OurView(models.Model):
    """What one of us says of one month with a client. Who said it is kept only where they want to be named.

    ``mark`` tells that somebody answered already, and cannot be read back into a name; no time of day is kept.
    """

    class Word(models.TextChoices):
        """How it is to work for them."""

        GLAD = "glad", pgettext_lazy("working for a client", "a pleasure")
        FINE = "fine", pgettext_lazy("working for a client", "all right")
        WEARING = "wearing", pgettext_lazy("working for a client", "wearing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField(_("month"))  # its first day
    mark = models.CharField(max_length=64, unique=True, editable=False)
    word = models.CharField(_("how it is to work for them"), max_length=7, choices=Word)
    words = models.CharField(_("what makes it so"), max_length=300, blank=True)
    abuse = models.CharField(_("what happened"), max_length=300, blank=True)
    named = models.ForeignKey(BY, models.PROTECT, null=True, related_name="+", db_index=False)
    done = models.CharField(_("what is done about it"), max_length=300, blank=True)
    done_by = models.ForeignKey(BY, models.PROTECT, null=True, related_name="+", db_index=False)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ("month", "client", "id")
        constraints = (
            models.CheckConstraint(condition=Q(word__in=("glad", "fine", "wearing")), name="trust_our_view_word"),
            models.CheckConstraint(
                condition=Q(done="", done_by=None, done_on=None)
                | (~Q(done="") & ~Q(abuse="") & Q(done_by__isnull=False, done_on__isnull=False)),
                name="trust_our_view_done_of_abuse",
            ),
        )
        indexes = (
            models.Index(fields=["month", "client", "id"], name="trust_our_view_by_month"),
            models.Index(
                fields=["client", "month"], condition=~Q(abuse="") & Q(done=""), name="trust_our_view_to_act_on"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"  # never what was said: the journal keeps names of records for good

    @staticmethod
    def mark_of(person: models.Model, client_id: object, month: date) -> str:
        """Tells that somebody answered of a client in a month; without the house’s key nobody reads a name from it."""
        told = f"{person.pk}:{client_id}:{month:%Y-%m}"
        return salted_hmac("mainstay.trust.ours", told, algorithm="sha256").hexdigest()


class MonthAnswered(models.Model):
    """Somebody went through the question of a month, or left it: they are not asked again in it."""

    person = models.ForeignKey(BY, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "month"], name="trust_month_answered_once"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
