"""Keeping a view of a list under a name: one’s own, or one’s team’s (issue 4, R-X-3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from mainstay.house.models import Unit, User
from mainstay.journal import actions as journal
from mainstay.kit.listings import Listing
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.lists.models import SavedView, SavedViewQuerySet

MOST = 100  # views of one list that one person, or one team, keeps


def may_share(unit: Unit, *, by: User) -> bool:
    """Whether this person heads the team, or the whole house."""
    return by.is_active and (by.heads_house or unit.pk in by.units_led)


@transaction.atomic
def keep_view(
    *, listing: Listing, name: str, told: Mapping[str, str], by: User, at: datetime, unit: Unit | None = None
) -> SavedView:
    """Keep what a list shows (filters, columns, order: the parts of its address) under a name.

    A view of the same name is kept anew: it shows this from now on. With ``unit`` the whole team sees it, which its
    head decides (R-X-3). Raises Refused.
    """
    name = clean(name, field="name", limit=60, required=_("Give the view a name."), rule="R-X-11")
    if unit is not None:
        _needs_head(unit, by)
    same = _beside(listing.name, by, unit).select_for_update(of=("self",))
    view = same.filter(name=name).first()
    if view is None:
        if same.count() >= MOST:
            raise Refused(_("A hundred views of a list are enough. Drop one first."), rule="R-X-11", field="name")
        last = _beside(listing.name, by, unit).aggregate(last=Max("place"))["last"]
        view = SavedView(listing=listing.name, name=name, owner=by, unit=unit, made_at=at, place=(last or 0) + 1)
    view.told = {part: value.replace("\0", "") for part, value in listing.tidy(told, by).items()}
    view.save()
    journal.note("lists.view_kept", about=view, by=by, at=at, text=name)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: User, at: datetime) -> SavedView:
    """Give a view another name. Raises Refused for a name that stands there already (R-X-11, R-X-3)."""
    view = _held(view, by)
    name = clean(name, field="name", limit=60, required=_("Give the view a name."), rule="R-X-11")
    if _beside(view.listing, by, view.unit).filter(name=name).exclude(pk=view.pk).exists():
        raise Refused(
            _("A view is called “%(name)s” already. Choose another name.") % {"name": name}, rule="R-X-11", field="name"
        )
    before, view.name = view.name, name
    view.save(update_fields=["name"])
    journal.note("lists.view_renamed", about=view, by=by, at=at, text=name, changes={"name": (before, name)})
    return view


@transaction.atomic
def put_first(*, view: SavedView, by: User, at: datetime) -> SavedView:
    """Let a view stand first, so that the key 1 opens it; the others follow. Raises Refused (R-X-3)."""
    view = _held(view, by)
    first = _beside(view.listing, by, view.unit).aggregate(first=Min("place"))["first"]
    view.place = (first or 0) - 1
    view.save(update_fields=["place"])
    journal.note("lists.view_put_first", about=view, by=by, at=at, text=view.name)
    return view


@transaction.atomic
def drop_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Drop a view; what it showed stands where it stood. Raises Refused (R-X-3)."""
    view = _held(view, by)
    journal.note("lists.view_dropped", about=view, by=by, at=at, text=view.name)
    view.delete()


def _beside(listing: str, by: User, unit: Unit | None) -> SavedViewQuerySet:
    """The views that stand in one row: one’s own of a list, or a team’s."""
    rows = SavedView.objects.filter(listing=listing, unit=unit)
    return rows if unit is not None else rows.filter(owner=by)


def _held(view: SavedView, by: User) -> SavedView:
    """The view as it is now, locked; refuses whoever may not change it, finds nothing for whoever does not see it."""
    rows = SavedView.objects.visible_to(by).select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk=view.pk).first()
    if found is None:
        raise NotFound
    if found.unit is not None:
        _needs_head(found.unit, by)
    return found


def _needs_head(unit: Unit, by: User) -> None:
    if not may_share(unit, by=by):
        raise Refused(
            _("A view of the team %(team)s is kept by its head. Keep one of your own.") % {"team": unit},
            rule="R-X-3",
            field="unit",
            lifted_by=_("the head of the team"),
        )
