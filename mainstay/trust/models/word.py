"""The word: what a client believes of us, what it rests on, what we kept against the record, whom we have not asked.

It stands with the client alone, never with a person there (R-A-9), and is one of three words (R-A-6).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client, Contact, OfClients
from mainstay.engagements.models import Engagement
from mainstay.promises.models import Promise
from mainstay.trust.models.record import Verdict
from mainstay.trust.rules.word import PERSON, PROPOSED, SIGNED

BY = settings.AUTH_USER_MODEL


class TrustWordQuerySet(OfClients["TrustWord"]):
    """Named sets."""

    def standing(self) -> TrustWordQuerySet:
        """Not struck through."""
        return self.filter(struck_at=None)

    def now(self) -> TrustWordQuerySet:
        """What holds now; without a row the word follows from the client’s stage."""
        return self.filter(is_now=True)


class TrustWord(models.Model):
    """A word as of a day, with its reason. The next one takes its place; it stays to be seen (R-A-3)."""

    SOURCES = ((PERSON, _("a person")), (SIGNED, _("they signed")), (PROPOSED, _("the record, accepted by a person")))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(_("word"), max_length=22, choices=Verdict)
    on = models.DateField(_("day"))
    at = models.DateTimeField()
    by = models.ForeignKey(BY, models.PROTECT, null=True, related_name="+")
    source = models.CharField(_("from where"), max_length=8, choices=SOURCES)
    reason = models.CharField(_("why"), max_length=300, blank=True)  # of a signing the sentence is the house's own
    missing = models.CharField(_("what would let them decide"), max_length=300, blank=True)
    decide_by = models.DateField(_("by when"), null=True)
    given = models.CharField(_("what they were given"), max_length=300, blank=True)
    given_on = models.DateField(_("given on"), null=True)
    client_said = models.CharField(_("what they said themselves"), max_length=300, blank=True)
    said_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_index=False)
    is_now = models.BooleanField(default=True)
    struck_at = models.DateTimeField(null=True)

    objects = TrustWordQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(word__in=Verdict.values), name="trust_word_one_of_three"),
            models.CheckConstraint(condition=Q(source=SIGNED) | ~Q(reason=""), name="trust_word_has_reason"),
            models.CheckConstraint(
                condition=~Q(word=Verdict.INSUFFICIENT) | (~Q(missing="") & Q(decide_by__isnull=False)),
                name="trust_word_says_what_is_missing",
            ),
            models.CheckConstraint(condition=Q(is_now=False) | Q(struck_at=None), name="trust_word_struck_is_not_now"),
            models.UniqueConstraint(fields=["client"], condition=Q(is_now=True), name="trust_one_word_now"),
        )
        indexes = (
            models.Index(fields=["client", "-at"], name="trust_word_of_client"),
            models.Index(fields=["word", "client"], condition=Q(is_now=True), name="trust_word_now"),
        )

    def __str__(self) -> str:
        return str(self.get_word_display())


class Ground(models.Model):
    """What a word rests on, or may rest on: a promise, an agreement, something that was noticed (R-A-3, R-A-9)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    word = models.ForeignKey(TrustWord, models.PROTECT, null=True, related_name="grounds")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+", db_index=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, null=True, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.CharField(_("what was noticed"), max_length=300, blank=True)
    on = models.DateField(_("day"))
    by = models.ForeignKey(BY, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("on", "at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(promise__isnull=False) | Q(engagement__isnull=False) | ~Q(text=""),
                name="trust_ground_is_something",
            ),
        )
        indexes = (models.Index(fields=["client", "at"], name="trust_ground_of_client"),)

    def __str__(self) -> str:
        return self.text or str(self.promise or self.engagement)


class KeptWord(models.Model):
    """The word was kept against what the record proposes, with a reason; until the record changes again."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(_("the record"), max_length=22, choices=Verdict)
    since = models.DateField(_("since"), null=True)
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(BY, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="trust_kept_word_has_reason"),)
        indexes = (models.Index(fields=["client", "verdict", "since"], name="trust_kept_word_of"),)

    def __str__(self) -> str:
        return self.reason


class Unasked(models.Model):
    """We do not know what they think, for we have not asked (R-A-7): no word, work of ours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(BY, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(BY, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("what they said"), max_length=300, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=["client"], condition=Q(asked_at=None), name="trust_unasked_once"),
            models.CheckConstraint(condition=Q(asked_at=None) | ~Q(answer=""), name="trust_asked_has_answer"),
        )

    def __str__(self) -> str:
        return self.answer
