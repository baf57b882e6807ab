"""Two promises that contradict each other: noticed when the second is written down, settled by one of us (R-B-38)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.holding import need
from mainstay.promises.models import Clash, Promise
from mainstay.promises.queries.clashes import contradicting


def notice(promise: Promise, *, by: User, at: datetime) -> list[Clash]:
    """Note which open promises of ours to this client a new one contradicts; whoever keeps them sees it (R-B-38)."""
    if promise.side != Promise.Side.OURS:
        return []
    found = contradicting(promise)
    rows = Clash.objects.bulk_create(Clash(one=promise, other=other, noticed_at=at) for other in found)
    if rows:
        entries = [journal.Entry("promises.clash_noticed", row, promise.client, by, row.other.text) for row in rows]
        journal.note_many(entries, at=at)
    return rows


@transaction.atomic
def settle_clash(*, clash: Clash, why: str, by: User, at: datetime) -> Clash:
    """Say why two promises do not contradict each other: both stand (R-B-38). Raises Refused without a reason.

    Where one of them is wrong nothing is to be said here: moved, handed over or ended, it contradicts no more.
    """
    need(by, rights.KEEP_WORD, clash.one.client)
    clash = Clash.objects.select_for_update(of=("self",)).select_related("one__client", "other").get(pk=clash.pk)
    if clash.settled_at is not None:
        raise Refused(_("That both stand was said already."), rule="R-B-38")
    clash.settled_why = clean(
        why, field="why", limit=300, required=_("Say why both stand, or move one of them."), rule="R-B-38"
    )
    clash.settled_at, clash.settled_by = at, by
    clash.save(update_fields=["settled_why", "settled_at", "settled_by"])
    journal.note("promises.clash_settled", about=clash, client=clash.one.client, by=by, at=at, text=clash.settled_why)
    return clash
