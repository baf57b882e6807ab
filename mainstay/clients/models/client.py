"""A client, who of us serves it, and so who sees it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.rules import findable, firm_key, folded, in_order, person_key
from mainstay.finding.queries import of_clients
from mainstay.house.models import LANGUAGES, Unit, check_zone
from mainstay.house.rules import rights
from mainstay.kit.ordering import LastWithout, Placed, written

if TYPE_CHECKING:
    from mainstay.house.models import User

STAGE_PLACE = Placed("stage", ("prospect", "active", "former"))  # the order of ``Client.Stage``
SINCE_PLACE = LastWithout("since_on")
SLIPS = "cp"  # in the index: clients themselves, and the people who are there now
Held = TypeVar("Held", bound=models.Model)


class ClientQuerySet(models.QuerySet["Client"]):
    """Named sets of clients. Every query of client data starts at ``visible_to``."""

    def visible_to(self, user: User) -> ClientQuerySet:
        """Those whom this person serves, those of teams this person heads; all with the right to see all."""
        if not user.is_active:
            return self.none()
        if user.may(rights.SEE_ALL):
            return self
        serves = Assignment.objects.filter(user=user, to_on=None).values("client_id")
        seen = Q(pk__in=serves)
        if user.units_led:
            seen |= Q(unit_id__in=user.units_led)
        return self.filter(seen)

    def kept(self) -> ClientQuerySet:
        """Not archived."""
        return self.filter(archived_at=None)

    def looked_for(self) -> ClientQuerySet:
        """Kept ones, whose people are not gone, of whom it is not known that anybody looks after them."""
        return self.filter(archived_at=None, looked_after=False).exclude(stage=written(Client.Stage.FORMER))

    def with_somebody(self) -> ClientQuerySet:
        """Those with a manager or a deputy, there or away; one by one, as each asks an index of its own."""
        now = Assignment.objects.filter(client=OuterRef("pk"), to_on=None)
        return self.filter(
            Exists(now.filter(role=written(Assignment.Role.MANAGER)))
            | Exists(now.filter(role=written(Assignment.Role.DEPUTY)))
        )

    def served_by(self, user: User, *roles: str) -> ClientQuerySet:
        """Those this person serves now (in one of the roles, if any are named)."""
        mine = Assignment.objects.filter(user=user, to_on=None)
        return self.filter(pk__in=(mine.filter(role__in=roles) if roles else mine).values("client_id"))

    def called(self, name: str) -> ClientQuerySet:
        """By name, whatever its case and spaces."""
        return self.filter(sort_name=sort_name(name))

    def found_by(self, words: str) -> ClientQuerySet:
        """Those of whom name, town, number, note or people hold every one of these words: by the index (R-X-13)."""
        return self.filter(of_clients(words, SLIPS)) if words.strip() else self


def sort_name(name: str) -> str:
    """How a name is compared: folded case, single spaces, compatible characters made equal."""
    return folded(name)


class Client(models.Model):
    """A firm or household we look after. Archived, never deleted."""

    class Kind(models.TextChoices):
        """What sort of client."""

        FIRM = "firm", _("a firm")
        HOUSEHOLD = "household", _("a household")

    class Stage(models.TextChoices):
        """How far we are with each other."""

        PROSPECT = "prospect", _("prospect")
        ACTIVE = "active", _("active")
        FORMER = "former", _("former")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200, editable=False)
    order_name = models.CharField(max_length=200, editable=False)
    like_key = models.CharField(max_length=200, editable=False, default="")
    found_by = models.TextField(editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.FIRM)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.ACTIVE)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, verbose_name=_("team"))
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_zone])
    country = models.CharField(_("country"), max_length=2, blank=True)
    town = models.CharField(_("town"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    since_on = models.DateField(_("a client since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    reference = models.CharField(_("our number for them"), max_length=60, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)
    archived_why = models.CharField(_("why archived"), max_length=300, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,  # nearly all have none: such an index leads SQLite astray
        related_name="merged",
        verbose_name=_("merged into"),
    )
    run_id = models.UUIDField(_("taken in by run"), null=True, editable=False)
    looked_after = models.BooleanField(default=False, editable=False)  # known to be: actions.looking

    DERIVED = ("sort_name", "order_name", "like_key", "found_by")
    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ("order_name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(archived_at=None, archived_why="") | ~Q(archived_at=None) & ~Q(archived_why=""),
                name="clients_archived_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(archived_at=None), name="clients_merged_is_laid_aside"
            ),
        )
        indexes = (
            models.Index(fields=["sort_name"], name="clients_client_name"),
            models.Index(fields=["order_name", "id"], name="clients_client_order"),
            models.Index(fields=["unit", "order_name", "id"], name="clients_client_unit"),
            models.Index(fields=["like_key", "id"], name="clients_client_like"),
            models.Index(fields=["reference"], name="clients_client_reference", condition=~Q(reference="")),
            models.Index(fields=["merged_into"], name="clients_client_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["run_id"], name="clients_client_run", condition=Q(run_id__isnull=False)),
            models.Index(STAGE_PLACE, "order_name", "id", name="clients_client_stage"),
            models.Index(SINCE_PLACE, "id", name="clients_client_since"),
            models.Index(
                fields=["order_name", "id"], name="clients_client_aside", condition=Q(archived_at__isnull=False)
            ),
            # of the whole house, those of whom it is not known that anybody looks after them: few (R-A-34)
            models.Index(
                fields=["id"],
                name="clients_client_nobody",
                condition=Q(archived_at=None, looked_after=False) & ~Q(stage="former"),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns in step."""
        self.derive()
        super().save(*args, **kwargs)

    @property
    def archived(self) -> bool:
        """Whether it was laid aside."""
        return self.archived_at is not None

    def derive(self) -> None:
        """Keep in step what is derived from name, town and number: for ``save`` and for bulk writes."""
        self.sort_name = sort_name(self.name)
        self.order_name = in_order(self.name)
        self.like_key = person_key(self.name) if self.kind == self.Kind.HOUSEHOLD else firm_key(self.name)
        self.found_by = findable(self.name, self.town, self.reference)


