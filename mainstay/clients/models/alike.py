"""What was said of records that look alike: that they are not the same, or that they are one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models.client import Client
from mainstay.clients.models.contact import Contact


class ClientsApart(models.Model):
    """Two clients that look alike and are not the same. ``one`` has the smaller id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Client, models.CASCADE, related_name="+")
    other = models.ForeignKey(Client, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name_plural = "clients apart"
        constraints = (models.UniqueConstraint(fields=["one", "other"], name="clients_apart_once"),)

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class ContactsApart(models.Model):
    """Two people who look alike and are not the same. ``one`` has the smaller id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    other = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name_plural = "contacts apart"
        constraints = (models.UniqueConstraint(fields=["one", "other"], name="clients_contacts_apart_once"),)

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class Merge(models.Model):
    """One merge: which stayed, which was laid aside, what moved exactly; so that it can be undone.

    ``values`` are the fields of the keeper that changed, as {field: [old, new]}; ``moved`` is kept per capability.
    """

    class What(models.TextChoices):
        """What was merged."""

        CLIENT = "client", _("clients")
        CONTACT = "contact", _("people")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(_("what"), max_length=7, choices=What)
    keep_id = models.UUIDField(_("which stayed"))
    gone_id = models.UUIDField(_("which was laid aside"))
    at = models.DateTimeField(_("merged"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=300)
    values = models.JSONField(_("values"), default=dict)
    moved = models.JSONField(_("what moved"), default=dict)
    undone_at = models.DateTimeField(_("taken apart again"), null=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["gone_id"], condition=Q(undone_at=None), name="clients_merged_once"),
        )
        indexes = (models.Index(fields=["keep_id", "at"], name="clients_merges_of"),)

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.keep_id}"
