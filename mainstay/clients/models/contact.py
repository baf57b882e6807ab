"""Somebody on the client's side, how to reach them, and where they belong."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mainstay.clients.models.client import Client, OfClients
from mainstay.clients.rules import digits, findable, in_order, person_key
from mainstay.house.models import LANGUAGES

if TYPE_CHECKING:
    from mainstay.house.models import User


class ContactQuerySet(models.QuerySet["Contact"]):
    """Named sets of contacts."""

    def visible_to(self, user: User) -> ContactQuerySet:
        """Those who belong, or belonged, to a client this person may see."""
        return self.filter(affiliations__client__in=Client.objects.visible_to(user)).distinct()


class Contact(models.Model):
    """A person on the client's side. How to address them is told, never guessed (R-A-29)."""

    class Channel(models.TextChoices):
        """How somebody likes to be reached."""

        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by mail")
        LETTER = "letter", _("by letter")
        MEETING = "meeting", _("in person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(max_length=200, editable=False)
    like_key = models.CharField(max_length=200, editable=False, default="")
    reached_by = models.TextField(editable=False, default="")  # every mail address and phone: the verbs keep it
    found_by = models.TextField(editable=False)
    title = models.CharField(_("title, as told"), max_length=60, blank=True)
    addressed_as = models.CharField(_("how they wish to be addressed"), max_length=120, blank=True)
    salutation = models.CharField(_("greeting in a letter"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    email = models.EmailField(_("mail address"), max_length=254, blank=True)  # the first of them (Reach)
    phone = models.CharField(_("phone"), max_length=60, blank=True)  # the first of them
    channel = models.CharField(_("reached best"), max_length=7, choices=Channel, blank=True)
    hours = models.CharField(_("when"), max_length=120, blank=True)
    reference = models.CharField(_("their number"), max_length=120, blank=True)
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
    clients = models.ManyToManyField(Client, through="Affiliation", related_name="contacts")

    DERIVED = ("sort_name", "like_key", "reached_by", "found_by")
    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("sort_name", "id")
        indexes = (
            models.Index(fields=["like_key", "id"], name="clients_contact_like"),
            models.Index(fields=["reference"], name="clients_contact_reference", condition=~Q(reference="")),
            models.Index(fields=["merged_into"], name="clients_contact_merged", condition=Q(merged_into__isnull=False)),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns in step."""
        self.derive()
        super().save(*args, **kwargs)

    @property
    def address(self) -> str:
        """How we speak of them: as they wish, else the full name."""
        return self.addressed_as or self.name

    def derive(self) -> None:
        """Keep in step what is derived from name, number and the ways to reach somebody."""
        self.sort_name = in_order(self.name)
        self.like_key = person_key(self.name)
        ways = dict.fromkeys([self.email, digits(self.phone), *self.reached_by.split("\n")])
        self.found_by = findable(self.name, self.addressed_as, self.reference, *ways)


class Reach(models.Model):
    """One way to reach somebody: a mail address or a phone number, as told, and what it is for."""

    class Kind(models.TextChoices):
        """Which sort of way."""

        PHONE = "phone", _("phone")
        MAIL = "mail", _("mail address")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="ways")
    kind = models.CharField(_("what"), max_length=5, choices=Kind)
    value = models.CharField(_("as told"), max_length=254)
    label = models.CharField(_("what for"), max_length=60, blank=True)
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    key = models.CharField(max_length=254, editable=False)  # as it is compared: E.164, a folded address

    class Meta:
        verbose_name_plural = "ways to reach somebody"
        ordering = ("kind", "place", "id")
        constraints = (
            models.UniqueConstraint(fields=["contact", "kind", "key"], condition=~Q(key=""), name="clients_way_once"),
        )
        indexes = (
            models.Index(fields=["kind", "key", "contact"], name="clients_way_key"),
            models.Index(fields=["contact", "kind", "place"], name="clients_ways_of"),
        )

    def __str__(self) -> str:
        return self.value


class AffiliationQuerySet(OfClients["Affiliation"]):
    """Named sets of affiliations."""

    def now(self) -> AffiliationQuerySet:
        """Not ended."""
        return self.filter(to_on=None)


class Affiliation(models.Model):
    """That a person belongs to a client, as what, from when to when. One person may have several."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="affiliations")
    client = models.ForeignKey(Client, models.PROTECT, related_name="affiliations")
    role = models.CharField(_("what they do there"), max_length=120, blank=True)
    decides = models.BooleanField(_("decides"), default=False)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ("-decides", "contact__sort_name")
        constraints = (
            models.UniqueConstraint(
                fields=["contact", "client"], condition=Q(to_on=None), name="clients_affiliated_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
                name="clients_affiliation_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact} – {self.client}"