class OfClients(models.QuerySet[Held, Held]):
    """Sets of what a client has, by its column ``client``."""

    def visible_to(self, user: User) -> Self:
        """Those of clients this person may see; with the right to see all there is nothing to look up."""
        if user.may(rights.SEE_ALL):
            return self.all()
        return self.filter(client__in=Client.objects.visible_to(user))


class AssignmentQuerySet(OfClients["Assignment"]):
    """Named sets of assignments."""

    def now(self) -> AssignmentQuerySet:
        """Not ended."""
        return self.filter(to_on=None)

    def of(self, clients: Iterable[Client]) -> AssignmentQuerySet:
        """For these clients."""
        return self.filter(client__in=clients)


class Assignment(models.Model):
    """Who of us serves a client, as what, from when to when, and why."""

    class Role(models.TextChoices):
        """What somebody is for a client."""

        MANAGER = "manager", _("manager")
        DEPUTY = "deputy", _("deputy")
        SPONSOR = "sponsor", _("sponsor")
        HELPER = "helper", _("helper")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=7, choices=Role)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("from_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["client"], condition=Q(to_on=None, role="manager"), name="clients_one_manager"
            ),
            models.UniqueConstraint(
                fields=["client", "user", "role"], condition=Q(to_on=None), name="clients_assigned_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="clients_assignment_forward"
            ),
        )
        indexes = (models.Index(fields=["user", "client"], condition=Q(to_on=None), name="clients_assigned_now"),)

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.client}"

    @staticmethod
    def now_for(client: Client) -> list[Assignment]:
        """Who serves this client now."""
        order = list(Assignment.Role.values)
        now = client.assignments.filter(to_on=None).select_related("user").order_by("from_on", "id")
        return sorted(now, key=lambda serves: order.index(serves.role))
