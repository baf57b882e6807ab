"""What clients are used to: how it stands, what was noticed, what people answered."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client, Contact, OfClients
from mainstay.promises.models import Promise

PERSON = settings.AUTH_USER_MODEL


class Stirred(models.Model):
    """A client of whom something was told since its streams were read last."""

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.client_id)


class Usual(models.Model):
    """How one stream of one client stood when it was read last: what is usual, what it is now. Never set by hand."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)
    stream = models.CharField(max_length=20)
    series = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)  # of a series, as people wrote it
    usual = models.FloatField(null=True)
    now = models.FloatField(null=True)
    agreed = models.FloatField(null=True)
    values_known = models.PositiveIntegerField(default=0)
    habit = models.BooleanField(default=False)
    last_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "stream", "series"], name="trust_usual_once"),)
        indexes = (models.Index(fields=["again_at"], condition=Q(again_at__isnull=False), name="trust_usual_again"),)

    def __str__(self) -> str:
        return f"{self.stream} {self.series}".strip()


class NoticeQuerySet(OfClients["Notice"]):
    """Named sets of notices."""

    def standing(self) -> NoticeQuerySet:
        """Neither answered nor gone by itself."""
        return self.filter(closed_at=None)

    def below(self) -> NoticeQuerySet:
        """Those that say that it is less than they are used to."""
        return self.exclude(way__in=[Notice.Way.BETTER, Notice.Way.PROPOSED])


class Notice(models.Model):
    """Less, or more, than one client is used to: what it was, what it is, and what was done about it (rulebook 2.6)."""

    class Way(models.TextChoices):
        """In which way."""

        WORSE = "worse", _("less than they are used to")
        BETTER = "better", _("more than they are used to")
        SILENCE = "silence", _("silence")
        MISSING = "missing", _("a custom left out")
        PROPOSED = "proposed", _("given three times")

    class Reaction(models.TextChoices):
        """What the client said of it."""

        NONE = "", _("nothing was said")
        MENTIONED = "mentioned", _("they mentioned it")
        COMPLAINED = "complained", _("they complained")

    class Answer(models.TextChoices):
        """What we did."""

        RESTORE = "restore", _("restore it")
        TELL = "tell", _("tell them")
        AGREE = "agree", _("agree something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="notices", db_index=False)
    stream = models.CharField(max_length=20)
    series = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)  # of a series, as people wrote it
    way = models.CharField(max_length=8, choices=Way)
    found_by = models.CharField(max_length=8)
    opened_at = models.DateTimeField()  # of the occurrence that showed it
    since_at = models.DateTimeField()
    before = models.FloatField()
    now = models.FloatField()
    count = models.PositiveIntegerField()
    known_from = models.DateTimeField()
    known_to = models.DateTimeField()
    agreed = models.FloatField(null=True)
    noted_at = models.DateTimeField()
    lead_from = models.DateField()  # unanswered for ten working days: whoever heads the team sees it
    reaction = models.CharField(max_length=10, choices=Reaction, blank=True)
    reaction_words = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed = models.CharField(max_length=9, blank=True)  # back, answered, held, corrected
    answer = models.CharField(max_length=7, choices=Answer, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    agreed_with = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_index=False)
    agreed_on = models.DateField(null=True)
    level = models.FloatField(null=True)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["client", "stream", "series", "way", "opened_at"], name="trust_notice_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(closed_at=None) & ~Q(answered_by=None), name="trust_notice_answered_by"
            ),
        )
        indexes = (
            models.Index(fields=["client", "opened_at"], condition=Q(closed_at=None), name="trust_notice_standing"),
            models.Index(fields=["opened_at", "id"], condition=Q(closed_at=None), name="trust_notice_in_order"),
            models.Index(fields=["client", "-opened_at"], name="trust_notice_of_client"),
        )

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.stream} {self.series}".strip()

    @property
    def is_below(self) -> bool:
        """Whether it says that they get less."""
        return self.way not in (Notice.Way.BETTER, Notice.Way.PROPOSED)


class Stretch(models.Model):
    """A stretch in which things are out of the ordinary, announced before it began: it teaches nothing (DR-31)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("to"))
    why = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="trust_stretch_forward"),)

    def __str__(self) -> str:
        return self.why

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.from_on <= day <= self.until_on


class Anew(models.Model):
    """The service agreement was replaced: what is usual is learnt anew from here on (DR-2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(_("what was agreed"), max_length=300)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.why
