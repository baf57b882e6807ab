"""Somebody else than they are used to: who follows, and that it comes into force as announced (R-A-14, R-A-34)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import handing, may
from mainstay.clients.actions.handing import Terms
from mainstay.clients.models import Assignment
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.actions import Told
from mainstay.kit.refusals import NotFound, Refused
from mainstay.trust.actions.usual import watching
from mainstay.trust.models import Reduction
from mainstay.trust.queries.usual.used import MANAGER


@transaction.atomic(savepoint=False)
def check(*, kind: str, key: str, successor: User | None, by: User) -> None:
    """Refuse to announce another manager by whoever may not hand over, or one who cannot follow (R-X-3, R-A-34)."""
    if kind != MANAGER:
        if successor is not None:
            raise Refused(
                _("Somebody follows only where it is about who is there for them. Leave it empty."),
                rule="R-A-34",
                field="successor",
            )
        return
    giver = User.objects.get(pk=key)
    may.hand_over(giver=giver, by=by)
    try:
        may.take_over(giver=giver, taker=successor)
    except Refused as refused:
        raise Refused(refused.message, rule=refused.rule, field="successor", lifted_by=refused.lifted_by) from refused


def hand_over(reduction: Reduction, *, at: datetime) -> None:
    """On its day the client passes, with what is open there. Where that cannot be it stays, and stands on Today.

    That it came into force is heard of the journal, as where somebody names another manager otherwise.
    """
    giver = User.objects.filter(pk=reduction.key).first()
    if giver is None or reduction.successor is None:
        return
    terms = Terms(told_how=reduction.get_channel_display(), why=_("announced to them"))
    try:
        with transaction.atomic():
            handing.hand_over(
                clients=[reduction.client], giver=giver, taker=reduction.successor, by=reduction.by, at=at, terms=terms
            )
    except (Refused, NotFound):
        return


@transaction.atomic(savepoint=False)
def hear(told: Sequence[Told]) -> None:
    """Hear that clients have another manager: what was announced of that is done; what was not told yet is moot."""
    clients = {one.line.client_id for one in told if tuple(one.changes.get("role", ()))[-1:] == (MANAGER,)}
    rows = Reduction.objects.under_way().filter(kind=MANAGER, client__id__among=[pk for pk in clients if pk])
    open_ = list(rows.select_for_update(of=("self",)).select_related("client", "by")) if clients else []
    if not open_:
        return
    at, now = told[0].line.at, Assignment.objects.now().filter(role=Assignment.Role.MANAGER)
    managers = dict(now.filter(client__in=[one.client_id for one in open_]).values_list("client_id", "user_id"))
    over = [one for one in open_ if str(managers.get(one.client_id)) != one.key]
    for one in over:
        _close(one, at)
    watching.stir([one.client_id for one in over])


def _close(one: Reduction, at: datetime) -> None:
    kind, text = "trust.reduced", one.used
    if one.told_at is None:
        kind, text = "trust.reduction_called_off", _("Somebody else was named before they were told.")
        one.called_off_at, one.called_off_why = at, text
    else:
        one.done_at = at
    one.save()
    journal.note(kind, about=one, client=one.client, by=one.by, at=at, text=text)
