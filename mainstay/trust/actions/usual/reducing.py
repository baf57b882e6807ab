"""Less than they are used to: announced before, or made up for by something else; never in silence (R-A-14, T-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.plug import Used, registry
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day, spoken
from mainstay.promises import actions as promises
from mainstay.promises.actions.checking import check_owner
from mainstay.promises.models import Promise
from mainstay.trust.actions.usual import succeeding, watching
from mainstay.trust.actions.usual.answering import need, stand
from mainstay.trust.models import Custom, Reduction, Understanding
from mainstay.trust.queries.usual import used

RULE = "R-A-14"


@dataclass(frozen=True)
class Announcement:
    """What the client is told before it is less: the words, by which way, who of us tells them, on which day."""

    text: str = ""
    channel: str = ""
    teller: User | None = None
    tell_on: date | None = None


@transaction.atomic
def reduce(
    *,
    client: Client,
    kind: str,
    key: str,
    ends_on: date,
    by: User,
    at: datetime,
    announcement: Announcement | None = None,
    substitute: str = "",
    successor: User | None = None,
) -> Reduction:
    """Begin to end something they are used to (R-A-14).

    ``kind`` and ``key`` name what they are used to (``queries.usual.used``). Without an announcement (words, way,
    who, when, before it takes effect) or something offered instead it is refused. What is offered instead becomes a
    promise for the day on which the old thing ends. Where it is their manager, ``successor`` is who follows then.
    """
    need(by, rights.KEEP_WORD, client)
    item = used.find(client, kind, key, at)
    if item is None:
        raise NotFound
    if Reduction.objects.under_way().filter(client=client, kind=kind, key=key).exists():
        raise Refused(_("Its end is under way already. Call that off first, or let it run."), rule=RULE)
    succeeding.check(kind=kind, key=key, successor=successor, by=by)
    today = _still_to_come(ends_on, client, at)
    told = _announced(client, item, announcement or Announcement(), substitute, ends_on, today, by=by)
    made = Reduction(
        client=client, kind=kind, key=key, what=item.what, used=item.words, ends_on=ends_on, successor=successor,
        by=by, noted_at=at, **told,
    )  # fmt: skip
    if made.substitute:
        made.promise = promises.make(client=client, text=made.substitute, due_on=ends_on, by=by, at=at)
    made.save(force_insert=True)
    journal.note(
        "trust.reduction_announced", about=made, client=client, by=by, at=at, text=made.text or made.substitute
    )
    return made


def _still_to_come(ends_on: date, client: Client, at: datetime) -> date:
    """Today at the client. Raises Refused for an end on a day that has come."""
    today = local_day(at, client.zone)
    if ends_on <= today:
        raise Refused(
            _("It takes effect on a day to come, so that they hear of it before."), rule=RULE, field="ends_on"
        )
    return today


def _announced(
    client: Client, item: Used, told: Announcement, substitute: str, ends_on: date, today: date, *, by: User
) -> dict[str, Any]:
    """The columns of the announcement. Raises Refused for one that is none (R-A-14, T-22: a hard rule)."""
    instead = clean(substitute, field="substitute", limit=300)
    text = clean(told.text, field="text", limit=4000, lines=True)
    if not text and (not instead or item.kind == used.MANAGER):
        words = {"what": item.what, "words": item.words or _("they are used to it")}
        raise Refused(
            _(
                "%(what)s: %(words)s. Write what they are told before it ends, who tells them and when; or what they "
                "get instead."
            )
            % words,
            rule=RULE,
            field="text",
        )
    if not text:
        return {"substitute": instead}
    if told.channel not in Promise.Said.values:
        raise Refused(
            _("Say how they are told: by phone, by mail, in a meeting, by letter."), rule=RULE, field="channel"
        )
    if told.teller is not None:
        check_owner(told.teller, client, field="teller")
    tell_on = told.tell_on or today
    if not today <= tell_on < ends_on:
        raise Refused(
            _("They are told before it ends: from today to %(day)s.")
            % {"day": spoken(ends_on - timedelta(days=1), year=True)},
            rule=RULE,
            field="tell_on",
        )
    return {
        "text": text, "substitute": instead, "channel": told.channel, "teller": told.teller or by, "tell_on": tell_on
    }  # fmt: skip


def _under_way(reduction: Reduction, by: User) -> Reduction:
    need(by, rights.KEEP_WORD, reduction.client)
    rows = Reduction.objects.select_for_update(of=("self",)).select_related("client")
    found = rows.filter(pk=reduction.pk).first()
    if found is None:
        raise NotFound
    if found.done_at is not None or found.called_off_at is not None:
        raise Refused(_("This is over. Nothing is left to do."), rule=RULE)
    return found


@transaction.atomic
def tell(*, reduction: Reduction, by: User, at: datetime) -> Reduction:
    """They were told. A telling after the announced day moves the end behind it (R-A-14)."""
    reduction = _under_way(reduction, by)
    if reduction.told_at is not None or not reduction.text:
        raise Refused(_("There is nothing left to tell them."), rule=RULE)
    reduction.told_at = at
    today = local_day(at, reduction.client.zone)
    if reduction.ends_on <= today:
        reduction.ends_on = today + timedelta(days=1)
    reduction.save()
    journal.note("trust.reduction_told", about=reduction, client=reduction.client, by=by, at=at, text=reduction.text)
    return reduction


@transaction.atomic
def hand_on(*, reduction: Reduction, to: User, by: User, at: datetime) -> Reduction:
    """Let somebody else tell them (R-B-5)."""
    reduction = _under_way(reduction, by)
    check_owner(to, reduction.client)
    reduction.teller = to
    reduction.save()
    journal.note("trust.reduction_handed_on", about=reduction, client=reduction.client, by=by, at=at, text=to.name)
    return reduction


@transaction.atomic
def call_off(*, reduction: Reduction, why: str, by: User, at: datetime) -> Reduction:
    """It stays as it was (R-A-14)."""
    reduction = _under_way(reduction, by)
    reason = clean(why, field="why", limit=300, required=_("Say why it stays as it is."), rule=RULE)
    reduction.called_off_at, reduction.called_off_why = at, reason
    reduction.save()
    journal.note("trust.reduction_called_off", about=reduction, client=reduction.client, by=by, at=at, text=reason)
    return reduction


# --- on the day ---------------------------------


def carry_out(at: datetime) -> None:
    """End what was announced for today and told before; what was not told waits (R-A-14)."""
    due = Reduction.objects.under_way().filter(ends_on__lte=(at + timedelta(days=1)).date())
    due = due.exclude(kind=used.MANAGER, successor=None)  # nobody goes before somebody follows; it stands on Today
    for reduction in due.select_related("client", "by", "successor")[:500]:
        if reduction.ends_on > local_day(at, reduction.client.zone) or (reduction.text and not reduction.told_at):
            continue
        take_effect(reduction=reduction, at=at)


@transaction.atomic
def take_effect(*, reduction: Reduction, at: datetime) -> None:
    """One of them: what they were used to ends."""
    held = Reduction.objects.select_for_update(of=("self",)).under_way().filter(pk=reduction.pk).first()
    if held is None:
        return
    if reduction.kind == used.MANAGER:
        succeeding.hand_over(reduction, at=at)
        return
    end = _ENDS.get(reduction.kind)
    if end is not None:
        end(reduction)
    for kind in registry.reducibles():
        if kind.kind == reduction.kind and kind.end is not None:
            kind.end(reduction.client, reduction.key, reduction.by, at)
    held.done_at = at
    held.save()
    journal.note("trust.reduced", about=held, client=reduction.client, by=reduction.by, at=at, text=held.used)
    watching.read_again([reduction.client_id], at=at)


def _end_extra(reduction: Reduction) -> None:
    custom = Custom.objects.filter(client=reduction.client, key=reduction.key, until_on=None).first()
    if custom is None:
        custom = stand(
            client=reduction.client,
            key=reduction.key,
            what=reduction.what[:120],
            by=reduction.by,
            at=reduction.noted_at,
        )
    custom.until_on = reduction.ends_on
    custom.save()


def _end_understanding(reduction: Reduction) -> None:
    rows = Understanding.objects.filter(client=reduction.client, pk=reduction.key)
    rows.update(state=Understanding.State.ENDED, ended_on=reduction.ends_on)


_ENDS = {used.EXTRA: _end_extra, used.UNDERSTANDING: _end_understanding}
