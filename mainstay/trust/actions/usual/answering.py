"""The three answers to a notice: restore, tell, agree (rulebook 2.6); and what the client said of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Client, Contact
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises import actions as promises
from mainstay.trust.actions.usual import watching
from mainstay.trust.models import Anew, Custom, Notice, Stretch
from mainstay.trust.rules import usual

RULE = "R-A-13"


def need(by: User, right: str, client: Client) -> None:
    """Refuse whoever lacks the right; whoever cannot see the client finds nothing (R-X-3)."""
    if not Client.objects.visible_to(by).kept().filter(pk=client.pk).exists():
        raise NotFound
    gate.needs_right(by, right)


def _open(notice: Notice, by: User) -> Notice:
    need(by, rights.KEEP_WORD, notice.client)
    found = Notice.objects.select_for_update(of=("self",)).select_related("client").filter(pk=notice.pk).first()
    if found is None:
        raise NotFound
    if found.closed_at is not None:
        raise Refused(_("This is answered already, or went by itself. Nothing is left to do."), rule=RULE)
    return found


def _answered(notice: Notice, answer: str, *, by: User, at: datetime, **told: Any) -> Notice:
    notice.answer, notice.answered_by = answer, by
    notice.closed_at, notice.closed = at, usual.ANSWERED
    for name, value in told.items():
        setattr(notice, name, value)
    notice.save()
    kind = {"restore": "trust.to_be_restored", "tell": "trust.told_of_less", "agree": "trust.agreed_otherwise"}[answer]
    journal.note(kind, about=notice, client=notice.client, by=by, at=at, text=notice.words)
    watching.read_again([notice.client_id], at=at)
    return notice


@transaction.atomic
def restore(*, notice: Notice, text: str, due_on: date, by: User, at: datetime) -> Notice:
    """It will be as it was: that is a promise, with a day (R-A-13). Raises Refused for what no promise may be."""
    notice = _open(notice, by)
    if not notice.is_below:
        raise Refused(
            _("They get more than they are used to: there is nothing to restore. Tell them, or agree on it."), rule=RULE
        )
    made = promises.make(client=notice.client, text=text, due_on=due_on, by=by, at=at)
    return _answered(notice, Notice.Answer.RESTORE, by=by, at=at, words=made.text, promise=made)


@transaction.atomic
def tell(*, notice: Notice, words: str, by: User, at: datetime) -> Notice:
    """They were told, in so many words, that it is less, or that it was for once (R-A-13, R-A-14)."""
    notice = _open(notice, by)
    required = _("Write down what they were told.")
    said = clean(words, field="words", limit=2000, lines=True, required=required, rule=RULE)
    return _answered(notice, Notice.Answer.TELL, by=by, at=at, words=said)


@transaction.atomic
def agree(
    *,
    notice: Notice,
    words: str,
    by: User,
    at: datetime,
    agreed_with: Contact | None = None,
    agreed_on: date | None = None,
    level: float | None = None,
) -> Notice:
    """The client agreed to something else: who, when, where it stands; what is usual moves to it (DR-2).

    ``level`` is what was agreed, in the unit of the stream; default: as it is now. What is given three times is from
    now on a custom. Raises Refused without the person there, for a day to come, and for a level that is none.
    """
    notice = _open(notice, by)
    if notice.way == Notice.Way.PROPOSED:
        stand(client=notice.client, key=notice.series, what=notice.name, by=by, at=at)
        return _answered(notice, Notice.Answer.AGREE, by=by, at=at, words=clean(words, field="words", limit=2000))
    said = clean(
        words, field="words", limit=2000, lines=True, required=_("Say what was agreed, and where it stands."), rule=RULE
    )
    day = agreed_on or local_day(at, notice.client.zone)
    _check_consent(notice, agreed_with, day, at)
    meant = notice.now if level is None else level
    if usual.STREAMS[notice.stream].logs and meant <= 0:
        raise Refused(_("What was agreed is more than 0."), rule=RULE, field="level")
    told = {"words": said, "agreed_with": agreed_with, "agreed_on": day, "level": meant}
    return _answered(notice, Notice.Answer.AGREE, by=by, at=at, **told)


def _check_consent(notice: Notice, contact: Contact | None, day: date, at: datetime) -> None:
    """Less needs somebody there who agreed; more does not."""
    if contact is None and notice.is_below:
        raise Refused(
            _("Say who there agreed to it. Without their word, restore it or tell them."),
            rule=RULE,
            field="agreed_with",
        )
    if contact is not None and not contact.affiliations.filter(client=notice.client).exists():
        raise Refused(
            _("%(name)s does not belong to this client. Choose somebody who does, or add them first.")
            % {"name": contact.name},
            rule=RULE,
            field="agreed_with",
        )
    if day > local_day(at, notice.client.zone):
        raise Refused(_("It cannot have been agreed on a day to come."), rule=RULE, field="agreed_on")


@transaction.atomic
def stand(*, client: Client, key: str, by: User, at: datetime, what: str = "") -> Custom:
    """Let an extra be a custom from today on, if it is not one already (R-A-14)."""
    from mainstay.trust.models import Extra

    found = Custom.objects.filter(client=client, key=key, until_on=None).first()
    if found is not None:
        return found
    last = Extra.objects.filter(client=client, key=key).order_by("-on").first()
    today = local_day(at, client.zone)
    return Custom.objects.create(
        client=client, key=key, what=what or (last.what if last else key), since_on=today, by=by
    )


@transaction.atomic
def react(*, notice: Notice, reaction: str, words: str = "", by: User, at: datetime) -> Notice:
    """What the client said of it: they mentioned it, or complained (2.6)."""
    notice = _open(notice, by)
    if reaction not in Notice.Reaction.values:
        raise Refused(_("They said nothing, mentioned it, or complained."), rule=RULE, field="reaction")
    notice.reaction = reaction
    notice.reaction_words = clean(words, field="words", limit=300)
    notice.save()
    journal.note("trust.reacted", about=notice, client=notice.client, by=by, at=at, text=notice.reaction_words)
    return notice


@transaction.atomic
def announce_stretch(*, client: Client, from_on: date, until_on: date, why: str, by: User, at: datetime) -> Stretch:
    """Say before it begins that a stretch is out of the ordinary, so that it becomes no habit (DR-31)."""
    need(by, rights.KEEP_WORD, client)
    reason = clean(why, field="why", limit=300, required=_("Say what is special about these days."), rule=RULE)
    if from_on < local_day(at, client.zone):
        raise Refused(
            _("A special stretch is announced before it begins. What was given already may be marked as for once."),
            rule=RULE,
            field="from_on",
        )
    if until_on < from_on:
        raise Refused(_("The stretch ends on the day it begins, or later."), rule=RULE, field="until_on")
    made = Stretch.objects.create(client=client, from_on=from_on, until_on=until_on, why=reason, by=by, noted_at=at)
    journal.note("trust.stretch_announced", about=made, client=client, by=by, at=at, text=reason)
    return made


@transaction.atomic
def begin_anew(*, client: Client, why: str, by: User, at: datetime) -> Anew:
    """The service agreement was replaced: what is usual is learnt anew, and what stands is answered by it (DR-2)."""
    need(by, rights.KEEP_WORD, client)
    reason = clean(why, field="why", limit=300, required=_("Say what was agreed, and where it stands."), rule=RULE)
    made = Anew.objects.create(client=client, at=at, why=reason, by=by)
    journal.note("trust.begun_anew", about=made, client=client, by=by, at=at, text=reason)
    watching.read_again([client.pk], at=at)
    return made
