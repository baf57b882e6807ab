"""The lines, their words, and the heads of the chains. No foreign keys: the journal outlives what it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from mainstay.journal import rules


class LineQuerySet(models.QuerySet["Line"]):
    """Named sets of lines."""

    def of_client(self, client_id: UUID) -> LineQuerySet:
        """Everything that concerns one client."""
        return self.filter(client_id=client_id)

    def about(self, about_id: UUID) -> LineQuerySet:
        """Everything about one record."""
        return self.filter(about_id=about_id)

    def visible_to(self, client_ids: Iterable[UUID] | models.QuerySet[Any]) -> LineQuerySet:
        """Lines of these clients only; the ids come from the storey that knows who may see whom."""
        return self.filter(client_id__in=client_ids)


class Line(models.Model):
    """One act, never changed. ``chain`` is the client's id, or nil for the house's own chain."""

    chain = models.UUIDField(_("chain"))
    seq = models.PositiveBigIntegerField(_("place in the chain"))
    kind = models.CharField(_("kind"), max_length=60)
    about_type = models.CharField(_("what sort of record"), max_length=60)
    about_id = models.UUIDField(_("record"))
    about_name = models.CharField(_("its name as it then was"), max_length=300)
    client_id = models.UUIDField(_("client"), null=True)
    client_name = models.CharField(_("the client's name as it then was"), max_length=300, blank=True)
    by_id = models.UUIDField(_("by"), null=True)
    by_name = models.CharField(_("the person's name as it then was"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))
    digest = models.CharField(_("digest of the words"), max_length=64)
    before = models.CharField(_("hash of the line before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["chain", "seq"], name="journal_line_once_in_chain"),)
        indexes = (
            models.Index(fields=["client_id", "-at", "-id"], name="journal_line_client"),
            models.Index(fields=["about_id", "-id"], name="journal_line_about"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.about_name}"

    def parts(self) -> list[Any]:
        """What the hash covers, in order."""
        return [
            self.chain, self.seq, self.kind, self.about_type, self.about_id, self.about_name, self.client_id,
            self.client_name, self.by_id, self.by_name, self.at, self.digest,
        ]  # fmt: skip

    def sealed(self) -> str:
        """The hash this line ought to carry."""
        return rules.seal(self.before, self.parts())


class Words(models.Model):
    """What a line says: may be deleted so that a person can be forgotten, never changed."""

    line_id = models.BigIntegerField(_("line"), primary_key=True)
    text = models.TextField(_("text"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    salt = models.CharField(_("salt"), max_length=32)

    class Meta:
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return self.text


class Head(models.Model):
    """The end of a chain: locked while a line is added to it."""

    chain = models.UUIDField(_("chain"), primary_key=True)
    seq = models.PositiveBigIntegerField(_("place"), default=0)
    hash = models.CharField(_("hash"), max_length=64, default=rules.START)

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"
