"""One deed done to several rows at once, each through its own verb; and all of it taken back within a day (R-X-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.listings import Deed, Listing
from mainstay.kit.refusals import NotFound, Refused
from mainstay.lists.models import Several

WITHIN = timedelta(days=1)  # R-X-2: so long a deed can be taken back
KEPT = timedelta(days=30)  # so long it is remembered which rows it was; the journal remembers for ever
MOST = 200  # rows at once: a transaction that writes must be short (SQLite)


@transaction.atomic
def carry_out(
    *, listing: Listing, deed: Deed, ids: Sequence[UUID], told: Mapping[str, Any], by: User, at: datetime
) -> Several:
    """Do one deed to several rows, each by its own verb: what one row refuses, the others do not feel (R-X-14).

    ``ids`` are rows of the list, at most 200; those this person may not see are refused as not there. Raises Refused
    without the right, for no row, and for too many.
    """
    gate.needs_right(by, deed.right)
    ids = list(dict.fromkeys(ids))
    if not ids:
        raise Refused(_("Choose at least one line."), rule="R-X-14", field="chosen")
    if len(ids) > MOST:
        sentence = ngettext(
            "At most %(n)d line is done at once. Choose fewer.",
            "At most %(n)d lines are done at once. Choose fewer.",
            MOST,
        )
        raise Refused(sentence % {"n": MOST}, rule="R-X-14", field="chosen")
    several = Several(listing=listing.name, deed=deed.name, by=by, at=at)
    rows = listing.rows(by, ids)
    for pk in ids:
        try:
            row = _there(rows, pk)
            with transaction.atomic():  # a deed may take more than one verb: all of them, or none
                kept = deed.each(row, by=by, at=at, **told)
            several.done.append([str(pk), dict(kept)])
        except (Refused, NotFound) as refused:
            several.refused.append(_refusal(pk, refused))
    several.save(force_insert=True)
    journal.note("lists.several_done", about=several, by=by, at=at, text=deed.done(len(several.done)))
    return several


@transaction.atomic
def take_back(*, several: Several, listing: Listing, deed: Deed, by: User, at: datetime) -> Several:
    """Take one’s own deed back within a day, row by row; what was acted on since stays, and says why (R-X-2).

    Raises Refused where it is too late or was done already, NotFound for somebody else’s deed.
    """
    rows_of_mine = Several.objects.visible_to(by).select_for_update(of=("self",))
    held = rows_of_mine.filter(pk=several.pk).first()
    if held is None:
        raise NotFound
    if held.taken_back_at is not None:
        raise Refused(_("This was taken back already."), rule="R-X-2")
    if at - held.at > WITHIN:
        raise Refused(
            _("What was done to several can be taken back within a day. Change it line by line."), rule="R-X-2"
        )
    rows = listing.rows(by, [UUID(pk) for pk, _kept in held.done])
    for told, kept in reversed(held.done):
        pk = UUID(told)
        try:
            with transaction.atomic():
                deed.back(pk, rows.get(pk), kept=kept, by=by, at=at)
        except (Refused, NotFound) as refused:
            held.stayed.append(_refusal(pk, refused))
    held.taken_back_at = at
    held.save(update_fields=["taken_back_at", "stayed"])
    back = len(held.done) - len(held.stayed)
    journal.note("lists.several_taken_back", about=held, by=by, at=at, text=f"{deed.name} ({back})")
    return held


@transaction.atomic
def tidy_up(*, at: datetime) -> None:
    """Forget deeds older than a month; each row’s own line of the journal stays."""
    Several.objects.filter(at__lt=at - KEPT).delete()


def _there(rows: Mapping[UUID, Any], pk: UUID) -> Any:
    if pk not in rows:
        raise NotFound
    return rows[pk]


def _refusal(pk: UUID, refused: Refused | NotFound) -> list[str]:
    if isinstance(refused, NotFound):
        return [str(pk), refused.message, "R-X-3", ""]
    return [str(pk), refused.message, refused.rule, refused.lifted_by]
