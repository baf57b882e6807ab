"""Extras, what is announced before it is taken away, what is merely understood, what was learnt the hard way."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.clients.models import Client, Contact, OfClients
from mainstay.promises.models import Promise

PERSON = settings.AUTH_USER_MODEL


class ExtraQuerySet(OfClients["Extra"]):
    """Named sets of extras."""


class Extra(models.Model):
    """A kindness beyond what was agreed, on one occasion: given, or left out. Marked when given (R-A-14, T-4)."""

    class Mark(models.TextChoices):
        """For once, or from now on."""

        ONCE = "once", _("for this once")
        STANDING = "standing", _("from now on")
        NONE = "", _("not said")

    class Occasion(models.TextChoices):
        """The occasions at which such things are given (DR-21)."""

        VISIT = "visit", _("a visit")
        INVOICE = "invoice", _("an invoice")
        DELIVERY = "delivery", _("a delivery")
        RENEWAL = "renewal", _("a renewal")
        ANNIVERSARY = "anniversary", _("the day the contract began")
        SEASON = "season", _("the season of events")
        HOLIDAY = "holiday", _("a holiday")
        OTHER = "", _("another occasion")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="extras", db_index=False)
    what = models.CharField(_("what"), max_length=120)
    key = models.CharField(max_length=120, editable=False)  # the words as they are compared
    occasion = models.CharField(_("at which occasion"), max_length=11, choices=Occasion, blank=True)
    on = models.DateField(_("on"))
    granted = models.BooleanField(default=True)
    mark = models.CharField(_("for once or from now on"), max_length=8, choices=Mark, blank=True)
    said = models.CharField(_("how they were told"), max_length=300, blank=True)
    noted_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    annulled_at = models.DateTimeField(null=True)

    objects = ExtraQuerySet.as_manager()

    class Meta:
        ordering = ("on", "noted_at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(mark="once") | ~Q(said=""), name="trust_extra_once_was_said"),
            models.CheckConstraint(condition=Q(granted=True) | Q(mark=""), name="trust_extra_left_out_has_no_mark"),
        )
        indexes = (models.Index(fields=["client", "key", "on"], name="trust_extra_of_client"),)

    def __str__(self) -> str:
        return self.what


class Custom(models.Model):
    """An extra that stands: they are used to it by our own word, until it is ended with notice (R-A-14)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="customs", db_index=False)
    what = models.CharField(_("what"), max_length=120)
    key = models.CharField(max_length=120, editable=False)
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("since_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["client", "key"], condition=Q(until_on=None), name="trust_custom_stands_once"
            ),
        )

    def __str__(self) -> str:
        return self.what


class ReductionQuerySet(OfClients["Reduction"]):
    """Named sets of reductions."""

    def under_way(self) -> ReductionQuerySet:
        """Neither carried out nor called off."""
        return self.filter(done_at=None, called_off_at=None)

    def to_tell(self) -> ReductionQuerySet:
        """Announcements that the client has not had yet."""
        return self.under_way().filter(told_at=None).exclude(text="")


class Reduction(models.Model):
    """Less than they are used to, announced before or made up for by something else (R-A-14, T-22)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="reductions", db_index=False)
    kind = models.CharField(max_length=20)  # extra, deliverable, manager, understanding; others through the plug
    key = models.CharField(max_length=120)
    what = models.CharField(_("what"), max_length=300)
    used = models.CharField(_("what they are used to"), max_length=300, blank=True)
    text = models.TextField(_("what they are told"), blank=True)
    substitute = models.CharField(_("offered instead"), max_length=300, blank=True)
    channel = models.CharField(_("how they are told"), max_length=8, choices=Promise.Said, blank=True)
    teller = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("who tells them"))
    tell_on = models.DateField(_("told on"), null=True)
    ends_on = models.DateField(_("from when it is less"))
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    called_off_why = models.CharField(max_length=300, blank=True)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+", db_index=False)
    successor = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("who follows")
    )
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = ReductionQuerySet.as_manager()

    class Meta:
        ordering = ("-noted_at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(text="") | ~Q(substitute=""), name="trust_reduction_is_announced"),
            models.CheckConstraint(
                condition=Q(text="") | Q(done_at=None) | ~Q(told_at=None), name="trust_reduction_told_before"
            ),
            models.UniqueConstraint(
                fields=["client", "kind", "key"],
                condition=Q(done_at=None, called_off_at=None),
                name="trust_reduction_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["ends_on"], condition=Q(done_at=None, called_off_at=None), name="trust_reduction_under_way"
            ),
            models.Index(fields=["client", "-noted_at"], name="trust_reduction_of_client"),
        )

    def __str__(self) -> str:
        return self.what


class UnderstandingQuerySet(OfClients["Understanding"]):
    """Named sets of understandings."""

    def kept(self) -> UnderstandingQuerySet:
        """Those that still hold."""
        return self.exclude(state=Understanding.State.ENDED)


class Understanding(models.Model):
    """What holds between us though no contract says so (R-A-24)."""

    class State(models.TextChoices):
        """Whether it stands in writing."""

        UNWRITTEN = "unwritten", _("not in writing")
        TO_WRITE = "to_write", _("to be put in writing")
        WRITTEN = "written", _("in writing")
        ENDED = "ended", pgettext_lazy("understanding", "ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="understandings", db_index=False)
    text = models.CharField(_("what is understood"), max_length=300)
    since_on = models.DateField(_("since"))
    evidence = models.CharField(_("how one can tell"), max_length=300)
    state = models.CharField(_("in writing"), max_length=9, choices=State, default=State.UNWRITTEN)
    reviewed_at = models.DateTimeField()  # when it was last thought over; at first when it was noted
    confirmed_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed_on = models.DateField(null=True)
    confirmed_how = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = UnderstandingQuerySet.as_manager()

    class Meta:
        ordering = ("since_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="written") | ~Q(confirmed_on=None) & ~Q(confirmed_by=None),
                name="trust_understanding_confirmed",
            ),
        )
        indexes = (
            models.Index(
                fields=["reviewed_at", "id"], condition=Q(state="unwritten"), name="trust_understanding_review"
            ),
            models.Index(fields=["client"], name="trust_understanding_of"),
        )

    def __str__(self) -> str:
        return self.text


class Lesson(models.Model):
    """What went wrong once, what it cost, how we avoid it; shown where it applies (R-A-19)."""

    class About(models.TextChoices):
        """Where it is shown."""

        REDUCING = "reducing", _("reducing service")
        MANAGER = "manager", _("another person in charge")
        TAKING_BACK = "taking_back", _("taking back a promise")
        LATE = "late", _("being late")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(_("where it applies"), max_length=11, choices=About, default=About.REDUCING)
    happened = models.CharField(_("what happened"), max_length=500)
    cost = models.CharField(_("what it cost"), max_length=300)
    avoid = models.CharField(_("how we avoid it"), max_length=300)
    ours = models.BooleanField(_("our own"), default=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    laid_aside_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-noted_at", "id")
        indexes = (models.Index(fields=["about", "-noted_at"], name="trust_lesson_about"),)

    def __str__(self) -> str:
        return self.happened[:80]
