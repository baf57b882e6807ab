"""A list as it is seen, for programs and the terminal: by a kept view, in chosen columns, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.kit.listings import COLUMNS, Listing, Shown, chosen
from mainstay.kit.refusals import Refused
from mainstay.lists.queries import view_called

if TYPE_CHECKING:
    from mainstay.house.models import User

MOST = 200


@dataclass(frozen=True)
class Seen:
    """One page: the columns in their order, the rows by id, the cursor that leads on."""

    shown: Sequence[Shown[Any]]
    rows: Sequence[tuple[UUID, Any]]
    next: str


def parts_of(listing: Listing, told: Mapping[str, str], user: User, at: datetime) -> dict[str, str]:
    """What is asked, and beneath it what the named ``view`` shows. Raises NotFound, Refused for unknown columns."""
    parts = {name: value for name, value in told.items() if name != "view" and value}
    if view := told.get("view"):
        parts = {**view_called(user, listing.name, view).told, **parts}
    known = [each.code for each in listing.columns(user, at)]
    for code in filter(None, parts.get(COLUMNS, "").split(",")):
        if code not in known:
            words = {"name": code[:40], "known": ", ".join(known)}
            raise Refused(_("“%(name)s” is none of these: %(known)s.") % words, rule="R-X-11", field=COLUMNS)
    return parts


def seen(
    listing: Listing, told: Mapping[str, str], user: User, at: datetime, *, cursor: str = "", size: int = 50
) -> Seen:
    """One page of the list as the page of the house shows it. Raises NotFound, Refused."""
    parts = parts_of(listing, told, user, at)
    shown = chosen(listing.columns(user, at), parts.get(COLUMNS, ""), listing.usual(listing.tidy(parts, user)))
    rows, onward = listing.page(user, parts, at, cursor, max(1, min(size, MOST)))
    return Seen(shown, rows, onward)
