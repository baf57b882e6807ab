"""Making a sheet for the undecided, its link, and who agreed to be named (R-A-8)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises.actions.holding import need
from mainstay.trust.actions.word import repair
from mainstay.trust.models.sheet import Reference, Sheet
from mainstay.trust.queries.word.sheet import counted, reference_of

LONGEST = 90


@transaction.atomic
def agree_to_be_named(*, client: Client, words: str, known_from: str, by: User, at: datetime) -> Reference:
    """Note that a client agreed to be named to others, in which words, and how we know. Raises Refused."""
    need(by, rights.KEEP_WORD, client)
    client = allowed.kept(client)
    if reference_of(client) is not None:
        raise Refused(_("They may be named already. End that first to change the words."), rule="R-A-8", field="words")
    row = Reference.objects.create(
        client=client, by=by, at=at,
        words=clean(words, field="words", limit=300, required=_("Write how they may be named."), rule="R-A-8"),
        known_from=clean(
            known_from, field="known_from", limit=300, required=_("Write how we know that they agreed."), rule="R-A-8"
        ),
    )  # fmt: skip
    journal.note("trust.may_be_named", about=row, client=client, by=by, at=at, text=row.words)
    return row


@transaction.atomic
def name_no_more(*, client: Client, by: User, at: datetime) -> Reference:
    """Note that a client is not to be named any more: no sheet made from now on names them. Raises Refused."""
    need(by, rights.KEEP_WORD, client)
    row = Reference.objects.select_for_update().filter(client=client, ended_at=None).first()
    if row is None:
        raise Refused(_("They have not agreed to be named."), rule="R-A-8")
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_at", "ended_by"])
    journal.note("trust.named_no_more", about=row, client=client, by=by, at=at, text=row.words)
    return row


@transaction.atomic
def make_sheet(
    *,
    client: Client,
    by: User,
    at: datetime,
    from_on: date | None = None,
    to_on: date | None = None,
    days: int = 14,
    nevertheless: str = "",
) -> Sheet:
    """Count the deliveries of a period for an undecided client; the link ends after so many days (R-A-8).

    Without a period: the last twelve months. What was counted stands still. Raises Refused for a period that is none,
    and while a promise to this client is late and no reason is given (R-A-22).
    """
    need(by, rights.KEEP_WORD, client)
    client = allowed.kept(client)
    today = local_day(at, client.zone)
    last = to_on or today
    first = from_on or last - timedelta(days=365)
    if first > last or last > today:
        raise Refused(_("A period ends today at the latest, and begins before it ends."), rule="R-A-8", field="to_on")
    if not 1 <= days <= LONGEST:
        raise Refused(_("The link ends after one to ninety days."), rule="R-A-8", field="days")
    why = repair.first(client, nevertheless=nevertheless, at=at)
    told = counted(by, first, last, today)
    row = Sheet.objects.create(
        client=client, from_on=first, to_on=last, told=told, by=by, at=at, expires_at=at + timedelta(days=days)
    )
    journal.note("trust.sheet_made", about=row, client=client, by=by, at=at, text=why)
    return row


@transaction.atomic
def end_link(*, sheet: Sheet, by: User, at: datetime) -> Sheet:
    """End the link of a sheet before its day."""
    need(by, rights.KEEP_WORD, sheet.client)
    row = Sheet.objects.select_for_update(of=("self",)).select_related("client").filter(pk=sheet.pk).first()
    if row is None:
        raise NotFound
    row.ended_at = row.ended_at or at
    row.save(update_fields=["ended_at"])
    journal.note("trust.sheet_ended", about=row, client=row.client, by=by, at=at)
    return row
