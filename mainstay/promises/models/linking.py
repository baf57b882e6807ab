"""A link by which somebody of the client answers themselves, a day or what they got: one question, once (R-B-50)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Contact
from mainstay.promises.models.ledger import Promise, Renegotiation


class AnswerLink(models.Model):
    """Who there is asked about which day, or whether what came on it is as they wanted it; the answer is theirs.

    It ends by itself, by an answer, or is ended.
    """

    class About(models.TextChoices):
        """What is asked."""

        DAY = "day", _("a day")
        DELIVERY = "delivery", _("what they got")

    class Answer(models.TextChoices):
        """What they said."""

        YES = "yes", _("yes")
        NO = "no", _("no")
        OTHER_DAY = "other_day", _("another day")
        ACCEPTED = "accepted", _("accepted")
        REMARKS = "remarks", _("accepted with remarks")
        REFUSED = "refused", _("not accepted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="answer_links")
    renegotiation = models.ForeignKey(Renegotiation, models.PROTECT, null=True, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name=_("who there"))
    about = models.CharField(_("what is asked"), max_length=8, choices=About, default=About.DAY)
    due_on = models.DateField(_("the day it is asked of"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField(_("the link ends"))
    ended_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.CharField(_("their answer"), max_length=9, choices=Answer, blank=True)
    other_on = models.DateField(_("the day they could manage"), null=True)
    note = models.CharField(_("in words"), max_length=300, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="promises_link_answered_at_once",
            ),
            models.CheckConstraint(
                condition=Q(other_on=None) | Q(answer="other_day"), name="promises_link_other_day_only"
            ),
        )

    def __str__(self) -> str:
        return f"{self.promise}: {self.contact}"
