"""Breaches of confidence: declared by whoever leads, closed by the client's word and a proven remedy (TV-21)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.trust.actions.record.folding import Changed, refold
from mainstay.trust.models.weighing import Breach


def may_not_lead(by: User) -> Refused | None:
    """What somebody is refused with who does not lead client service; None for whoever does (R-A-3)."""
    if gate.lacking(by, rights.DECLARE) is None:
        return None
    return Refused(
        _("A breach is declared and closed by whoever leads client service. Tell the head what happened."),
        rule="R-A-3",
        lifted_by=_("a head of client service"),
    )


def _needs_lead(by: User, client: Client) -> None:
    if not Client.objects.visible_to(by).filter(pk=client.pk).exists():
        raise NotFound
    if refused := may_not_lead(by):
        raise refused


def _refold(client: Client, at: datetime) -> None:
    changed = Changed()
    changed.whole([client.pk])
    refold(changed=changed, at=at)


@transaction.atomic
def declare(*, client: Client, kind: str, reason: str, by: User, at: datetime) -> Breach:
    """Declare a breach: from today on our record is not trusted, whatever the strands say (TV-21). Raises Refused."""
    _needs_lead(by, client)
    if kind not in Breach.Kind.values:
        names = ", ".join(str(label) for label in Breach.Kind.labels)
        raise Refused(_("A breach is one of: %(kinds)s.") % {"kinds": names}, rule="R-A-3", field="kind")
    why = clean(reason, field="reason", limit=300, required=_("Say what happened."), rule="R-A-3")
    today = local_day(at, client.zone)
    breach = Breach.objects.create(client=client, kind=kind, reason=why, opened_on=today, opened_by=by, opened_at=at)
    journal.note("trust.breach_declared", about=breach, client=client, by=by, at=at, text=why)
    _refold(client, at)
    return breach


def _held(breach: Breach) -> Breach:
    found = Breach.objects.select_for_update(of=("self",)).select_related("client").filter(pk=breach.pk).first()
    if found is None:
        raise NotFound
    if found.annulled_at is not None:
        raise Refused(_("This breach was declared in error and counts for nothing."), rule="R-A-3")
    return found


@transaction.atomic
def close(*, breach: Breach, confirmed: str, verified: str, by: User, at: datetime) -> Breach:
    """Close a breach: the client confirmed it, and what was changed is proven (TV-21). All credit is gone then.

    Raises Refused without both, and for one that is closed.
    """
    _needs_lead(by, breach.client)
    found = _held(breach)
    if found.closed_on is not None:
        raise Refused(_("This breach is closed already."), rule="R-A-3")
    found.confirmed = clean(
        confirmed,
        field="confirmed",
        limit=300,
        required=_("Say how the client confirmed that it is settled."),
        rule="R-A-3",
    )
    found.verified = clean(
        verified,
        field="verified",
        limit=300,
        required=_("Say how we know that it cannot happen again."),
        rule="R-A-3",
    )
    found.closed_on, found.closed_by = local_day(at, found.client.zone), by
    found.save(update_fields=["confirmed", "verified", "closed_on", "closed_by"])
    journal.note("trust.breach_closed", about=found, client=found.client, by=by, at=at, text=found.confirmed)
    _refold(found.client, at)
    return found


@transaction.atomic
def annul_breach(*, breach: Breach, reason: str, by: User, at: datetime) -> Breach:
    """Say that a breach was declared in error: it counts for nothing, and stays to be seen (TV-20)."""
    _needs_lead(by, breach.client)
    found = _held(breach)
    found.annulled_why = clean(
        reason, field="reason", limit=300, required=_("Say what was wrong with the entry."), rule="R-X-2"
    )
    found.annulled_at = at
    found.save(update_fields=["annulled_at", "annulled_why"])
    journal.note("trust.breach_annulled", about=found, client=found.client, by=by, at=at, text=found.annulled_why)
    _refold(found.client, at)
    return found
