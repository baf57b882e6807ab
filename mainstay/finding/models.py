"""The slips of the index: one for each thing that is found, with its words as they are compared."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


class SlipQuerySet(models.QuerySet["Slip"]):
    """Named sets of slips."""

    def visible_to(self, clients: models.QuerySet[Any]) -> SlipQuerySet:
        """Those of these clients; the set comes from the storey that knows who may see whom."""
        return self.filter(Exists(clients.filter(pk=OuterRef("client_id")).values("pk")))


class Slip(models.Model):
    """What one thing is found by. No foreign keys: the folder that owns the thing says what stands here.

    ``words`` are single blanks between words, each with the letter of its sort before it (``rules.words``); an index
    of the database's own stands over them (FTS5 on SQLite, GIN on PostgreSQL).
    """

    sort = models.CharField(_("sort of thing"), max_length=1)
    about_id = models.UUIDField(_("thing"))
    client_id = models.UUIDField(_("client"))
    words = models.TextField(_("words as they are compared"))

    objects = SlipQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client_id", "about_id"], name="finding_slip_once"),)

    def __str__(self) -> str:
        return self.words


class State(models.Model):
    """How far the index was written: by which version of the rules, and up to which client where it is under way."""

    version = models.PositiveSmallIntegerField(_("version of the rules"))
    upto = models.UUIDField(_("the last client that was written"), null=True)
    done = models.BooleanField(_("done"), default=False)

    class Meta:
        verbose_name_plural = "states"

    def __str__(self) -> str:
        return f"{self.version} {self.upto or self.done}"
