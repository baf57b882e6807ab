"""Posts: who holds which role, in one team or in the whole house; and the teams themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.actions import gate, words
from mainstay.house.models import Post, Unit, User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused


@transaction.atomic
def give_post(*, person: User, role: str, by: User, at: datetime, unit: Unit | None = None) -> Post:
    """Give somebody a role, in a team or (no team) in the whole house. Refused if held already (R-X-3)."""
    gate.needs_right(by)
    words.one_of(role, rights.ROLES, field="role")
    if Post.objects.filter(user=person, role=role, unit=unit).exists():
        sentence = _("%(name)s holds this post already.")
        raise Refused(sentence % {"name": person.name}, rule="R-X-3", field="role")
    put_in(person, [(role, unit)])
    _forget_posts(person)
    changes = {"post": [None, _told(role, unit)]}
    journal.note("house.post_given", about=person, by=by, at=at, changes=changes)
    return Post.objects.get(user=person, role=role, unit=unit)


@transaction.atomic
def take_post(*, post: Post, by: User, at: datetime) -> None:
    """Take a post away; the last administrator keeps that one (R-X-15)."""
    gate.needs_right(by)
    if post.role == rights.ADMIN:
        keep_an_administrator(without=post.user, but_for=post)
    changes = {"post": [_told(post.role, post.unit), None]}
    journal.note("house.post_taken", about=post.user, by=by, at=at, changes=changes)
    post.delete()
    _forget_posts(post.user)


def put_in(person: User, wanted: Sequence[tuple[str, Unit | None]]) -> list[str]:
    """Write the posts of somebody, inside an act of taking in; gives them as the journal tells them."""
    known = [(words.one_of(role, rights.ROLES, field="role"), unit) for role, unit in wanted]
    Post.objects.bulk_create([Post(user=person, role=role, unit=unit) for role, unit in dict.fromkeys(known)])
    return [_told(role, unit) for role, unit in known]


def keep_an_administrator(*, without: User, but_for: Post | None = None) -> None:
    """Raise Refused if nobody who can sign in would run the house any more (R-X-15).

    ``but_for`` names the one post that goes; else everything of this person goes.
    """
    gate.lock_house()
    stay = Post.objects.filter(role=rights.ADMIN, user__is_active=True, user__email__isnull=False)
    gone = stay.filter(pk=but_for.pk) if but_for is not None else stay.filter(user=without)
    if gone.exists() and not stay.exclude(pk__in=gone.values("pk")).exists():
        sentence = _("%(name)s is the last administrator; make somebody else one first.")
        raise Refused(sentence % {"name": without.name}, rule="R-X-15", field="person")


@transaction.atomic
def add_unit(*, name: str, by: User, at: datetime) -> Unit:
    """Add a team. Refused if one has the name (R-X-3)."""
    gate.needs_right(by)
    unit = Unit.objects.create(name=_free_name(name))
    journal.note("house.unit_added", about=unit, by=by, at=at, text=unit.name)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: User, at: datetime) -> Unit:
    """Give a team another name. Refused if one has it."""
    gate.needs_right(by)
    altered = gate.alter(unit, {"name": _free_name(name, but=unit)})
    if altered:
        unit.save(update_fields=["name"])
        journal.note("house.unit_changed", about=unit, by=by, at=at, changes=altered)
    return unit


def _free_name(name: str, *, but: Unit | None = None) -> str:
    tidy = words.name(name)
    if gate.but(Unit.objects.filter(name__iexact=tidy), but).exists():
        raise Refused(_("There is a team called “%(name)s” already.") % {"name": tidy}, rule="R-X-3", field="name")
    return tidy


def _told(role: str, unit: Unit | None) -> str:
    return f"{role} {unit.name}" if unit is not None else role


def _forget_posts(person: User) -> None:
    for name in ("posts_held", "rights"):
        person.__dict__.pop(name, None)
