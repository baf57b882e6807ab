"""The ledger: what each side owes the other, in writing. One row a promise; nothing is ever deleted."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models import Client, Contact, OfClients
from mainstay.engagements.models import Engagement
from mainstay.house.models import check_zone
from mainstay.kit.ordering import Plainly
from mainstay.promises import rules
from mainstay.promises.models.kinds import Kind

SIDE, OUTCOME, ANSWER_INSTEAD, ANSWER = (Plainly(name) for name in ("side", "outcome", "instead_answer", "answer"))


class PromiseQuerySet(OfClients["Promise"]):
    """Named sets of promises."""

    def counted(self) -> PromiseQuerySet:
        """Not entered in error."""
        return self.filter(annulled_at=None)

    def owed(self) -> PromiseQuerySet:
        """Still to be done, by whichever side; moved ones too."""
        return self.counted().filter(is_owed=True)

    def ours(self) -> PromiseQuerySet:
        """Our word to the client."""
        return self.filter(side=Promise.Side.OURS)

    def theirs(self) -> PromiseQuerySet:
        """The client's word to us."""
        return self.filter(side=Promise.Side.THEIRS)

    def late_at(self, at: datetime) -> PromiseQuerySet:
        """Owed, and past its time."""
        return self.owed().filter(due_at__lte=at)

    def to_tell(self) -> PromiseQuerySet:
        """Something happened that the client was not told of."""
        return self.counted().filter(to_tell=True)


