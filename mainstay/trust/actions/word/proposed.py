"""The answers to a proposal of the record: accept it, or keep the word with a reason (R-A-3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.holding import need
from mainstay.promises.models import Promise
from mainstay.trust.actions.word.setting import say
from mainstay.trust.models.record import Evidence, Outcome
from mainstay.trust.models.word import KeptWord, TrustWord
from mainstay.trust.queries.word.proposals import Proposal, proposal_of
from mainstay.trust.rules import word as rules
from mainstay.trust.rules.record.policy import OURS

SHOWN = 3  # as many promises as the record names for a verdict


def _proposed(client: Client) -> Proposal:
    found = proposal_of(client)
    if found is None:
        raise Refused(_("The record proposes nothing here: nothing is to be answered."), rule="R-A-3")
    return found


@transaction.atomic
def accept(*, client: Client, by: User, at: datetime, reason: str = "") -> TrustWord:
    """Accept what the record proposes; the promises that weigh most go along as evidence. Raises Refused."""
    need(by, rights.KEEP_WORD, client)
    client = allowed.kept(client)
    found = _proposed(client)
    why = reason or _("The record says so.")
    return say(
        client=client, word=found.verdict, reason=why, by=by, at=at, rests_on=_weighing(found), source=rules.PROPOSED
    )


def _weighing(found: Proposal) -> list[Promise]:
    """The latest promises that speak for the proposal."""
    spoken = (Outcome.KEPT,) if found.verdict == rules.TRUSTED else (Outcome.MISS, Outcome.SLIP)
    rows = Evidence.objects.standing().filter(client=found.client, direction=OURS, outcome__in=spoken)
    promises: dict[object, Promise] = {}
    for row in rows.select_related("promise").order_by("-on", "-id")[: SHOWN * 3]:
        promises.setdefault(row.promise_id, row.promise)
    return list(promises.values())[:SHOWN]


@transaction.atomic
def keep(*, client: Client, reason: str, by: User, at: datetime) -> KeptWord:
    """Keep the word against the record, with a reason; it is proposed anew only when the record changes again."""
    need(by, rights.KEEP_WORD, client)
    client = allowed.kept(client)
    found = _proposed(client)
    why = clean(reason, field="reason", limit=300, required=_("Say why the word stays as it is."), rule="R-A-3")
    row = KeptWord.objects.create(
        client=client, verdict=found.verdict, since=found.since, reason=why, by=by, at=at
    )  # fmt: skip
    journal.note("trust.word_kept", about=client, client=client, by=by, at=at, text=why)
    return row
