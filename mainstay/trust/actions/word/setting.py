"""Setting the word: by a person, with a reason and what it rests on; never by the system alone (R-A-3, R-A-6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client, Contact
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises.actions.holding import need
from mainstay.promises.models import Promise
from mainstay.trust.models.word import Ground, TrustWord, Unasked
from mainstay.trust.queries.word import now
from mainstay.trust.rules import word as rules


@transaction.atomic
def say(
    *,
    client: Client,
    word: object,
    reason: str,
    by: User,
    at: datetime,
    missing: str = "",
    decide_by: date | None = None,
    client_said: str = "",
    said_by: Contact | None = None,
    rests_on: Sequence[Promise] = (),
    source: str = rules.PERSON,
) -> TrustWord:
    """Say what a client believes of us, as of today; what stood before stays to be seen (R-A-3).

    ``missing`` and ``decide_by`` belong to “not enough information”, ``client_said`` is the client’s own statement.
    Raises Refused for another word than the three, for no reason, for trust regained by nothing (R-A-6, R-A-7).
    """
    need(by, rights.KEEP_WORD, client)
    client = allowed.kept(client)
    told = {
        "reason": clean(reason, field="reason", limit=300),
        "missing": clean(missing, field="missing", limit=300),
        "client_said": clean(client_said, field="client_said", limit=300),
    }
    was = now.word_of(client)
    _refuse(rules.fault(_wish(client, was, word, decide_by, at, told)))
    if word == rules.INSUFFICIENT:
        told["reason"] = told["reason"] or told["missing"]
    else:
        told["missing"], decide_by = "", None
    row = _take_place(
        was, client=client, word=str(word), source=source, by=by, at=at, decide_by=decide_by, said_by=said_by, **told
    )
    _ground(row, rests_on)
    words = f"{row.get_word_display()}. {row.reason}"
    journal.note("trust.word_said", about=row, client=client, by=by, at=at, text=words)
    return row


def _wish(
    client: Client, was: TrustWord | None, word: object, decide_by: date | None, at: datetime, told: dict[str, str]
) -> rules.Wish:
    lost = was is not None and was.word == rules.NOT_TRUSTED
    return rules.Wish(
        word=word, was=now.named(client, was), set=was is not None, today=local_day(at, client.zone),
        kept_since=lost and was is not None and now.kept_since(client, was).exists(), decide_by=decide_by, **told,
    )  # fmt: skip


def _take_place(was: TrustWord | None, *, client: Client, at: datetime, **told: Any) -> TrustWord:
    """Let a row hold from now on instead of the one before; whoever asked for it no longer has to."""
    if was is not None:
        was.is_now = False
        was.save(update_fields=["is_now"])
    return TrustWord.objects.create(client=client, on=local_day(at, client.zone), at=at, **told)


def _ground(row: TrustWord, promises: Sequence[Promise]) -> None:
    """What it rests on: the promises named, what was noticed since the last word, and what settles an open question."""
    Ground.objects.filter(client=row.client, word=None).update(word=row)
    Ground.objects.bulk_create(
        Ground(
            client=row.client, word=row, promise=promise, on=promise.delivered_on or row.on, by=row.by, at=row.at
        )
        for promise in promises
        if promise.client_id == row.client_id
    )  # fmt: skip
    said = row.client_said or row.reason
    Unasked.objects.filter(client=row.client, asked_at=None).update(asked_at=row.at, asked_by=row.by, answer=said)


def _refuse(why: str) -> None:
    """Raise the refusal of a fault; each says what would be allowed."""
    if not why:
        return
    message, rule, field = {
        rules.NO_WORD: (
            _("Trust is one of three words: trusted, not_trusted, not_enough_information. There is nothing between."),
            "R-A-6",
            "word",
        ),
        rules.NO_REASON: (
            _("Say why: what did they say or do that shows whether they believe that we deliver?"),
            "R-A-3",
            "reason",
        ),
        rules.STANDS: (
            _("This is what stands already. Write down what you noticed instead; it becomes evidence."),
            "R-A-3",
            "word",
        ),
        rules.NOT_REGAINED: (
            _("Trust comes back with a promise kept after it was lost, or with their own word. Note either."),
            "R-A-3",
            "word",
        ),
        rules.NOTHING_MISSING: (
            _("Say what would let them decide: a reference, a sample, a first small delivery, figures."),
            "R-A-7",
            "missing",
        ),
        rules.NO_DAY: (_("Say by which day they can decide."), "R-A-7", "decide_by"),
        rules.DAY_GONE: (_("That day is over. Give today or a later one."), "R-A-7", "decide_by"),
    }[why]
    raise Refused(message, rule=rule, field=field)