class Promise(models.Model):
    """A word given: by us, by the client, or by somebody else on whom we depend."""

    class Side(models.TextChoices):
        """Whose word it is."""

        OURS = "ours", _("ours")
        THEIRS = "theirs", _("theirs")
        THIRD = "third", _("a third party’s")

    class Outcome(models.TextChoices):
        """What became of it: exactly one each."""

        OPEN = rules.OPEN, _("open")
        KEPT = rules.KEPT, _("kept")
        KEPT_LATE = rules.KEPT_LATE, _("kept late")
        MOVED = rules.MOVED, _("moved")
        WITHDRAWN = rules.WITHDRAWN, _("withdrawn")
        RELEASED = rules.RELEASED, _("released")
        BROKEN = rules.BROKEN, _("broken")

    class Satisfaction(models.TextChoices):
        """Satisfactory? As the client says."""

        ACCEPTED = rules.ACCEPTED, _("accepted")
        REMARKS = rules.REMARKS, _("accepted with remarks")
        NOT_ACCEPTED = rules.NOT_ACCEPTED, _("not accepted")
        NO_ANSWER = rules.NO_ANSWER, _("no answer yet")

    class Instead(models.TextChoices):
        """What they said to what was offered instead of a promise taken back (R-B-76)."""

        NOT_YET = rules.NOT_YET, _("has not answered yet")
        ACCEPTED = rules.ACCEPTED_INSTEAD, _("accepted")
        DECLINED = rules.DECLINED_INSTEAD, _("did not agree")
        LET_GO = rules.LET_GO, _("let us off")

    class Said(models.TextChoices):
        """Where the word was given."""

        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by mail")
        MEETING = "meeting", _("in a meeting")
        LETTER = "letter", _("by letter")
        CONTRACT = "contract", _("in a contract")
        LIST = "list", _("in a list that was taken in")
        OTHER = "other", _("elsewhere")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="promises", verbose_name=_("client"), db_index=False
    )  # two of the indexes below begin with it
    engagement = models.ForeignKey(
        Engagement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("engagement"),
        db_index=False,
    )
    side = models.CharField(_("whose word"), max_length=6, choices=Side, default=Side.OURS)
    text = models.CharField(_("what"), max_length=300)
    kind = models.ForeignKey(
        Kind, models.PROTECT, null=True, blank=True, related_name="promises", verbose_name=_("kind"), db_index=False
    )
    outcome_wanted = models.CharField(_("so that"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="promises", verbose_name=_("owner")
    )
    owner_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("owner there"),
        db_index=False,
    )
    owner_name = models.CharField(_("third party"), max_length=200, blank=True)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    made_to = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("promised to"),
        db_index=False,
    )
    said = models.CharField(_("said where"), max_length=8, choices=Said, blank=True)
    said_note = models.CharField(_("said where, in words"), max_length=200, blank=True)
    due_on = models.DateField(_("due"))
    due_time = models.TimeField(_("time"), null=True, blank=True)
    due_zone = models.CharField(_("time zone"), max_length=64, validators=[check_zone])
    due_at = models.DateTimeField(_("late from"), editable=False)
    first_due_on = models.DateField(_("first promised for"), editable=False)
    judged_on = models.DateField(_("judged by"), editable=False)
    moves_in_time = models.PositiveSmallIntegerField(default=0, editable=False)
    budget = models.DecimalField(_("agreed price"), max_digits=14, decimal_places=2, null=True, blank=True)
    cost = models.DecimalField(_("charged"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    acceptance = models.CharField(_("good when"), max_length=300, blank=True)
    spent = models.DecimalField(_("used so far"), max_digits=14, decimal_places=2, null=True, blank=True)
    cost_of_missing = models.DecimalField(
        _("cost of missing it"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guarded",
        verbose_name=_("second guard"),
        db_index=False,
    )
    quiet_from = models.DateField(null=True, editable=False)  # silence is a warning from this day on (R-A-12)
    ahead_until = models.DateField(null=True, editable=False)  # spending is ahead of time before this day (R-A-12)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, editable=False)
    told_at = models.DateTimeField(_("client told"), null=True, editable=False)
    told_how = models.CharField(_("told how"), max_length=8, choices=Said, blank=True)
    to_tell = models.BooleanField(_("still to tell"), default=False, editable=False)
    satisfaction = models.CharField(_("satisfactory"), max_length=12, choices=Satisfaction, blank=True)
    known_from = models.CharField(_("how we know"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    ended = models.CharField(max_length=9, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_why = models.CharField(_("why"), max_length=300, blank=True, editable=False)
    substitute = models.CharField(_("offered instead"), max_length=300, blank=True, editable=False)
    instead_on = models.DateField(_("offered for"), null=True, editable=False)
    instead_answer = models.CharField(
        _("their answer to it"), max_length=8, choices=Instead, blank=True, editable=False
    )
    instead = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    annulled_at = models.DateTimeField(_("marked as entered in error"), null=True, editable=False)
    annulled_why = models.CharField(_("why"), max_length=300, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.OPEN, editable=False)
    is_owed = models.BooleanField(default=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    acts = models.PositiveIntegerField(default=0, editable=False)  # how often somebody acted on it since it was made
    run_id = models.UUIDField(_("taken in by run"), null=True, editable=False)
    run_key = models.CharField(max_length=64, blank=True, editable=False)

    # What ``acts`` said when whoever acts now looked at it; None: they look while they act (see actions.holding.hold).
    seen: int | None = None

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(side="ours") | Q(owner_contact=None, owner_name=""),
                name="promises_ours_has_our_owner",
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="promises_cost_not_negative"),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=0), name="promises_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(cost_of_missing=None) | Q(cost_of_missing__gte=0), name="promises_missing_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(satisfaction="") | Q(satisfaction="no_answer") | ~Q(known_from=""),
                name="promises_satisfaction_known_from",
            ),
            models.CheckConstraint(
                condition=Q(is_owed=False) | Q(delivered_on=None, ended="", annulled_at=None),
                name="promises_owed_is_not_done",
            ),
            models.UniqueConstraint(
                fields=["run_key", "client"],
                condition=~Q(run_key="") & Q(annulled_at=None),
                name="promises_taken_in_once",
            ),
        )
        indexes = (
            models.Index(fields=["client", "side", "due_at"], name="promises_of_client"),
            models.Index(fields=["owner", "due_at"], condition=Q(is_owed=True), name="promises_owed_by"),
            models.Index(fields=["client", "due_at"], condition=Q(is_owed=True), name="promises_owed_client"),
            models.Index(fields=["due_at", "id"], condition=Q(is_owed=True), name="promises_owed_due"),
            models.Index(SIDE, "due_at", "id", condition=Q(is_owed=True), name="promises_owed_side"),
            models.Index(OUTCOME, "due_at", "id", name="promises_by_outcome"),
            models.Index(fields=["due_at", "id"], condition=Q(to_tell=True), name="promises_to_tell_due"),
            models.Index(fields=["due_at", "id"], condition=Q(annulled_at__isnull=False), name="promises_in_error"),
            models.Index(fields=["client"], condition=Q(to_tell=True), name="promises_to_tell"),
            models.Index(fields=["client", "closed_on"], name="promises_closed"),
            # the day stands in it so that what begins or ends the period in another zone is passed over unread
            models.Index(fields=["due_at", "id", "due_on"], name="promises_by_due"),
            models.Index(fields=["run_id", "id"], condition=Q(run_id__isnull=False), name="promises_of_run"),
            models.Index(fields=["engagement"], condition=Q(engagement__isnull=False), name="promises_of_engagement"),
            models.Index(
                fields=["owner_contact"], condition=Q(owner_contact__isnull=False), name="promises_owed_there"
            ),
            models.Index(fields=["made_to"], condition=Q(made_to__isnull=False), name="promises_made_to"),
            models.Index(
                fields=["second"], condition=Q(is_owed=True, second__isnull=False), name="promises_guarded_by"
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(is_owed=True, cost_of_missing__isnull=False),
                name="promises_guarded",
            ),
            models.Index(
                ANSWER_INSTEAD, "ended_at", "id", condition=Q(ended_at__isnull=False), name="promises_instead_answer"
            ),
            models.Index(
                fields=["quiet_from"],
                condition=Q(is_owed=True, acts=0, quiet_from__isnull=False),
                name="promises_untouched",
            ),
            models.Index(
                fields=["ahead_until"],
                condition=Q(is_owed=True, ahead_until__isnull=False),
                name="promises_spent_ahead",
            ),
            models.Index(fields=["client"], condition=Q(instead_answer="not_yet"), name="promises_instead_open"),
            models.Index(fields=["instead"], condition=Q(instead__isnull=False), name="promises_instead_of"),
            models.Index(
                fields=["kind", "client", "closed_on"], condition=Q(kind__isnull=False), name="promises_of_kind"
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def over_budget(self) -> bool | None:
        """More was charged than agreed; None where it cannot be said."""
        return rules.is_over(self.budget, self.cost)

    @property
    def days_late(self) -> int:
        """Days late when it was delivered; 0 while it is open (see ``late_on``)."""
        return 0 if self.delivered_on is None else rules.days_late(self.judged_on, self.delivered_on, self.due_on)

    def late_on(self, day: date) -> int:
        """Calendar days late on a day in the client's zone, delivered or not."""
        if self.delivered_on is None and not self.is_owed:
            return 0
        return rules.days_late(self.judged_on, self.delivered_on, day)

    @property
    def facts(self) -> rules.Facts:
        """What the outcome is judged from."""
        return rules.Facts(self.judged_on, self.delivered_on, self.moves_in_time > 0, self.ended)

    @property
    def owner_words(self) -> str:
        """Who owes it, by name."""
        if self.side == Promise.Side.OURS:
            return self.owner.name if self.owner else ""
        if self.side == Promise.Side.THEIRS:
            return self.owner_contact.address if self.owner_contact else self.client.name
        return self.owner_name


class Renegotiation(models.Model):
    """One asking for another day: the day it was, the day asked for, why, and what the client said."""

    class Answer(models.TextChoices):
        """What the client answered."""

        AGREED = "agreed", _("agreed")
        NOT_YET = "not_yet", _("has not answered yet")
        DECLINED = "declined", _("did not agree")

    class Cause(models.TextChoices):
        """What made another day necessary, where it is known; their own input never counts against us."""

        THEIR_INPUT = "their_input", _("their input")
        OTHER_INPUT = "other_input", _("something else it needs")
        TOO_TIGHT = "too_tight", _("too tight for one side")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="renegotiations")
    asked_at = models.DateTimeField(_("asked"))
    from_on = models.DateField(_("from"))
    from_time = models.TimeField(_("from time"), null=True)
    to_on = models.DateField(_("to"))
    to_time = models.TimeField(_("to time"), null=True)
    reason = models.CharField(_("reason"), max_length=300)
    cause = models.CharField(_("cause"), max_length=12, choices=Cause, blank=True)
    substitute = models.CharField(_("offered meanwhile"), max_length=300, blank=True)
    answer = models.CharField(_("their answer"), max_length=8, choices=Answer)
    in_time = models.BooleanField(_("before the day had passed"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        ordering = ("asked_at", "id")
        indexes = (
            models.Index(ANSWER, "asked_at", "id", condition=Q(taken_back_at=None), name="promises_asked_answer"),
        )

    def __str__(self) -> str:
        return f"{self.from_on} → {self.to_on}"


class Remark(models.Model):
    """What a client remarked when accepting: an open item until it is answered or promised (R-A-10)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="remarks")
    text = models.CharField(_("remark"), max_length=300)
    raised_at = models.DateTimeField(_("raised"))
    closed_at = models.DateTimeField(_("answered"), null=True)
    answer = models.CharField(_("how it was answered"), max_length=300, blank=True)
    became = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("raised_at", "id")
        indexes = (
            models.Index(fields=["promise"], condition=Q(closed_at=None), name="promises_remark_open"),
            models.Index(fields=["raised_at", "id"], condition=Q(closed_at=None), name="promises_remark_waits"),
        )

    def __str__(self) -> str:
        return self.text
