"""The runs by which lists were taken in: what each made, so that it can be undone whole."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One taking in of one file. What it made carries its id."""

    class State(models.TextChoices):
        """Where it stands: a run that died is still running and is taken up again or undone."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        UNDONE = "undone", _("undone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(_("digest of file and map"), max_length=64)
    map_text = models.TextField(_("map"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    made: dict[str, Any] = models.JSONField(_("made"), default=dict)  # type: ignore[assignment]
    report: dict[str, Any] = models.JSONField(_("report"), default=dict)  # type: ignore[assignment]

    class Meta:
        ordering = ("-started_at", "id")
        indexes = (models.Index(fields=["state", "digest"], name="desk_run_again"),)

    def __str__(self) -> str:
        return self.file_name
