"""Which lists there are, which views of them somebody keeps, what was done to several rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mainstay.house.queries.learned import rows_for
from mainstay.kit.learned import NO_TIME
from mainstay.kit.listings import Deed, Listing
from mainstay.kit.plug import registry
from mainstay.kit.refusals import NotFound, Refused
from mainstay.lists.models import SavedView

if TYPE_CHECKING:
    from mainstay.house.models import User


def listings() -> dict[str, Listing]:
    """Every list of the house whose views can be kept, by name."""
    found = [listing for plug in registry.installed() if plug.lists is not None for listing in plug.lists()]
    return {listing.name: listing for listing in found}


def listing_called(name: str) -> Listing:
    """One list. Raises Refused, naming those there are."""
    every = listings()
    if name not in every:
        words = {"name": name[:40], "known": ", ".join(every)}
        raise Refused(_("“%(name)s” is none of these: %(known)s.") % words, rule="R-X-11", field="list")
    return every[name]


def deed_called(listing: Listing, name: str) -> Deed:
    """What may be done to several rows of a list. Raises Refused, naming the deeds there are."""
    every = {deed.name: deed for deed in listing.deeds}
    if name not in every:
        words = {"name": name[:40], "known": ", ".join(every)}
        raise Refused(_("“%(name)s” is none of these: %(known)s.") % words, rule="R-X-11", field="deed")
    return every[name]


def views_of(user: User, listing: str) -> list[SavedView]:
    """The views of a list that somebody sees, in the order of their digit keys; at most a hundred."""

    def ask(person: User, _at: datetime) -> QuerySet[SavedView]:
        return SavedView.objects.visible_to(person).of(listing).select_related("unit")[:100]

    return rows_for("lists.views", ask, user, NO_TIME, like=(listing, user.unit_id is None))


def view_called(user: User, listing: str, told: str) -> SavedView:
    """A view by its name or id; of two by one name one’s own. Raises NotFound."""
    rows = SavedView.objects.visible_to(user).of(listing).select_related("unit")
    try:
        found = rows.filter(pk=UUID(told)).first()
    except ValueError:
        found = rows.filter(name=" ".join(told.replace("\0", "").split())).first()
    if found is None:
        raise NotFound(_("There is no view called “%(name)s” of this list.") % {"name": told[:60]})
    return found


def terms_of(deed: Deed, told: Mapping[str, str], *, by: User, at: datetime) -> dict[str, Any]:
    """What a deed asks, read from what a program told, as the page reads its form. Raises Refused (R-X-11)."""
    form = deed.form(told, person=by, at=at)
    if unknown := [name for name in told if name not in form.fields]:
        words = {"name": unknown[0][:40], "known": ", ".join(form.fields) or "–"}
        raise Refused(_("“%(name)s” is none of these: %(known)s.") % words, rule="R-X-11", field=unknown[0][:40])
    for field, faults in form.errors.items():
        raise Refused(str(faults[0]), rule="R-X-11", field=field)
    found: dict[str, Any] = form.cleaned_data
    return found
