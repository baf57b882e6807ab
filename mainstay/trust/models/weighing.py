"""What people say of how a promise weighs, breaches, and what the nightly check keeps."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client, OfClients
from mainstay.promises.models import Promise
from mainstay.trust.models.record import Direction, Strand
from mainstay.trust.rules.record import derive, policy


class WeighingQuerySet(models.QuerySet["Weighing"]):
    """Named sets."""

    def standing(self) -> WeighingQuerySet:
        """Not taken back."""
        return self.filter(taken_back_at=None)


class Weighing(models.Model):
    """One thing somebody said of how a promise weighs (TV-17, TV-19). Taken back, never deleted.

    Its size was said when it was agreed. ``remedy``: ``other`` made it good. ``incident``: it failed with ``other``.
    ``excused`` counts once a second person agreed.
    """

    class What(models.TextChoices):
        """What is said."""

        DELIVERY = derive.DELIVERY, _("a delivery")
        MINOR = derive.MINOR, _("a minor delivery")
        SMALL = derive.SMALL, _("a small word")
        REMEDY = "remedy", _("made good by another promise")
        INCIDENT = "incident", _("part of the same incident as another promise")
        EXCUSED = "excused", _("excused")

    SIZES = (What.DELIVERY, What.MINOR, What.SMALL)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="weighings")
    what = models.CharField(_("what"), max_length=8, choices=What)
    strand = models.CharField(_("strand"), max_length=12, choices=Strand, blank=True)
    other = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(_("agreed"), null=True)
    alone_why = models.CharField(max_length=300, blank=True, default="")  # agreed by who asked, being alone (R-X-15)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = WeighingQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(what="excused") | (~Q(reason="") & ~Q(strand="")), name="trust_excused_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("by")) | ~Q(alone_why=""),
                name="trust_excused_by_two_or_alone_with_reason",
            ),
            models.UniqueConstraint(
                fields=["promise"],
                condition=Q(taken_back_at=None, what__in=("delivery", "minor", "word")),
                name="trust_one_size",
            ),
            models.UniqueConstraint(
                fields=["promise", "what", "strand"],
                condition=Q(taken_back_at=None, what__in=("remedy", "incident", "excused")),
                name="trust_weighed_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_what_display()}"


class BreachQuerySet(OfClients["Breach"]):
    """Named sets."""

    def standing(self) -> BreachQuerySet:
        """Not declared in error."""
        return self.filter(annulled_at=None)

    def open(self) -> BreachQuerySet:
        """Not closed."""
        return self.standing().filter(closed_on=None)


class Breach(models.Model):
    """A breach of confidence, declared by somebody who leads (TV-21). While it is open the record is: not trusted."""

    class Kind(models.TextChoices):
        """What was broken."""

        CONFIDENTIALITY = "confidentiality", _("confidentiality")
        SAFETY = "safety", _("safety")
        CLIENT_MONEY = "client_money", _("the client’s money")
        DISHONESTY = "dishonesty", _("dishonesty")
        LAW = "law", _("the law")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    reason = models.CharField(_("what happened"), max_length=300)
    opened_on = models.DateField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(_("closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed = models.CharField(_("how the client confirmed it"), max_length=300, blank=True)
    verified = models.CharField(_("how we know that it cannot happen again"), max_length=300, blank=True)
    annulled_at = models.DateTimeField(null=True)
    annulled_why = models.CharField(_("why"), max_length=300, blank=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        ordering = ("opened_on", "id")
        verbose_name_plural = "breaches"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=policy.BREACHES), name="trust_breach_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | (~Q(confirmed="") & ~Q(verified="")), name="trust_breach_closed_proven"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opened_on}"


class Stale(models.Model):
    """A client whose promises are to be read anew from a day on: by the tick, many at once."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()

    class Meta:
        indexes = (
            models.Index(fields=["on", "id"], name="trust_stale_due"),
            models.Index(fields=["client"], name="trust_stale_client"),
        )

    def __str__(self) -> str:
        return str(self.on)


class Check(models.Model):
    """How far the nightly recomputation has come, and which day's misses were looked for (TV-52). One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    overdue_on = models.DateField(null=True)  # misses were looked for up to this day
    on = models.DateField(null=True)  # the night that is being checked
    after = models.UUIDField(null=True)  # clients up to here are done
    checked = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="trust_one_check"),)

    def __str__(self) -> str:
        return str(self.on)


class Difference(models.Model):
    """A verdict that was stored and that its evidence does not give: an alarm until somebody looked (TV-52)."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    direction = models.CharField(max_length=6, choices=Direction)
    found_at = models.DateTimeField(_("found"))
    stored = models.JSONField(default=dict)
    computed = models.JSONField(default=dict)
    settled_at = models.DateTimeField(_("looked at"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ("found_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["client", "direction"], condition=Q(settled_at=None), name="trust_differs_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.client} {self.direction}"
