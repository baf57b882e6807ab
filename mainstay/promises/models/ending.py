"""What may follow a promise: that it was exceeded, that both sides gave theirs, that a guard has seen the date."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.promises import rules
from mainstay.promises.models.ledger import Promise


class Exceeded(models.Model):
    """A word was more than kept, in one of three ways, with a line of proof; once, so that it is no custom (R-B-39)."""

    class Way(models.TextChoices):
        """In which way."""

        COMMUNICATION = rules.COMMUNICATION, _("in communication")
        ENERGY = rules.ENERGY, _("in energy")
        RESULTS = rules.RESULTS, _("in results")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="exceeded")
    how = models.CharField(_("how"), max_length=13, choices=Way)
    proof = models.CharField(_("proof"), max_length=300)
    their_words = models.BooleanField(_("in the client’s words"), default=False)
    once = models.BooleanField(_("this once"), default=True)
    noted_at = models.DateTimeField(_("noted"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        ordering = ("noted_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["promise", "how"], condition=Q(taken_back_at=None), name="promises_exceeded_once_a_way"
            ),
            models.CheckConstraint(condition=~Q(proof=""), name="promises_exceeded_is_proven"),
        )

    def __str__(self) -> str:
        return self.proof


class Exchange(models.Model):
    """Both sides give: what was handed to the client, and what they pay for it (R-A-39). No book-keeping.

    What they owe is a promise of theirs, ``payment``; it is paid when that is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="exchange")
    what = models.CharField(_("given to them"), max_length=300, blank=True)
    given_on = models.DateField(_("given on"), null=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True)
    acknowledged_how = models.CharField(_("how we know"), max_length=300, blank=True)
    invoice = models.CharField(_("invoice"), max_length=60, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    payment = models.OneToOneField(Promise, models.PROTECT, null=True, related_name="pays")
    seen_where = models.CharField(_("payment seen"), max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(acknowledged_on=None) | (~Q(acknowledged_how="") & Q(given_on__isnull=False)),
                name="promises_acknowledged_known_from",
            ),
            models.CheckConstraint(
                condition=Q(payment=None) | (~Q(invoice="") & Q(amount__isnull=False)),
                name="promises_payment_has_invoice",
            ),
        )
        indexes = (models.Index(fields=["invoice"], condition=~Q(invoice=""), name="promises_exchange_invoice"),)

    def __str__(self) -> str:
        return self.what or self.promise.text

    @property
    def paid_on(self) -> date | None:
        """The day of their payment, where it was seen."""
        return self.payment.delivered_on if self.payment is not None else None

    @property
    def closed(self) -> bool:
        """Everyone has theirs: handed over and acknowledged by the client, invoiced and paid."""
        return self.acknowledged_on is not None and self.paid_on is not None


class Heeded(models.Model):
    """One guard has seen one reminder of a date that costs something to miss (R-B-75)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="heeded")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()  # 7, 2: days before
    due_on = models.DateField()  # the day it stood at: moved, it is reminded of anew
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["promise", "user", "step", "due_on"], name="promises_heeded_once"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.step}"
