"""The house's choice of what it goes by: previewed, then confirmed, never changed (TV-53)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.actions import gate
from mainstay.house.models import User, house
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.trust.actions.record.deriving import put_aside
from mainstay.trust.models.record import Record, Standard
from mainstay.trust.queries.record.preview import Preview, preview
from mainstay.trust.queries.record.standard import in_force, next_number
from mainstay.trust.rules.record.policy import CHOICES, OURS, Policy, chosen


def wanted(policy: str, core: Sequence[str], quorum: int, word: bool) -> Policy:
    """The policy that a house asks for. Raises Refused for one that is none (rulebook 1.4)."""
    if policy not in CHOICES:
        raise Refused(
            _("A policy is one of: %(names)s.") % {"names": ", ".join(CHOICES)}, rule="R-A-11", field="policy"
        )
    try:
        return chosen(policy, core=tuple(core), quorum=quorum, word=word)
    except ValueError:
        raise Refused(
            _("Choose at least one strand that counts, and let at least one and at most all of them have to hold."),
            rule="R-A-11",
            field="quorum",
        ) from None


def _as_seen(asked: Policy, seen: str, by: User, at: datetime) -> Preview:
    """What it would change, if that is the list that was seen. Raises Refused."""
    shown = preview(asked, person=by, at=at)
    if seen != shown.seen:
        raise Refused(
            _("Look at what it would change first: the list is not the one you saw."), rule="R-A-11", field="seen"
        )
    return shown


@transaction.atomic
def confirm(
    *,
    policy: str,
    core: Sequence[str],
    quorum: int,
    why: str,
    seen: str,
    by: User,
    at: datetime,
    word: bool = True,
    small_within: int = 2,
) -> Standard:
    """Go by another policy from today on: every client is replayed by the next ticks (TV-53).

    Needs the right to run the house, a reason, and ``seen``: what the preview of exactly this change is called.
    Raises Refused.
    """
    gate.needs_right(by)
    gate.lock_house()
    asked, now = wanted(policy, core, quorum, word), in_force()
    if asked == now.ours and small_within == now.small_within:
        raise Refused(_("The house goes by this already."), rule="R-A-11", field="policy")
    reason = clean(why, field="why", limit=300, required=_("Say why the house goes by this."), rule="R-A-11")
    shown, today = _as_seen(asked, seen, by, at), local_day(at, house().zone)
    row = Standard.objects.create(
        number=next_number(),
        policy=policy,
        core=list(asked.core),
        quorum=quorum,
        word=word,
        small_within=small_within,
        from_on=today,
        why=reason,
        by=by,
        at=at,
        changed=len(shown.turns),
    )
    journal.note("trust.standard_confirmed", about=house(), by=by, at=at, text=f"{asked.label}: {reason}")
    put_aside(clients=set(Record.objects.filter(direction=OURS).values_list("client_id", flat=True)), on=today)
    return row
