"""Our side’s own view of working for a client: private, once a month; abuse asks the head to act (R-B-2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import presence
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.trust.models.ours import MonthAnswered, OurView
from mainstay.trust.rules import ours as rules

RULE = "R-B-2"


def serves_not(by: User, client: Client) -> Refused | None:
    """What somebody is refused with who does not serve the client now; None for whoever does (R-B-2)."""
    if Assignment.objects.now().filter(client=client, user=by).exists():
        return None
    return Refused(
        _("How it is to work for a client is said by those who serve them."),
        rule=RULE,
        lifted_by=allowed.head_of_service(),
    )


@transaction.atomic
def say(
    *, client: Client, word: str, by: User, at: datetime, words: str = "", abuse: str = "", named: bool = False
) -> OurView:
    """Say how it is to work for a client this month; said again, it takes the place of what was said (R-B-2).

    Only whoever serves the client. ``abuse`` tells what happened that must not; the head is asked to act. Without
    ``named`` nothing keeps who said it. Raises Refused for another word and for abuse that was acted on already.
    """
    client = allowed.kept(client)
    if not Client.objects.visible_to(by).filter(pk=client.pk).exists():
        raise NotFound
    if refused := serves_not(by, client):
        raise refused
    if word not in rules.WORDS:
        raise Refused(_("Say whether it is a pleasure, all right, or wearing."), rule=RULE, field="word")
    month = rules.month_of(local_day(at, by.zone))
    told = clean(words, field="words", limit=300)
    what = clean(abuse, field="abuse", limit=300)
    mark = OurView.mark_of(by, client.pk, month)
    row = OurView.objects.select_for_update().filter(mark=mark).first() or OurView(
        client=client, month=month, mark=mark
    )
    if row.done and what != row.abuse:
        raise Refused(
            _("Something was done about this already. Tell of what happened since then next month, or to your head."),
            rule=RULE,
            field="abuse",
        )
    row.word, row.words, row.abuse, row.named = word, told, what, by if named else None
    row.save()
    journal.note("trust.our_view_said", about=row, by=by if named else None, at=at)  # no client: no chain leads there
    return row


def heads_nobody(by: User) -> Refused | None:
    """What whoever heads nobody is refused with who asks what the team says (R-B-2, R-X-3)."""
    if by.is_head:
        return None
    return Refused(
        _("What the team says of working for a client is read by its head alone. You may say how it is for you."),
        rule="R-X-3",
        lifted_by=_("an administrator, by giving you the role"),
    )


@transaction.atomic
def answered(*, by: User, at: datetime) -> None:
    """The question of this month is answered, or left: it does not stand on Today again before the next (R-B-2)."""
    month = rules.month_of(local_day(at, by.zone))
    MonthAnswered.objects.get_or_create(person=by, month=month)


@transaction.atomic
def act(*, view: OurView, text: str, by: User, at: datetime) -> OurView:
    """The head writes down what is done about abuse: spoken to the client, somebody else sent, stopped (R-B-2).

    Raises NotFound for whoever does not head the client, Refused for nothing written.
    """
    if not presence.led_by(by).filter(pk=view.client_id).exists():
        raise NotFound
    row = OurView.objects.select_for_update(of=("self",)).select_related("client").filter(pk=view.pk).first()
    if row is None or not row.abuse:
        raise NotFound
    row.done = clean(text, field="text", limit=300, required=_("Write what is done to protect them."), rule=RULE)
    row.done_by, row.done_on = by, local_day(at, by.zone)
    row.save(update_fields=["done", "done_by", "done_on"])
    journal.note("trust.our_view_acted_on", about=row, by=by, at=at)
    return row
