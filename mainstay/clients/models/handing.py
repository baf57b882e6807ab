"""Clients that pass from one of us to another: what is planned, what was done, whether it was accepted (R-A-34)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models.client import Assignment, Client

if TYPE_CHECKING:
    from mainstay.house.models import User

R = Assignment.Role
PLANNED = Q(done_at=None, taken_back_at=None)
WAITS = Q(done_at__isnull=False, accepted_at=None, taken_back_at=None)


class Leaving(models.Model):
    """Somebody leaves the house: from the first plan to the day on which nothing stands with them any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who leaves"))
    last_on = models.DateField(_("last day"), null=True, blank=True)
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    let_go = models.BooleanField(_("sign-in closed with it"), default=False)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        ordering = ("-begun_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["person"], condition=PLANNED, name="clients_leaving_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="clients_leaving_done_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Named sets of hand-overs."""

    def visible_to(self, user: User) -> HandOverQuerySet:
        """Those of clients this person may see, and what this person gave."""
        return self.filter(Q(client__in=Client.objects.visible_to(user)) | Q(giver=user))

    def planned(self) -> HandOverQuerySet:
        """Written down and not done."""
        return self.filter(PLANNED)

    def waiting(self) -> HandOverQuerySet:
        """Done, and not accepted by whoever manages the client since."""
        manages = Assignment.objects.filter(
            client=OuterRef("client"), user=OuterRef("taker"), role=R.MANAGER, to_on=None
        )
        return self.filter(WAITS, Exists(manages), role=R.MANAGER)


class HandOver(models.Model):
    """One client that passes, or is to pass, from one of us to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.UUIDField(_("handed over together"), default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="hand_overs", verbose_name=_("client"))
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("from whom"), db_index=False
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("to whom"), db_index=False
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("deputy"), db_index=False
    )
    role = models.CharField(_("as what"), max_length=7, choices=R, blank=True)  # empty: what is open, no post
    why = models.CharField(_("why"), max_length=300, blank=True)
    told_on = models.DateField(_("client told on"), null=True, blank=True)
    told_how = models.CharField(_("how the client is told"), max_length=200, blank=True)
    untold_why = models.CharField(_("why the client is not told first"), max_length=300, blank=True)
    leaving = models.ForeignKey(Leaving, models.PROTECT, null=True, related_name="hand_overs")
    planned_at = models.DateTimeField(_("written down"))
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_why = models.CharField(_("why"), max_length=300, blank=True)
    moved = models.JSONField(default=dict)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ("-planned_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["client", "giver"], condition=PLANNED, name="clients_hand_over_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(taker__isnull=False, done_by__isnull=False),
                name="clients_hand_over_has_a_taker",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | ~Q(role="manager") | Q(told_on__isnull=False) | ~Q(untold_why=""),
                name="clients_hand_over_client_told",
            ),
            models.CheckConstraint(condition=Q(taker=None) | ~Q(taker=F("giver")), name="clients_hand_over_to_another"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(done_at__isnull=False), name="clients_hand_over_accepted_done"
            ),
        )
        indexes = (
            models.Index(fields=["taker", "client"], condition=WAITS, name="clients_hand_over_waits"),
            models.Index(fields=["giver", "done_at"], name="clients_hand_over_given"),
            models.Index(fields=["taker", "done_at"], name="clients_hand_over_taken"),
            models.Index(fields=["batch"], name="clients_hand_over_batch"),
        )

    def __str__(self) -> str:
        return f"{self.client}: {self.giver} → {self.taker}" if self.taker else f"{self.client}: {self.giver} →"

    @property
    def ready(self) -> bool:
        """Whether it says all that is needed to be done."""
        return self.taker_id is not None and (self.role != R.MANAGER or bool(self.told_on or self.untold_why))
