"""The record: evidence, where each client stands, every change of verdict, and what the house chose to go by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.clients.models import Client
from mainstay.promises.models import Promise
from mainstay.trust.rules.record import policy as rules
from mainstay.trust.rules.record.fold import Row, Standing, from_plain


class Direction(models.TextChoices):
    """Whose word is weighed."""

    OURS = rules.OURS, _("ours")
    THEIRS = rules.THEIRS, _("theirs")


class Strand(models.TextChoices):
    """The strands of the cable (rulebook 1.2)."""

    TIME = rules.TIME, _("On time")
    BUDGET = rules.BUDGET, _("Within budget")
    SATISFACTION = rules.SATISFACTION, _("Satisfaction")
    WORD = rules.WORD, _("Small words")
    ANSWERS = rules.ANSWERS, _("Answers")
    INPUTS = rules.INPUTS, _("What they were to send")
    PAYMENT = rules.PAYMENT, _("Payment")


class Outcome(models.TextChoices):
    """What a piece of evidence says."""

    KEPT = rules.KEPT, _("kept")
    SLIP = rules.SLIP, _("slightly missed")
    MISS = rules.MISS, _("badly missed")
    EXCUSED = rules.EXCUSED, _("excused")


class Verdict(models.TextChoices):
    """The three words of the record; there is no fourth, and no number (TV-2)."""

    TRUSTED = rules.SAID[rules.TRUSTED], pgettext_lazy("the record", "trusted")
    NOT_TRUSTED = rules.SAID[rules.NOT_TRUSTED], pgettext_lazy("the record", "not trusted")
    INSUFFICIENT = rules.SAID[rules.INSUFFICIENT], pgettext_lazy("the record", "not enough information")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Named sets of evidence."""

    def standing(self) -> EvidenceQuerySet:
        """Not struck through."""
        return self.filter(annulled_at=None)

    def of(self, client_id: UUID, direction: str) -> EvidenceQuerySet:
        """Of one client, one way."""
        return self.filter(client_id=client_id, direction=direction)

    def rows(self) -> list[Row]:
        """As the fold reads them."""
        return [Row(*told) for told in self.values_list("on", "strand", "outcome", "weight")]


class Evidence(models.Model):
    """One piece of evidence: added, struck through by a reason, never changed (TV-20)."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(_("whose word"), max_length=6, choices=Direction)
    strand = models.CharField(_("strand"), max_length=12, choices=Strand)
    on = models.DateField(_("day"))
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome)
    weight = models.FloatField(_("weight"), default=1.0)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="evidence", db_index=False)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    annulled_at = models.DateTimeField(_("struck through"), null=True)
    annulled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    annulled_why = models.CharField(_("why"), max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("on", "id")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(condition=Q(weight=1.0) | Q(weight=0.5), name="trust_weight_whole_or_half"),
            models.CheckConstraint(
                condition=Q(outcome__in=(rules.KEPT, rules.SLIP, rules.MISS, rules.EXCUSED)), name="trust_outcome_known"
            ),
            models.UniqueConstraint(
                fields=["promise", "strand"], condition=Q(annulled_at=None), name="trust_once_a_strand"
            ),
        )
        indexes = (
            models.Index(
                fields=["client", "direction", "on"], condition=Q(annulled_at=None), name="trust_evidence_stands"
            ),
            models.Index(fields=["client", "direction", "-on", "-id"], name="trust_evidence_all"),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.strand} {self.outcome}"


class Record(models.Model):
    """Where a client stands as of the last thing that happened; without a row nothing is known.

    ``state`` holds balances: it is read by the fold and by the audit view, and shown nowhere else (TV-2).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(_("whose word"), max_length=6, choices=Direction)
    verdict = models.CharField(_("the record"), max_length=22, choices=Verdict, default=Verdict.INSUFFICIENT)
    since = models.DateField(_("since"), null=True)
    through = models.DateField(null=True)  # the last day that changed anything
    state = models.JSONField(default=dict)
    standard = models.PositiveIntegerField(default=0)  # the number of the house's choice it was folded under
    next_lapse_on = models.DateField(null=True)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "direction"], name="trust_one_record_each_way"),)
        indexes = (
            models.Index(fields=["next_lapse_on"], name="trust_record_lapses"),
            models.Index(fields=["direction", "verdict", "client"], name="trust_record_by_word"),
        )

    def __str__(self) -> str:
        return self.verdict

    @property
    def standing(self) -> Standing:
        """As the fold knows it; what led to it stands in the changes."""
        return from_plain(self.state, FOLDED[self.verdict], self.through)


FOLDED = {said: folded for folded, said in rules.SAID.items()}


class ChangeQuerySet(models.QuerySet["VerdictChange"]):
    """Named sets of changes."""

    def standing(self) -> ChangeQuerySet:
        """Those that still stand; a correction in the past lets others take their place."""
        return self.filter(superseded_at=None)

    def of(self, client_ids: Iterable[UUID]) -> ChangeQuerySet:
        """Of some clients."""
        return self.filter(client__pk__among=client_ids)


class VerdictChange(models.Model):
    """One change of the verdict, with what proves it (TV-50). Old ones stay when a correction replaces them."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(_("whose word"), max_length=6, choices=Direction)
    was = models.CharField(_("was"), max_length=22, choices=Verdict)
    became = models.CharField(_("became"), max_length=22, choices=Verdict)
    on = models.DateField(_("day"))
    computed_at = models.DateTimeField(_("computed"))
    policy = models.CharField(_("policy"), max_length=60)
    standard = models.PositiveIntegerField(default=0)
    engine = models.CharField(_("engine"), max_length=20)
    digest = models.CharField(_("hash of the evidence"), max_length=64)
    reasons = models.JSONField(_("reasons"), default=list)
    state = models.JSONField(_("strands"), default=dict)
    superseded_at = models.DateTimeField(_("replaced"), null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=["client", "direction", "on"], name="trust_change_of_client"),)

    def __str__(self) -> str:
        return f"{self.on}: {self.was} → {self.became}"


class Standard(models.Model):
    """What the house goes by: a policy, and the strands that count in its trade. Versioned, never changed (TV-53)."""

    number = models.PositiveIntegerField(primary_key=True)
    policy = models.CharField(_("policy"), max_length=20, choices=[(name, name) for name in rules.CHOICES])
    core = models.JSONField(_("strands that count"), default=list)
    quorum = models.PositiveSmallIntegerField(_("how many must hold"))
    word = models.BooleanField(_("small words decide"), default=True)
    small_within = models.PositiveSmallIntegerField(_("a small word is due within so many working days"), default=2)
    from_on = models.DateField(_("from"))
    why = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("confirmed"))
    changed = models.PositiveIntegerField(_("verdicts that changed"), default=0)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return str(self.number)

    @property
    def chosen(self) -> dict[str, Any]:
        """What makes a policy of it."""
        return {"core": tuple(self.core), "quorum": self.quorum, "word": self.word}
