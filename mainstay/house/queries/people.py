"""Finding people, teams, tokens by what someone typed, and telling of them what the reader may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.utils.translation import gettext as _

from mainstay.house.models import Absence, House, Post, Token, Unit, User, WorkCalendar
from mainstay.house.rules import keys, rights
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.refusals import NotFound, Refused


def refuse_second_house() -> None:
    """Raise Refused if a house is open here already: one data folder holds one (R-X-7)."""
    there = House.objects.first()
    if there is not None:
        sentence = _("This house is open already: %(name)s. One data folder holds one house.")
        raise Refused(sentence % {"name": there.name}, rule="R-X-7")


def administrators() -> list[User]:
    """Everybody active who runs the house and can sign in."""
    posts = {"posts__role": rights.ADMIN, "is_active": True, "email__isnull": False}
    return list(User.objects.filter(**posts).distinct().order_by("name"))


def signing_in() -> QuerySet[User]:
    """Everybody who may sign in and holds a post, by name."""
    rows = User.objects.filter(is_active=True, email__isnull=False, posts__isnull=False)
    return rows.distinct().order_by("name")


def beside(person: User) -> QuerySet[User]:
    """Everybody else who looks after clients, and so could be the second of two."""
    serving = User.objects.filter(is_active=True, posts__role__in=(rights.MANAGER, rights.HEAD, rights.SPONSOR))
    return serving.exclude(pk=person.pk)


def alone(person: User) -> bool:
    """Whether nobody else here could be the second of two (R-X-15)."""
    return not beside(person).exists()


def people_with_posts() -> list[tuple[User, list[str]]]:
    """Everybody who may sign in, by role and name, with their posts in words."""
    order = {role: place for place, role in enumerate(rights.ROLES)}
    told = []
    for person in signing_in().prefetch_related("posts__unit"):
        first = min(order.get(post.role, len(order)) for post in person.posts.all())
        told.append((first, person, posts_in_words(person)))
    return [(person, posts) for _place, person, posts in sorted(told, key=lambda row: (row[0], row[1].name))]


def posts_in_words(person: User) -> list[str]:
    """“Client manager (Berlin)”, in the reader's language, in the order of the roles."""
    order = {role: place for place, role in enumerate(rights.ROLES)}
    held = sorted(person.posts.all(), key=lambda post: order.get(post.role, len(order)))
    words = [(str(post.get_role_display()), post.unit) for post in held]
    return [f"{role} ({unit.name})" if unit else role for role, unit in words]


def person_called(told: str) -> User:
    """Whoever has this mail address or name, in any case. Raises NotFound, or Refused if several share it."""
    told = " ".join(told.split())
    by_mail = User.objects.filter(email__iexact=told).first()
    if by_mail is not None:
        return by_mail
    folded = told.casefold()
    named = [person for person in User.objects.all() if person.name.casefold() == folded]
    if not named:
        raise NotFound(_("Nobody here is called “%(name)s”.") % {"name": told[:120]})
    if len(named) > 1:
        sentence = _("Several people are called “%(name)s”; name one by mail address.")
        raise Refused(sentence % {"name": told[:120]}, rule="R-X-11", field="by")
    return named[0]


def unit_called(told: str) -> Unit:
    """The team of this name, in any case. Raises NotFound."""
    found = Unit.objects.filter(name__iexact=" ".join(told.split())).first()
    if found is None:
        raise NotFound(_("No team here is called “%(name)s”.") % {"name": told[:120]})
    return found


def calendar_called(told: str) -> WorkCalendar:
    """The calendar of this name, in any case. Raises NotFound."""
    found = WorkCalendar.objects.filter(name__iexact=" ".join(told.split())).first()
    if found is None:
        raise NotFound(_("No calendar here is called “%(name)s”.") % {"name": told[:120]})
    return found


def token_of(key: str, at: datetime) -> Token | None:
    """The token of these words if it opens the door now: neither ended nor revoked, its person not let go."""
    handle, secret = keys.read(key)
    token = _token.first(handle=handle) if handle else None
    if token is None or not keys.fits(token.digest, secret):
        return None
    return token if token.holds(at) and token.user.is_active else None


@prepared(handle=CharField())
def _token(handle: Slot) -> QuerySet[Token]:
    return Token.objects.select_related("user").filter(handle=handle)


@dataclass(frozen=True)
class Told:
    """What one reader is told of one person."""

    id: UUID
    name: str
    email: str
    team: str
    posts: list[str]
    away: bool
    active: bool

    def as_dict(self) -> dict[str, Any]:
        """As API and terminal give it."""
        return {**asdict(self), "id": str(self.id)}


def people_told(by: User, *, on: date) -> list[Told]:
    """Everybody by name; whoever runs the house is told addresses and those who were let go, nobody else (R-X-3).

    Three queries however many they are.
    """
    runs = by.may(rights.RUN_HOUSE)
    rows = User.objects.select_related("unit").prefetch_related("posts__unit").order_by("name")
    away = Absence.away_on(on)
    return [told_of(row, runs=runs, away=row.pk in away) for row in rows if runs or row.is_active]


def told_of(row: User, *, runs: bool, away: bool) -> Told:
    """One of them."""
    posts = [f"{post.role} ({post.unit.name})" if post.unit else post.role for post in row.posts.all()]
    team = row.unit.name if row.unit else ""
    return Told(row.pk, row.name, (row.email or "") if runs else "", team, sorted(posts), away, row.is_active)


def post_of(person: User, role: str, unit: Unit | None) -> Post:
    """A post somebody holds. Raises NotFound."""
    found = Post.objects.select_related("user", "unit").filter(user=person, role=role, unit=unit).first()
    if found is None:
        raise NotFound(_("%(name)s does not hold this post.") % {"name": person.name})
    return found


def tokens_seen_by(by: User) -> QuerySet[Token]:
    """One's own tokens; everybody's for whoever runs the house (R-X-3)."""
    rows = Token.objects.select_related("user")
    return rows if by.may(rights.RUN_HOUSE) else rows.filter(user=by)


def token_called(by: User, told: str) -> Token:
    """By handle, or by a name that only one of the open ones carries. Raises NotFound, Refused for a choice."""
    rows = tokens_seen_by(by)
    exact = rows.filter(handle=told).first()
    if exact is not None:
        return exact
    named: Sequence[Token] = list(rows.filter(name__iexact=told, revoked_at=None)[:2])
    if not named:
        raise NotFound(_("No open token is called “%(name)s”.") % {"name": told[:120]})
    if len(named) > 1:
        sentence = _("Several tokens are called “%(name)s”; name one by its handle.")
        raise Refused(sentence % {"name": told[:120]}, rule="R-X-11", field="token")
    return named[0]


def token_told(row: Token, at: datetime) -> dict[str, Any]:
    """A token as API and terminal give it: never its secret."""
    return {
        "id": row.pk,
        "handle": row.handle,
        "name": row.name,
        "person": row.user.name,
        "read_only": row.read_only,
        "scopes": row.scopes,
        "open": row.holds(at),
        "made_at": row.made_at,
        "used_at": row.used_at,
        "ends_at": row.ends_at,
    }
