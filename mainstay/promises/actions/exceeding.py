"""More than was promised: in which way, with a line of proof, marked as once (R-B-39)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.promises.actions.holding import ask, hold, need
from mainstay.promises.models import Exceeded, Promise


@transaction.atomic
def exceed(
    *, promise: Promise, how: str, proof: str, by: User, at: datetime, their_words: bool = False, once: bool = True
) -> Exceeded:
    """Mark a kept word of ours as more than kept, in communication, energy or results (R-B-39).

    ``proof`` is one line, best in the client's words (``their_words``). ``once`` says that it is an extra and no new
    custom. Raises Refused for one that was not kept, theirs, the same way twice, and without proof.
    """
    need(by, rights.KEEP_WORD, promise.client)
    promise = hold(promise)
    if promise.side != Promise.Side.OURS:
        raise Refused(_("Only a word of ours can be exceeded by us."), rule="R-B-39")
    ask("exceed", promise, at)
    if how not in Exceeded.Way.values:
        raise Refused(_("Say in what it was exceeded: communication, energy or results."), rule="R-B-39", field="how")
    proven = clean(
        proof, field="proof", limit=300, required=_("Write one line that shows it, best in their words."), rule="R-B-39"
    )
    if promise.exceeded.filter(how=how, taken_back_at=None).exists():
        raise Refused(_("It is marked so already. Another way may be added."), rule="R-B-39", field="how")
    return keep(promise, how, proven, by=by, at=at, their_words=their_words, once=once)


def keep(
    promise: Promise, how: str, proof: str, *, by: User, at: datetime, their_words: bool = False, once: bool = True
) -> Exceeded:
    """Write it down, inside the transaction of the act that shows it."""
    made = Exceeded.objects.create(
        promise=promise, how=how, proof=proof, their_words=their_words, once=once, noted_at=at, by=by
    )
    journal.note("promises.exceeded", about=promise, client=promise.client, by=by, at=at, text=proof)
    return made
