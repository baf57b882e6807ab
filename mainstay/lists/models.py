"""Views that are kept, and what was done to several rows at once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mainstay.house.models import Unit

if TYPE_CHECKING:
    from mainstay.house.models import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Named sets of views."""

    def visible_to(self, user: User) -> SavedViewQuerySet:
        """One’s own, and those shared with a team one belongs to; every team’s for a head of the whole house."""
        shared = Q(unit__isnull=False) if user.heads_house else Q(unit__in=teams_of(user))
        return self.filter(Q(owner=user, unit=None) | shared)

    def of(self, listing: str) -> SavedViewQuerySet:
        """Those of one list, in the order of their digit keys: one’s own first."""
        shared = Q(unit__isnull=False)
        return self.filter(listing=listing).alias(shared=shared).order_by("shared", "place", "made_at", "id")


def teams_of(user: User) -> list[uuid.UUID]:
    """The teams somebody belongs to: their own, and those in which they hold a post."""
    held = [user.unit_id, *(post.unit_id for post in user.posts_held)]
    return [unit for unit in dict.fromkeys(held) if unit is not None]


class SavedView(models.Model):
    """One view of a list: its filters, its columns and its order, under a name. With a team it is that team’s."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.CharField(_("list"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    told = models.JSONField(_("what it shows"), default=dict)  # the address’s parts, as the list reads them
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner"), db_index=False
    )  # the first constraint begins with it
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team"), db_index=False
    )
    place = models.SmallIntegerField(_("place"), default=0)
    made_at = models.DateTimeField(_("made"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "listing", "name"], condition=Q(unit=None), name="lists_view_once_of_mine"
            ),
            models.UniqueConstraint(
                fields=["unit", "listing", "name"], condition=Q(unit__isnull=False), name="lists_view_once_in_team"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SeveralQuerySet(models.QuerySet["Several"]):
    """Named sets of deeds."""

    def visible_to(self, user: User) -> SeveralQuerySet:
        """One’s own."""
        return self.filter(by=user)


class Several(models.Model):
    """One deed done to several rows of a list: to which, what is needed to take it back, and which were refused.

    Rows are named by id alone; what they are called is read anew for whoever may see them. It is a note of the
    deed for a month, not its record: that is the journal, row by row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.CharField(_("list"), max_length=20)
    deed = models.CharField(_("what was done"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"), db_index=False
    )
    at = models.DateTimeField(_("done"))
    done = models.JSONField(default=list)  # [row id, what it needs to go back]
    refused = models.JSONField(default=list)  # [row id, sentence, rule, who may lift it]
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    stayed = models.JSONField(default=list)  # what could not go back: as refused

    objects = SeveralQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "several"
        indexes = (
            models.Index(fields=["by", "at"], name="lists_several_by"),
            models.Index(fields=["at"], name="lists_several_at"),
        )

    def __str__(self) -> str:
        return self.deed
