"""What every verb does first and last: hold the row, ask whether it may, write, note one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from mainstay.clients.models import Client
from mainstay.clients.queries.seeing import sees
from mainstay.house.actions import gate
from mainstay.house.models import User
from mainstay.journal import actions as journal
from mainstay.journal.models import Line
from mainstay.kit import rows
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.wall import day_at, instant, zone_named
from mainstay.promises import rules
from mainstay.promises.models import Exchange, Promise


def due_at(day: date, clock: time | None, zone: str) -> datetime:
    """The instant from which a promise is late: its time, or the end of its day, in its zone. UTC."""
    return _instant(day, 1440 if clock is None else clock.hour * 60 + clock.minute, zone)


@lru_cache(maxsize=4096)
def _instant(day: date, minute: int, zone: str) -> datetime:
    return instant(day, minute, zone_named(zone)).astimezone(UTC)


def today_for(promise: Promise, at: datetime) -> date:
    """The calendar day in the promise's zone."""
    return day_at(at, zone_named(promise.due_zone))


def is_past(promise: Promise, at: datetime) -> bool:
    """Whether the promised calendar day has passed in the promise's zone."""
    return today_for(promise, at) > promise.due_on


def hold(promise: Promise) -> Promise:
    """The row as it stands now, locked until the end of the transaction.

    Whoever acts on what they looked at earlier (``promise.seen``) is refused where somebody acted on it since: what
    one does, another never overwrites unseen (R-X-2).
    """
    found = _held.first(promise=promise.pk)
    if found is None:
        raise NotFound
    if promise.seen is not None and promise.seen != found.acts:
        raise _acted_meanwhile(found)
    return found


@prepared(promise=models.UUIDField())
def _held(promise: Slot) -> models.QuerySet[Promise]:
    held = Promise.objects.select_for_update(of=("self",)).filter(pk=promise)
    return held.select_related("client", "kind", "owner", "owner_contact", "made_to")


def _acted_meanwhile(promise: Promise) -> Refused:
    exchanges = Exchange.objects.filter(promise=promise).values_list("pk", flat=True)
    last = Line.objects.filter(about_id__in=[promise.pk, *exchanges]).order_by("-id").first()
    sentence = _(
        "%(name)s acted on this after you looked. See how it stands now, and do this again if it is still right."
    )
    return Refused(
        sentence % {"name": last.by_name if last and last.by_name else _("Somebody")},
        rule="R-X-2",
        lifted_by=_("you, by looking at it again"),
    )


def need(by: User, right: str, client: Client) -> None:
    """Refuse whoever lacks the right; whoever cannot see the client finds nothing (R-X-3)."""
    if not sees(by, client.pk):
        raise NotFound
    gate.needs_right(by, right)


_WHY_NOT = {
    "ended": lambda: _("This promise has ended. A new one may be made."),
    "delivered": lambda: _("It was delivered already. You may promise something new."),
    "not_delivered": lambda: _("It was not delivered yet. Deliver it first, then settle it."),
    "settled": lambda: _("It was settled already. Take the settling back if it was wrong."),
    "past": lambda: _("Its day has passed, so it cannot be withdrawn any more. Deliver it, move it, or own up."),
    "not_past": lambda: _("Its day has not passed yet. Move it or withdraw it while there is time."),
    "not_given": lambda: _("It was not delivered yet. Deliver it first."),
    "not_kept": lambda: _("Only a word that was kept can have been exceeded. This one was not kept in time."),
    "not_taken_back": lambda: _("It was not taken back. Withdraw it first, and offer something instead."),
}
_RULES = {
    "move": "R-B-38", "withdraw": "R-B-76", "settle": "R-A-10", "progress": "R-A-12", "guard": "R-B-75",
    "heed": "R-B-75", "exceed": "R-B-39", "give_over": "R-A-39", "acknowledge": "R-A-39", "invoice": "R-A-39",
    "pay": "R-A-39", "answer_instead": "R-B-76",
}  # fmt: skip


def why_not(verb: str, promise: Promise, at: datetime) -> str:
    """The sentence that says why a verb is not possible now, or "" (R-X-14). Pages show it beside the verb."""
    if promise.annulled_at is not None:
        return _("This promise was marked as entered in error. A new one may be made.")
    reason = rules.may(
        verb,
        outcome=promise.ended or promise.outcome,
        delivered=promise.delivered_on is not None,
        settled=promise.settled_at is not None,
        past=is_past(promise, at),
    )
    return _WHY_NOT[reason]() if reason else ""


def not_now(verb: str, promise: Promise, at: datetime) -> Refused | None:
    """What a verb is refused with in this state; None when it is possible (R-X-14)."""
    sentence = why_not(verb, promise, at)
    return Refused(sentence, rule=_RULES.get(verb, "R-B-38")) if sentence else None


def ask(verb: str, promise: Promise, at: datetime) -> None:
    """Refuse a verb that is not possible in this state."""
    if refused := not_now(verb, promise, at):
        raise refused


def judge(promise: Promise) -> None:
    """Set what follows from the facts."""
    promise.outcome = rules.outcome(promise.facts)
    promise.is_owed = promise.delivered_on is None and not promise.ended and promise.annulled_at is None
    foresee(promise)


def foresee(promise: Promise) -> None:
    """Set the days on which silence or spending on a word of ours is a warning (R-A-12)."""
    ours = promise.side == Promise.Side.OURS
    promise.quiet_from = rules.quiet_from(promise.made_on, promise.due_on) if ours else None
    spent = promise.spent if ours else None
    promise.ahead_until = rules.ahead_until(promise.made_on, promise.due_on, promise.budget, spent)


def write(kind: str, promise: Promise, before: Mapping[str, Any], *, by: User, at: datetime, text: str = "") -> Promise:
    """Write what changed of the row, and note it against ``before`` (see ``snapshot``)."""
    promise.acts += 1
    after = snapshot(promise)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    rows.update_many([promise], [*changes, "acts"])
    journal.note(kind, about=promise, client=promise.client, by=by, at=at, text=text, changes=changes)
    return promise


def snapshot(promise: Promise) -> dict[str, Any]:
    """Every column that an act may change, by name."""
    fixed = ("id", "client", "run_id", "run_key", "acts")
    return {
        field.attname: getattr(promise, field.attname)
        for field in Promise._meta.concrete_fields
        if field.name not in fixed and isinstance(field, models.Field)
    }
