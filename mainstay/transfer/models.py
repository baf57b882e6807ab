"""The runs by which lists were taken in: their file until it is done with, what became of each row, kept maps."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.house.rules import rights

if TYPE_CHECKING:
    from mainstay.house.models import User


class RunQuerySet(models.QuerySet["Run"]):
    """Named sets of runs."""

    def visible_to(self, user: User) -> RunQuerySet:
        """One's own; every run with the right to see all."""
        if not user.is_active:
            return self.none()
        return self if user.may(rights.SEE_ALL) else self.filter(by=user)


class Run(models.Model):
    """One taking in of one file. What it made carries its id."""

    class State(models.TextChoices):
        """Where it stands: what died is still running or undoing, and is taken up again."""

        MAPPING = "mapping", _("being mapped")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    file_name = models.CharField(_("file"), max_length=200)
    file_size = models.PositiveBigIntegerField(_("bytes"), default=0)
    format = models.CharField(_("format"), max_length=10, blank=True)
    digest = models.CharField(_("digest of the file"), max_length=64)
    map_text = models.TextField(_("map"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.MAPPING)
    skip_bad = models.BooleanField(_("leave out rows that cannot be read"), default=False)
    rows = models.PositiveIntegerField(_("rows in the file"), default=0)
    total = models.PositiveIntegerField(_("records to go through"), default=0)
    done_rows = models.PositiveIntegerField(_("records gone through"), default=0)
    made = models.PositiveIntegerField(_("made"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    left = models.PositiveIntegerField(_("left as they were"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    stayed = models.PositiveIntegerField(_("could not be undone"), default=0)
    report: dict[str, Any] = models.JSONField(_("report"), default=dict)  # type: ignore[assignment]
    message = models.CharField(_("why it failed"), max_length=1000, blank=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    worker = models.CharField(_("who works on it"), max_length=200, blank=True, editable=False)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, editable=False)  # of the real clock
    stops = models.PositiveSmallIntegerField(_("times it stopped without getting further"), default=0, editable=False)
    given_up = models.BooleanField(_("not taken up again by itself"), default=False, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-id")
        indexes = (
            models.Index(fields=["digest", "kind"], name="transfer_run_again"),
            models.Index(fields=["state", "beat_at"], name="transfer_run_beat"),
            models.Index(fields=["by", "-started_at", "-id"], name="transfer_run_mine"),
            models.Index(fields=["-started_at", "-id"], name="transfer_run_latest"),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def at_work(self) -> bool:
        """Whether something is being done with it in the background."""
        return self.state in (self.State.CHECKING, self.State.RUNNING, self.State.UNDOING)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return min(100, self.done_rows * 100 // self.total) if self.total else 0


class Piece(models.Model):
    """A piece of an uploaded file, so that any worker on any machine can read it. Deleted when it is done with."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="pieces")
    seq = models.PositiveIntegerField(_("place"))
    bytes = models.BinaryField(_("bytes"))

    class Meta:
        ordering = ("run", "seq")
        constraints = (models.UniqueConstraint(fields=["run", "seq"], name="transfer_piece_once"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.seq}"


class Batch(models.Model):
    """What became of some hundred records, written in the same transaction as what it tells of."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="batches")
    seq = models.PositiveIntegerField(_("place"))
    dry = models.BooleanField(_("only checked"), default=False)
    records = models.PositiveIntegerField(_("records"))
    steps: list[dict[str, Any]] = models.JSONField(_("steps"), default=list)  # type: ignore[assignment]
    also: dict[str, int] = models.JSONField(_("made beside"), default=dict)  # type: ignore[assignment]
    made = models.PositiveIntegerField(_("made"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    left = models.PositiveIntegerField(_("left as they were"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    undone = models.BooleanField(_("undone"), default=False)
    stayed: list[dict[str, Any]] = models.JSONField(_("could not be undone"), default=list)  # type: ignore[assignment]

    class Meta:
        ordering = ("run", "dry", "seq")
        constraints = (models.UniqueConstraint(fields=["run", "dry", "seq"], name="transfer_batch_once"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.seq}"


class KeptMap(models.Model):
    """A map kept by name, for everybody who takes lists in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20)
    text = models.TextField(_("map"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(pgettext_lazy("a map", "kept"))

    class Meta:
        ordering = ("kind", "name", "id")
        constraints = (models.UniqueConstraint(fields=["kind", "name"], name="transfer_map_once"),)

    def __str__(self) -> str:
        return self.name
