"""Naming what kind of thing is promised; a kind is made by being named."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.clashing import notice
from mainstay.promises.actions.holding import hold, need, snapshot, write
from mainstay.promises.models import Kind, Promise
from mainstay.promises.rules.kinds import key_of


@transaction.atomic
def kind_named(name: str, *, by: User, at: datetime) -> Kind | None:
    """The kind of this name in any case, made where there is none yet; None for no name (R-B-41). Raises Refused."""
    name = " ".join(clean(name, field="kind", limit=80, rule="R-B-41").split())
    if not name:
        return None
    kind, is_new = Kind.objects.get_or_create(key=key_of(name), defaults={"name": name})
    if is_new:
        journal.note("promises.kind_made", about=kind, by=by, at=at, text=kind.name)
    return kind


@transaction.atomic
def be_of_kind(*, promise: Promise, kind: str, by: User, at: datetime) -> Promise:
    """Say of a promise what kind of thing it is; an empty name takes that away (R-B-41). Raises Refused."""
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    if promise.annulled_at is not None:
        raise Refused(_("This promise was marked as entered in error. A new one may be made."), rule="R-X-2")
    before = snapshot(promise)
    promise.kind = kind_named(kind, by=by, at=at)
    write("promises.said_of_kind", promise, before, by=by, at=at, text=promise.kind.name if promise.kind else "")
    notice(promise, by=by, at=at)
    return promise
