"""Maps kept by name, for everybody who takes lists in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.tables.maps import Map
from mainstay.kit.text import clean
from mainstay.transfer.actions.kinds import kind_of
from mainstay.transfer.models import KeptMap


@transaction.atomic
def keep_map(*, name: str, kind: str, text: str, by: User, at: datetime) -> KeptMap:
    """Keep a map by name; one of that name and kind is replaced (R-X-10).

    Raises Refused without the right or a name, Unreadable for a map that cannot be used.
    """
    gate.needs_right(by, rights.TAKE_IN)
    found = kind_of(kind)
    name = clean(name, field="name", limit=120, required=_("Give the map a name to find it by."), rule="R-X-10")
    Map.parse(text, found.fields)
    there = KeptMap.objects.select_for_update().filter(kind=kind, name=name).first()
    kept = there or KeptMap(kind=kind, name=name)
    kept.text, kept.by, kept.at = text, by, at
    kept.save()
    journal.note("transfer.map_kept", about=kept, by=by, at=at, text=kind)
    return kept


@transaction.atomic
def forget_map(*, kept: KeptMap, by: User, at: datetime) -> None:
    """Throw a kept map away. Raises Refused without the right (R-X-10)."""
    gate.needs_right(by, rights.TAKE_IN)
    journal.note("transfer.map_forgotten", about=kept, by=by, at=at, text=kept.text)
    kept.delete()
