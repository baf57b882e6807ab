"""What stands around every list that people live in: its views, its columns, what may be done to several rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.kit.listings import COLUMNS, Head, Line, Listing, Shown, chosen, widths
from mainstay.kit.refusals import Refused
from mainstay.lists.models import SavedView
from mainstay.lists.queries import listing_called, views_of
from mainstay.theme.filters import Choice, Group

if TYPE_CHECKING:
    from mainstay.house.models import User

KEYS = 9  # the first views are opened by the keys 1 to 9
BESIDE = frozenset(["view", "cursor"])  # parts of an address that say nothing of what is wanted


def listing_of(name: str) -> Listing:
    """The list, or 404."""
    try:
        return listing_called(name)
    except Refused:
        raise Http404 from None


@dataclass(frozen=True)
class Told:
    """What an address asks of a list: its parts, and the view it began from."""

    parts: Mapping[str, str]
    view: SavedView | None
    views: Sequence[SavedView]


def told_of(query: QueryDict, user: User, name: str) -> Told:
    """What the address asks for: its own parts, and where it has none, those of the view it names."""
    parts = {key: value for key, value in query.dict().items() if isinstance(value, str)}
    views = views_of(user, name)
    view = next((view for view in views if str(view.pk) == parts.get("view")), None)
    if view is not None and not parts.keys() - BESIDE:
        parts = {**view.told, **parts}
    return Told(parts, view, views)


@dataclass(frozen=True)
class Table:
    """The rows of a list in the columns that were chosen, as the template puts them down."""

    heads: Sequence[Head]
    widths: Sequence[str]
    lines: Sequence[Line]


def table(
    shown: Sequence[Shown[Any]],
    rows: Sequence[Any],
    *,
    heads: Mapping[str, Head] | None = None,
    id_of: Callable[[Any], UUID],
    state_of: Callable[[Any], str],
) -> Table:
    """These rows in these columns; ``heads`` are headings that sort, by the code of their column."""
    usual = {each.code: Head(each.label, "r" if each.right else "") for each in shown}
    lines = [
        Line(id_of(row), state_of(row), shown[0].cell(row), [each.cell(row) for each in shown[1:]]) for row in rows
    ]
    return Table([{**usual, **(heads or {})}[each.code] for each in shown], widths(shown), lines)


def columns_of(listing: Listing, parts: Mapping[str, str], user: User, at: datetime) -> list[Shown[Any]]:
    """The columns that an address chooses, in its order."""
    return chosen(listing.columns(user, at), parts.get(COLUMNS, ""), listing.usual(parts))


def around(listing: Listing, told: Told, tidy: Mapping[str, str], user: User) -> dict[str, Any]:
    """What the template of a list needs beside its own: ``tidy`` is the address as the list reads it."""
    view = told.view
    query = urlencode({**tidy, **({"view": str(view.pk)} if view else {})})
    return {
        "view": view,
        "view_changed": view is not None and dict(view.told) != dict(tidy),
        "keep_url": f"{reverse('lists:keep', args=[listing.name])}?{query}",
        "views_url": reverse("lists:views", args=[listing.name]),
        "columns_url": f"{reverse('lists:columns', args=[listing.name])}?{query}",
        "deeds": [deed for deed in listing.deeds if user.may(deed.right)],
        "several_url": reverse("lists:several", args=[listing.name]),
        "back_query": query,
    }


def views_group(listing: Listing, told: Told) -> list[Group]:
    """The kept views above the filters, each with its digit; nothing where there are none."""
    here = reverse(listing.url_name)
    choices = [
        Choice(view.name, f"{here}?view={view.pk}", view == told.view, key=str(place) if place <= KEYS else "")
        for place, view in enumerate(told.views, 1)
    ]
    return [Group(_("Views"), choices)] if choices else []
