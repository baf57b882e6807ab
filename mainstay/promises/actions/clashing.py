"""Two promises that contradict each other: noticed as soon as they do, settled by one of us (R-B-38)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.holding import need
from mainstay.promises.models import Clash, Promise
from mainstay.promises.queries.clashes import among, contradicting


def notice(promise: Promise, *, by: User, at: datetime) -> list[Clash]:
    """Note which open promises of ours to this client one contradicts that was made, moved, handed over or named.

    Whoever keeps them sees it on both (R-B-38). What was noticed before is not noted again.
    """
    if promise.side != Promise.Side.OURS or not promise.is_owed:
        return []
    return _note([(promise, other) for other in contradicting(promise)], by=by, at=at)


@transaction.atomic
def notice_among(*, clients: Collection[UUID], by: User, at: datetime) -> list[Clash]:
    """Note what contradicts each other at these clients, after many promises came or went at once (R-B-38, R-X-10)."""
    return _note(among(clients), by=by, at=at)


def _note(pairs: Sequence[tuple[Promise, Promise]], *, by: User, at: datetime) -> list[Clash]:
    rows = Clash.objects.bulk_create(Clash(one=one, other=other, noticed_at=at) for one, other in pairs)
    if rows:
        clients = Client.objects.in_bulk({row.one.client_id for row in rows})
        entries = [
            journal.Entry("promises.clash_noticed", row, clients[row.one.client_id], by, row.other.text) for row in rows
        ]
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
