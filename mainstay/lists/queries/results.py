"""What a deed to several rows came to, in words: at each door the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from mainstay.kit.listings import Deed, Listing
from mainstay.kit.refusals import Refused
from mainstay.lists.actions import WITHIN
from mainstay.lists.models import Several

if TYPE_CHECKING:
    from mainstay.house.models import User


MOST_LATELY = 20


def chosen_ids(told: Iterable[str]) -> list[UUID]:
    """The ids of rows that somebody chose, each once. Raises Refused for none, and for what is no id."""
    try:
        ids = list(dict.fromkeys(UUID(each) for each in told))
    except ValueError:
        raise Refused(_("A line is named by its id."), rule="R-X-11", field="chosen") from None
    if not ids:
        raise Refused(_("Choose at least one line."), rule="R-X-14", field="chosen")
    return ids


@dataclass(frozen=True)
class Kept:
    """A row that a deed did not move: which, why, by which rule, who may lift it."""

    id: str
    name: str
    url: str
    refused: Refused


def lately(user: User, listing: Listing, at: datetime) -> list[Several]:
    """What somebody did to several rows of a list within the last day, the latest first: it can still go back."""
    rows = Several.objects.visible_to(user).filter(listing=listing.name, at__gte=at - WITHIN)
    return list(rows.order_by("-at")[:MOST_LATELY])


def told(several: Several, listing: Listing, deed: Deed, *, by: User, at: datetime) -> dict[str, Any]:
    """Which rows it was done to, which refused it, and whether it can still be taken back."""
    told_of = [*several.done, *several.refused, *several.stayed]
    rows = listing.rows(by, [UUID(each[0]) for each in told_of])

    def called(pk: str) -> tuple[str, str]:
        row = rows.get(UUID(pk))
        return (listing.row_name(row), listing.row_url(row)) if row is not None else (_("not there for you"), "")

    def kept(each: list[str]) -> Kept:
        pk, message, rule, lifted_by = each
        return Kept(pk, *called(pk), Refused(message, rule=rule, lifted_by=lifted_by))

    return {
        "several": several,
        "listing": listing,
        "deed": deed,
        "said": deed.done(len(several.done)),
        "done": [called(pk) for pk, _kept in several.done],
        "refused_rows": [kept(each) for each in several.refused],
        "stayed": [kept(each) for each in several.stayed],
        "back_until": bool(several.done) and several.taken_back_at is None and at - several.at <= WITHIN,
    }
