"""Who we are: people who sign in, their posts and absences, teams, calendars, the house itself, tokens."""

from __future__ import annotations

import uuid
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mainstay.house.rules import rights

THE_ONE = uuid.UUID(int=1)
NO_ZONE = _("“%(zone)s” is no time zone; write for example Europe/Berlin.")
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ms", "Bahasa Melayu"), ("ru", "Русский")]


@cache
def zones() -> frozenset[str]:
    """Every IANA time zone, read from disk once."""
    return frozenset(zoneinfo.available_timezones())


def check_zone(value: str) -> None:
    """Refuse what is no IANA time zone."""
    if value not in zones():
        raise ValidationError(NO_ZONE, params={"zone": value})


class House(models.Model):
    """The one row that says which house this is, and where its clock stands."""

    class Kind(models.TextChoices):
        """A clock may be set only in a demo or test house."""

        REAL = "real", _("a firm's house")
        DEMO = "demo", _("a demo house")
        TEST = "test", _("a test house")

    id = models.UUIDField(primary_key=True, default=THE_ONE, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.REAL)
    country = models.CharField(_("country"), max_length=2, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_zone])
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    calendar = models.ForeignKey("WorkCalendar", models.PROTECT, null=True, related_name="+")
    second_step_for = models.JSONField(_("second step asked of"), default=list)  # roles, or ["everybody"]
    rests_after = models.PositiveSmallIntegerField(_("minutes a sign-in may rest"), default=120)
    clock_shows = models.DateTimeField(_("the clock was set to"), null=True)
    clock_set_at = models.DateTimeField(_("the clock was set at"), null=True)
    opened_at = models.DateTimeField(_("opened (real time)"), default=timezone.now)
    ticked_at = models.DateTimeField(_("reminders last ran (real time)"), null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=THE_ONE), name="house_is_one"),
            models.CheckConstraint(
                condition=Q(clock_shows=None, clock_set_at=None) | ~Q(kind="real"),
                name="house_real_clock_runs",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds people by mail address, in any case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Whoever signs in with this address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone of the house who signs in, or who is named as an owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("mail address"), max_length=254, null=True, blank=True, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_zone])
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, verbose_name=_("team"))
    calendar = models.ForeignKey("WorkCalendar", models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), null=True)
    recovery_until = models.DateTimeField(_("may be let in by a link until (real time)"), null=True, editable=False)
    run_id = models.UUIDField(_("taken in by run"), null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(Lower("email"), name="house_user_one_per_address"),)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def posts_held(self) -> list[Post]:
        """The posts of this person, read once a request."""
        from mainstay.house.queries import always

        return always.posts_of(self)

    @property
    def roles(self) -> list[str]:
        """The names of the roles held, each once."""
        return sorted({post.role for post in self.posts_held})

    @cached_property
    def rights(self) -> frozenset[str]:
        """All named rights. A head of the whole house sees every client; a head of a team sees the team's."""
        held = rights.rights_of(self.roles)
        if self.heads_house:
            held |= {rights.SEE_ALL}
        return held

    @property
    def headships(self) -> list[Post]:
        """The posts by which this person heads a team or the whole house."""
        return [post for post in self.posts_held if post.role == rights.HEAD]

    @property
    def is_head(self) -> bool:
        """Whether this person, who may still sign in, heads anybody."""
        return self.is_active and bool(self.headships)

    @property
    def heads_house(self) -> bool:
        """Whether a post of theirs heads the whole house; ``is_head`` says whether they may still sign in."""
        return any(post.unit_id is None for post in self.headships)

    @property
    def units_led(self) -> list[uuid.UUID]:
        """The teams this person heads."""
        return [post.unit_id for post in self.headships if post.unit_id]

    def heads(self, other: User) -> bool:
        """Whether this person heads the other's team, or the whole house."""
        return self.is_active and (self.heads_house or (other.unit_id is not None and other.unit_id in self.units_led))

    def may(self, right: str) -> bool:
        """Whether this person holds a named right (R-X-3)."""
        return self.is_active and right in self.rights


class Post(models.Model):
    """A role somebody holds, in one team or (no team) in the whole house."""

    class Role(models.TextChoices):
        """The roles of the house."""

        MANAGER = "manager", _("Client manager")
        HEAD = "head", _("Head of client service")
        FRONT = "front", _("Front line")
        SPONSOR = "sponsor", _("Executive sponsor")
        ADMIN = "admin", _("Administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    role = models.CharField(_("role"), max_length=8, choices=Role)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="posts")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "role", "unit"], name="house_post_once"),
            models.UniqueConstraint(fields=["user", "role"], condition=Q(unit=None), name="house_post_once_in_house"),
        )

    def __str__(self) -> str:
        return self.role


