"""The word on Today: who was to decide by now, whom we have not asked, where the record proposes another word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.kit.plug import Move, TodayLine
from mainstay.promises.queries.words import Reader
from mainstay.trust.models.word import TrustWord, Unasked
from mainstay.trust.queries.usual.today import TO_DECIDE, Sort, in_hand
from mainstay.trust.queries.word.proposals import Proposal, asked, proposals
from mainstay.trust.queries.word.said import proposed
from mainstay.trust.rules import word as rules

MOST = 100


def sorts(person: User, reader: Reader) -> dict[str, Sort]:
    """What is this person’s to ask and to decide: rows, and the lines they are told in."""
    mine = in_hand(person, reader.today)
    late = TrustWord.objects.now().filter(word=rules.INSUFFICIENT, decide_by__lte=reader.today, client__in=mine)
    unasked = Unasked.objects.filter(asked_at=None, client__in=mine)
    return {
        "late": (late.filter(client__archived_at=None), _deciding),
        "unasked": (unasked.filter(client__archived_at=None), _unasked),
        "proposed": (asked(mine), lambda _rows, reader: _proposals(mine, reader)),
    }


def _line(client: Client, about: UUID, code: str, *, kind: str, what: str, since: date, reader: Reader) -> TodayLine:
    url = reverse("trust:word", args=[client.pk])
    return TodayLine(
        key=f"{code}-{about}",
        order=TO_DECIDE,
        kind=kind,
        state="",
        client_id=client.pk,
        client=client.name,
        who=client.name,
        what=what,
        url=url,
        when=_("since %(day)s") % {"day": reader.on(since)},
        urgency=float((reader.today - since).days),
        tie=client.order_name,
        main=Move(_("Answer it"), url, "e"),
        moves=[Move(_("The record"), reverse("trust:record", args=[client.pk]))],
        why=_("Whether a client trusts us is said by a person, with a reason."),
        rule="R-A-3" if code == "trust_proposed" else "R-A-7",
        code=code,
        about=what,
        about_id=about,
    )


def _deciding(rows: Any, reader: Reader) -> Iterator[TodayLine]:
    """What they lack is due; once they were given it, the question is whether they decided (R-A-7)."""
    for row in rows.select_related("client").order_by("decide_by", "id")[:MOST]:
        what = (
            _("Did they decide? They were given: %(what)s") % {"what": row.given}
            if row.given
            else _("They cannot decide yet. What would let them: %(what)s") % {"what": row.missing}
        )
        yield _line(
            row.client, row.pk, "to_decide", kind=_("To be decided by them"), what=what, since=row.decide_by,
            reader=reader,
        )  # fmt: skip


def _unasked(rows: Any, reader: Reader) -> Iterator[TodayLine]:
    for row in rows.select_related("client").order_by("at", "id")[:MOST]:
        what, since = _("We have not asked them."), row.at.date()
        yield _line(row.client, row.pk, "not_asked", kind=_("To ask"), what=what, since=since, reader=reader)


def _proposals(clients: QuerySet[Any, Any], reader: Reader) -> Iterator[TodayLine]:
    for one in islice(proposals(clients), MOST):
        yield _proposed(one, reader)


def _proposed(one: Proposal, reader: Reader) -> TodayLine:
    since = one.since or reader.today
    return _line(
        one.client, one.client.pk, "trust_proposed", kind=_("Trust"), what=proposed(one), since=since, reader=reader
    )  # fmt: skip
