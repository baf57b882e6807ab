"""What is noticed of a client’s trust, what they were given to decide by, and that we have not asked (R-A-7, R-A-9)."""

from __future__ import annotations

from datetime import datetime

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
from mainstay.trust.models.word import Ground, TrustWord, Unasked
from mainstay.trust.queries.word import now
from mainstay.trust.rules import word as rules


def _for(by: User, client: Client) -> Client:
    need(by, rights.KEEP_WORD, client)
    return allowed.kept(client)


@transaction.atomic
def notice(*, client: Client, text: str, by: User, at: datetime, contact: Contact | None = None) -> Ground:
    """Write down what was noticed, and of whom: it stands with the client, as evidence of the next word (R-A-9)."""
    client = _for(by, client)
    words = clean(text, field="text", limit=300, required=_("Write what you noticed."), rule="R-A-9")
    on = local_day(at, client.zone)
    row = Ground.objects.create(client=client, text=words, contact=contact, on=on, by=by, at=at)
    journal.note("trust.noticed", about=row, client=client, by=by, at=at, text=words)
    return row


@transaction.atomic
def give(*, client: Client, text: str, by: User, at: datetime) -> TrustWord:
    """Note what they were given to decide by; from then on the question is whether they did (R-A-7).

    Raises Refused unless they lack something that was named.
    """
    client = _for(by, client)
    row = now.word_of(client)
    if row is None or row.word != rules.INSUFFICIENT:
        raise Refused(_("Say first what would let them decide, and by when."), rule="R-A-7", field="text")
    row.given = clean(text, field="text", limit=300, required=_("Write what they were given."), rule="R-A-7")
    row.given_on = local_day(at, client.zone)
    row.save(update_fields=["given", "given_on"])
    journal.note("trust.given", about=row, client=client, by=by, at=at, text=row.given)
    return row


@transaction.atomic
def not_asked(*, client: Client, by: User, at: datetime) -> Unasked:
    """Say that we do not know what they think, for we have not asked. No word changes; it is work (R-A-7)."""
    client = _for(by, client)
    if Unasked.objects.filter(client=client, asked_at=None).exists():
        raise Refused(_("This is noted already. Ask them, and write down what they said."), rule="R-A-7")
    row = Unasked.objects.create(client=client, by=by, at=at)
    journal.note("trust.not_asked", about=client, client=client, by=by, at=at)
    return row


@transaction.atomic
def ask(*, client: Client, answer: str, by: User, at: datetime, contact: Contact | None = None) -> Unasked:
    """Write down what they said when we asked: the question is answered, and what they said is evidence (R-A-7)."""
    client = _for(by, client)
    row = Unasked.objects.select_for_update().filter(client=client, asked_at=None).first()
    if row is None:
        raise Refused(_("Nothing waits to be asked here. Write down what you noticed instead."), rule="R-A-7")
    row.answer = clean(answer, field="answer", limit=300, required=_("Write what they said."), rule="R-A-7")
    row.asked_at, row.asked_by = at, by
    row.save(update_fields=["answer", "asked_at", "asked_by"])
    on = local_day(at, client.zone)
    Ground.objects.create(client=client, text=row.answer, contact=contact, on=on, by=by, at=at)
    journal.note("trust.asked", about=client, client=client, by=by, at=at, text=row.answer)
    return row
