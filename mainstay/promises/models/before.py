"""What stands before a promise and between promises: what it needs, what contradicts it, what each side finds of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Contact
from mainstay.promises.models.ledger import Promise


class Need(models.Model):
    """A promise needs another one first; from the day that comes it takes so many working days (R-B-46)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="needs", db_index=False)
    on = models.ForeignKey(Promise, models.PROTECT, related_name="needed_by", verbose_name=_("what it needs"))
    work_days = models.PositiveSmallIntegerField(_("working days from then on"))
    noted_at = models.DateTimeField(_("noted"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(_("no longer needed"), null=True)

    class Meta:
        ordering = ("noted_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["promise", "on"], condition=Q(dropped_at=None), name="promises_needed_once"
            ),
            models.CheckConstraint(condition=~Q(promise=F("on")), name="promises_need_another"),
        )

    def __str__(self) -> str:
        return f"{self.promise} ← {self.on}"


class Clash(models.Model):
    """Two promises to one client that contradict each other: the like, for two days, by two of us (R-B-38)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Promise, models.PROTECT, related_name="clashes", db_index=False)  # the later entry
    other = models.ForeignKey(Promise, models.PROTECT, related_name="clashed")
    noticed_at = models.DateTimeField(_("noticed"))
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_why = models.CharField(_("why both stand"), max_length=300, blank=True)

    class Meta:
        ordering = ("noticed_at", "id")
        constraints = (models.UniqueConstraint(fields=["one", "other"], name="promises_clash_once"),)

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class Finding(models.Model):
    """What one side finds of the day a promise stands at: manageable, or too tight and another day (R-B-50)."""

    class Side(models.TextChoices):
        """Who finds it so."""

        OURS = "ours", _("ours")
        THEIRS = "theirs", _("theirs")

    class Word(models.TextChoices):
        """What they find."""

        MANAGEABLE = "manageable", _("manageable")
        TOO_TIGHT = "too_tight", _("too tight")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="findings", db_index=False)
    side = models.CharField(max_length=6, choices=Side)
    word = models.CharField(max_length=10, choices=Word)
    due_on = models.DateField(_("the day it is said of"))
    other_on = models.DateField(_("the day they could manage"), null=True)
    note = models.CharField(_("in words"), max_length=300, blank=True)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", verbose_name=_("who there"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(_("said"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        ordering = ("said_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(word="too_tight") | Q(other_on=None), name="promises_manageable_names_no_other"
            ),
        )
        indexes = (models.Index(fields=["promise", "side", "said_at"], name="promises_found"),)

    def __str__(self) -> str:
        return f"{self.promise}: {self.word}"
