"""What the client says of the outcome: it came, it did not, or the question is open again (R-A-35)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client, Contact
from mainstay.engagements.models import Engagement
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import Refused
from mainstay.kit.text import clean

Said = Engagement.OutcomeSaid


@transaction.atomic
def answer_outcome(
    *,
    engagement: Engagement,
    said: str,
    known_from: str,
    by: User,
    at: datetime,
    said_by: Contact | None = None,
    said_on: date | None = None,
) -> Engagement:
    """Write down what the client says: it did for them what it was to do, or it did not (R-A-35).

    ``said`` is "reached" or "missed"; ``known_from`` says how we know, ``said_on`` is today where none is told. It may
    be said again later, the journal keeps both. Raises Refused without an outcome, without how we know, for a day to
    come and for somebody of another client (R-X-3).
    """
    engagement, client = _held(engagement, by)
    if not engagement.outcome:
        raise Refused(
            _("It is not known what this work is to do for them. Write that down first, in their words."), rule="R-A-35"
        )
    _refuse_stranger(client, said_by)
    known = clean(
        known_from,
        field="known_from",
        limit=300,
        required=_("This answer is the client’s to give. Write how you know it."),
        rule="R-A-35",
    )
    told = {
        "outcome_said": allowed.chosen(said, Said, field="said"),
        "outcome_said_on": allowed.not_ahead(said_on, by=by, at=at, field="said_on"),
        "outcome_said_by": said_by,
        "outcome_known_from": known,
    }
    if changes := allowed.apply(engagement, told):
        engagement.save()
        kind = "engagements.outcome_confirmed" if said == Said.REACHED else "engagements.outcome_denied"
        journal.note(kind, about=engagement, client=client, by=by, at=at, text=known, changes=changes)
    return engagement


@transaction.atomic
def reopen_outcome(*, engagement: Engagement, by: User, at: datetime, why: str = "") -> Engagement:
    """The question is open again: what was written down was an error, or is so no longer (R-A-35). Raises Refused."""
    engagement, client = _held(engagement, by)
    if not engagement.outcome_said:
        raise Refused(_("Nothing is written down of what the client says. There is nothing to open."), rule="R-A-35")
    why = clean(why, field="why", limit=300)
    told = {"outcome_said": "", "outcome_said_on": None, "outcome_said_by": None, "outcome_known_from": ""}
    changes = allowed.apply(engagement, told)
    engagement.save()
    journal.note(
        "engagements.outcome_reopened", about=engagement, client=client, by=by, at=at, text=why, changes=changes
    )
    return engagement


def _refuse_stranger(client: Client, person: Contact | None) -> None:
    if person is not None and not person.affiliations.filter(client=client).exists():
        raise Refused(
            _("%(name)s does not belong to this client. Choose somebody who does, or add them first.")
            % {"name": person.name},
            rule="R-A-35",
            field="said_by",
        )


def _held(engagement: Engagement, by: User) -> tuple[Engagement, Client]:
    if refused := gate.lacking(by, rights.KEEP_WORD):
        raise refused
    client = allowed.kept(engagement.client)
    return Engagement.objects.select_for_update(of=("self",)).select_related("outcome_said_by").get(
        pk=engagement.pk
    ), client
