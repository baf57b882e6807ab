"""Advice we gave a client: whether they took it, and what came of it (R-B-2)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.clients.models import Client, Contact, OfClients

BY = settings.AUTH_USER_MODEL


class AdviceQuerySet(OfClients["Advice"]):
    """Named sets."""

    def counted(self) -> AdviceQuerySet:
        """Not entered in error."""
        return self.filter(annulled_at=None)


class Advice(models.Model):
    """One piece of advice: to whom, what, when; how they answered; what followed."""

    class Answer(models.TextChoices):
        """What they did with it."""

        OPEN = "open", pgettext_lazy("advice", "not answered yet")
        TAKEN = "taken", pgettext_lazy("advice", "taken")
        PARTLY = "partly", pgettext_lazy("advice", "taken in part")
        REFUSED = "refused", pgettext_lazy("advice", "not taken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("what we advised"), max_length=300)
    on = models.DateField(_("day"))
    by = models.ForeignKey(BY, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    answer = models.CharField(_("what they did with it"), max_length=7, choices=Answer, default=Answer.OPEN)
    answered_on = models.DateField(_("answered on"), null=True)
    said = models.CharField(_("what they said"), max_length=300, blank=True)
    came_of = models.CharField(_("what came of it"), max_length=300, blank=True)
    came_on = models.DateField(_("noted on"), null=True)
    annulled_at = models.DateTimeField(null=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="trust_advice_says_something"),
            models.CheckConstraint(
                condition=Q(answer="open", answered_on=None) | (~Q(answer="open") & Q(answered_on__isnull=False)),
                name="trust_advice_answer_has_day",
            ),
            models.CheckConstraint(
                condition=Q(came_of="", came_on=None) | (~Q(came_of="") & ~Q(answer="open") & Q(came_on__isnull=False)),
                name="trust_advice_came_of_answer",
            ),
        )
        indexes = (models.Index(fields=["client", "-on", "-id"], name="trust_advice_of_client"),)

    def __str__(self) -> str:
        return self.text