class Absence(models.Model):
    """Days on which somebody is away, both included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("from_on",)
        constraints = (models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="house_absence_forward"),)

    def __str__(self) -> str:
        return f"{self.user} {self.from_on}–{self.to_on}"

    @staticmethod
    def away_on(day: date) -> set[uuid.UUID]:
        """The ids of everybody who is away on this day."""
        return set(Absence.objects.filter(from_on__lte=day, to_on__gte=day).values_list("user_id", flat=True))


class WorkCalendar(models.Model):
    """When somebody works: hours a weekday, holidays of a country, the house's own days (rulebook SL-1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_zone])
    country = models.CharField(_("country of the holidays"), max_length=2, blank=True)
    subdivision = models.CharField(_("state or region"), max_length=10, blank=True)
    hours = models.JSONField(_("hours"), default=list)  # [[weekday 0=Monday, "09:00", "12:30"], …]
    version = models.UUIDField(_("version"), default=uuid.uuid4, editable=False)  # anew with every change

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class OwnDay(models.Model):
    """A day of the house's own: free, or worked though it is a holiday."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="own_days")
    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)
    works = models.BooleanField(_("is worked"), default=False)

    class Meta:
        ordering = ("on",)
        constraints = (models.UniqueConstraint(fields=["calendar", "on"], name="house_own_day_once"),)

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Token(models.Model):
    """A key for the API: only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=120)
    handle = models.CharField(_("handle"), max_length=16, unique=True)
    digest = models.CharField(_("digest"), max_length=64)
    read_only = models.BooleanField(_("reads only"), default=False)
    scopes = models.JSONField(
        _("what it is for"), default=list, blank=True
    )  # ["clients", "promises"]; none: everything
    made_at = models.DateTimeField(_("made"))
    used_at = models.DateTimeField(_("last used"), null=True)
    ends_at = models.DateTimeField(_("ends"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.name

    def holds(self, at: datetime) -> bool:
        """Whether the token still opens the door."""
        return self.revoked_at is None and (self.ends_at is None or at < self.ends_at)


class SignIn(models.Model):
    """A browser in which somebody signed in. Times are real ones: browsers know nothing of the house's clock."""

    class How(models.TextChoices):
        """With what they proved who they are."""

        PASSWORD = "password", _("with the password")
        PASSKEY = "passkey", _("with a passkey")
        SSO = "sso", _("through the firm’s own sign-in")
        LINK = "link", _("by a link from an administrator")
        DEMO = "demo", _("as a person of the demo house")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(_("key of the session"), max_length=40, db_index=True)  # never shown
    how = models.CharField(_("how"), max_length=8, choices=How, default=How.PASSWORD)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    browser = models.CharField(_("browser, as it names itself"), max_length=200, blank=True)
    began_at = models.DateTimeField(_("signed in"))
    seen_at = models.DateTimeField(_("last seen"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        ordering = ("-seen_at",)
        indexes = (
            models.Index(fields=["user", "ended_at", "-seen_at"], name="house_sign_in_of"),
            models.Index(fields=["seen_at"], name="house_sign_in_old"),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.address}"


class Tries(models.Model):
    """How often the door was tried in vain under one key: one row for all processes."""

    key = models.CharField(_("what is counted"), primary_key=True, max_length=80)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    last_at = models.DateTimeField(_("last (real time)"), db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.failed}"


class Recovery(models.Model):
    """A link with which somebody who cannot sign in chooses a new password, once. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="recoveries")
    made_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    second_step_too = models.BooleanField(_("the second step is forgotten too"), default=False)
    made_at = models.DateTimeField(_("made"))
    ends_at = models.DateTimeField(_("ends"))
    used_at = models.DateTimeField(_("used"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(self.user)

    def holds(self, at: datetime) -> bool:
        """Whether the link still opens the door."""
        return self.used_at is None and self.ended_at is None and at < self.ends_at


class Shared(models.Model):
    """What the processes of a house count together for a while: the table behind Django's cache."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "house_shared"

    def __str__(self) -> str:
        return self.cache_key


_kept: ContextVar[list[House] | None] = ContextVar("house", default=None)


def house() -> House:
    """The house, read once a request. Raises House.DoesNotExist before ``mainstay init``."""
    kept = _kept.get()
    if kept:
        return kept[0]
    from mainstay.house.queries import always

    here = always.the_house()
    if kept is not None:
        kept.append(here)
    return here


@contextmanager
def house_kept() -> Iterator[None]:
    """Read the house at most once inside (a request, a tick), and only when it is asked for."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def forget_kept() -> None:
    """After the house was changed: read it anew."""
    kept = _kept.get()
    if kept:
        kept.clear()
