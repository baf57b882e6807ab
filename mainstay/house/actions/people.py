"""The people of the house: taken in, changed, let go, let in again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.actions import gate, knocking, posts, sign_ins, words
from mainstay.house.models import House, Unit, User, WorkCalendar
from mainstay.house.queries.passwords import refuse_weak
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.plug import registry
from mainstay.kit.refusals import Refused

Wanted = Sequence[tuple[str, Unit | None]]


@transaction.atomic
def add_person(
    *,
    name: str,
    by: User,
    at: datetime,
    email: str | None = None,
    roles: Wanted = (),
    language: str = "",
    zone: str = "",
    unit: Unit | None = None,
    calendar: WorkCalendar | None = None,
    password: str | None = None,
    run_id: uuid.UUID | None = None,
) -> User:
    """Take somebody in; language and zone are the house's unless told.

    Needs the right to run the house; an import (``run_id``) may take in a bare name as an owner with the
    right to take data in (R-X-3). Raises Refused for an address already in use and for a weak password.
    """
    bare = run_id is not None and not (email or roles or password)
    gate.needs_right(by, rights.TAKE_IN if bare else rights.RUN_HOUSE)
    here = House.objects.get()
    person = User(
        name=_name(name),
        email=_free_address(email),
        language=words.language(language or here.language),
        zone=words.zone(zone or here.zone),
        unit=unit,
        calendar=calendar,
        joined_at=at,
        run_id=run_id,
    )
    return _take_in(person, password=password, roles=roles, by=by, at=at)


def first_person(here: House, *, name: str, email: str, password: str | None, at: datetime) -> User:
    """Whoever opens the house: holds every post in the whole house (R-X-15). Inside the act of opening."""
    address = _free_address(email)
    if address is None:
        raise Refused(
            _("The first person runs the house and signs in with a mail address: name it."),
            rule="R-X-15",
            field="email",
        )
    person = User(name=_name(name), email=address, language=here.language, zone=here.zone, joined_at=at)
    every: Wanted = [(role, None) for role in rights.ROLES]
    return _take_in(person, password=password, roles=every, by=None, at=at)


def _take_in(person: User, *, password: str | None, roles: Wanted, by: User | None, at: datetime) -> User:
    _set_password(person, password)
    person.save()
    held = posts.put_in(person, roles)
    changes: dict[str, list[object]] = {"email": [None, person.email], "posts": [[], held]}
    journal.note("house.person_added", about=person, by=by or person, at=at, text=person.name, changes=changes)
    return person


class PersonChanges(TypedDict, total=False):
    """What may be changed of a person; the first three by the person too."""

    name: str
    language: str
    zone: str
    email: str | None
    unit: Unit | None
    calendar: WorkCalendar | None


OWN = frozenset({"name", "language", "zone"})


@transaction.atomic
def change_person(*, person: User, by: User, at: datetime, **changes: Unpack[PersonChanges]) -> User:
    """Change what is named; name, language and zone are one's own to change, the rest is the administrator's.

    Raises Refused without the right, for what cannot be used, and where the last administrator would lose the
    address to sign in with (R-X-15).
    """
    gate.needs_own(by, person)
    if set(changes) - OWN:
        gate.needs_right(by)
    wanted: dict[str, object] = dict(changes)
    if "name" in changes:
        wanted["name"] = _name(changes["name"])
    if "language" in changes:
        wanted["language"] = words.language(changes["language"])
    if "zone" in changes:
        wanted["zone"] = words.zone(changes["zone"])
    if "email" in changes:
        wanted["email"] = _free_address(changes["email"], but=person)
        if wanted["email"] is None:
            posts.keep_an_administrator(without=person)
    altered = gate.alter(person, wanted)
    if altered:
        person.save(update_fields=list(altered))
        journal.note("house.person_changed", about=person, by=by, at=at, changes=altered)
    return person


@transaction.atomic
def set_password(*, person: User, password: str, by: User, at: datetime) -> User:
    """Give somebody a new password, who then signs in anew everywhere. The journal never tells it.

    Needs the right to run the house; one's own is changed on the sign-in pages. Refused for a weak one.
    """
    gate.needs_right(by)
    _set_password(person, password)
    person.save(update_fields=["password"])
    sign_ins.close_all(person, at=at)
    knocking.forget_tries(account=person.email or "")
    journal.note("house.person_changed", about=person, by=by, at=at, changes={"password": ["***", "***"]})
    return person


@transaction.atomic
def choose_password(*, person: User, password: str, at: datetime, but: uuid.UUID | None = None) -> User:
    """Choose one's own password; every browser but the one that is named signs in anew. Refused for a weak one."""
    _set_password(person, password)
    person.save(update_fields=["password"])
    sign_ins.close_all(person, at=at, but=but)
    journal.note("house.person_changed", about=person, by=person, at=at, changes={"password": ["***", "***"]})
    return person


@transaction.atomic
def let_go(*, person: User, by: User, at: datetime) -> User:
    """Close the door for somebody: no sign-in, no token. Name and past stay. The last administrator stays.

    Refused while clients or open promises stand with them: these are handed over first (R-A-34).
    """
    gate.needs_right(by)
    if not person.is_active:
        raise Refused(_("%(name)s has already been let go.") % {"name": person.name}, rule="R-X-3", field="person")
    posts.keep_an_administrator(without=person)
    held = [sentence for plug in registry.installed() if plug.holds is not None for sentence in plug.holds(person)]
    if held:
        way = _("Hand it over first, client by client: on the page of %(name)s, “Leaves the house”.")
        raise Refused(" ".join([*held, way % {"name": person.name}]), rule="R-A-34", field="person")
    person.is_active = False
    person.save(update_fields=["is_active"])
    sign_ins.close_all(person, at=at)
    journal.note("house.person_left", about=person, by=by, at=at, text=person.name)
    return person


@transaction.atomic
def let_in_again(*, person: User, by: User, at: datetime) -> User:
    """Open the door again for somebody who was let go."""
    gate.needs_right(by)
    if person.is_active:
        raise Refused(_("%(name)s may sign in already.") % {"name": person.name}, rule="R-X-3", field="person")
    person.is_active = True
    person.save(update_fields=["is_active"])
    journal.note("house.person_changed", about=person, by=by, at=at, changes={"is_active": [False, True]})
    return person


def _name(name: str) -> str:
    return words.name(name)


def _free_address(email: str | None, *, but: User | None = None) -> str | None:
    address = words.mail_address(email)
    if address is None:
        return None
    holder = gate.but(User.objects.filter(email__iexact=address), but).first()
    if holder is not None:
        sentence = _("%(mail)s is already the address of %(name)s; each address belongs to one person.")
        raise Refused(sentence % {"mail": address, "name": holder.name}, rule="R-X-3", field="email")
    return address


def _set_password(person: User, password: str | None) -> None:
    """A password that passes the house's checks, or none: then nobody can sign in as this person."""
    if not password:
        person.set_unusable_password()
        return
    refuse_weak(password, person)
    person.set_password(password)
