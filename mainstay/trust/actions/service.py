"""Standards of service: set by the head, noted as they are kept, exceptions approved by a second person (R-C-6)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mainstay.clients.actions import allowed
from mainstay.clients.models import Client
from mainstay.clients.queries import presence
from mainstay.house.actions import gate
from mainstay.house.actions.alone import reason_alone
from mainstay.house.models import User
from mainstay.house.rules import rights
from mainstay.journal import actions as journal
from mainstay.kit.refusals import NotFound, Refused
from mainstay.kit.text import clean
from mainstay.kit.times import local_day
from mainstay.promises.actions.holding import need
from mainstay.trust.models.service import Occasion, ServiceStandard
from mainstay.trust.rules import service as rules

RULE = "R-C-6"
DAYLONG = 60 * 24 * 31  # a standard of more than a month is a promise


@transaction.atomic
def set_standard(*, name: str, minutes: int | None, by: User, at: datetime) -> ServiceStandard:
    """Set a standard of the house: within so many minutes, or (None) done or not. Raises Refused (R-C-6, R-X-3)."""
    gate.needs_right(by, rights.ASSIGN)
    words = clean(name, field="name", limit=120, required=_("Say what is kept, for example: first answer."), rule=RULE)
    if minutes is not None and not 0 < minutes <= DAYLONG:
        raise Refused(_("A standard by the clock is from one minute to a month."), rule=RULE, field="minutes")
    if ServiceStandard.objects.filter(name=words, ended_at=None).exists():
        raise Refused(_("This standard stands already. End it first to set it anew."), rule=RULE, field="name")
    row = ServiceStandard.objects.create(name=words, minutes=minutes, by=by, set_at=at)
    journal.note("trust.service_set", about=row, by=by, at=at, text=words)
    return row


@transaction.atomic
def end_standard(*, standard: ServiceStandard, by: User, at: datetime) -> ServiceStandard:
    """It is asked for no more; what was noted stays (R-C-6)."""
    gate.needs_right(by, rights.ASSIGN)
    row = ServiceStandard.objects.select_for_update().get(pk=standard.pk)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        journal.note("trust.service_ended", about=row, by=by, at=at, text=row.name)
    return row


@transaction.atomic
def note(
    *,
    client: Client,
    standard: ServiceStandard,
    by: User,
    at: datetime,
    minutes: int | None = None,
    done: bool = True,
    wish: str = "",
    reason: str = "",
    on: date | None = None,
) -> Occasion:
    """Note how it went on one occasion; less than the standard wants its reason, and later an approver (R-C-6).

    ``minutes`` by the clock; ``done`` of a checklist; ``wish`` what was given beyond the standard. Raises Refused.
    """
    need(by, rights.DELIVER, client)
    client, standard = allowed.kept(client), ServiceStandard.objects.get(pk=standard.pk)
    if standard.ended_at is not None:
        raise Refused(_("This standard has ended. Choose one that stands."), rule=RULE, field="standard")
    if standard.minutes is not None and minutes is None:
        raise Refused(_("Say after how many minutes."), rule=RULE, field="minutes")
    more = clean(wish, field="wish", limit=300)
    why = clean(reason, field="reason", limit=300)
    how = rules.went(limit=standard.minutes, minutes=minutes, done=done, wish=bool(more))
    if how == rules.DOWN and not why:
        raise Refused(
            _("This is less than the standard: say why. Somebody else approves it."), rule=RULE, field="reason"
        )
    today = local_day(at, client.zone)
    if on is not None and on > today:
        raise Refused(_("That day is still to come. Give today or one before."), rule=RULE, field="on")
    row = Occasion.objects.create(
        client=client, standard=standard, on=on or today, went=how, wish=more, by=by, noted_at=at,
        minutes=minutes if standard.minutes is not None else None, reason=why if how == rules.DOWN else "",
    )  # fmt: skip
    words = ". ".join(part for part in (str(row.get_went_display()), more, row.reason) if part)
    journal.note("trust.service_noted", about=row, client=client, by=by, at=at, text=words)
    return row


@transaction.atomic
def approve(*, occasion: Occasion, by: User, at: datetime, reason: str = "") -> Occasion:
    """The head of the client approves an exception that somebody else noted. Raises Refused, NotFound (R-C-6).

    Somebody alone in the house approves their own, a day later and with a ``reason`` in writing (R-X-15).
    """
    row = _held(occasion, by)
    two = Refused(
        _("An exception is approved by the head of the client’s team, and by somebody else than who noted it."),
        rule=RULE,
        lifted_by=allowed.head_of_service(),
    )
    if not presence.led_by(by).filter(pk=row.client_id).exists():
        raise two
    if row.went != rules.DOWN or row.approved_at is not None:
        raise Refused(_("There is nothing to approve here."), rule=RULE)
    if row.by_id == by.pk:
        row.alone_why = reason_alone(refusal=two, asked_at=row.noted_at, reason=reason, by=by, at=at)
    row.approved_at, row.approved_by = at, by
    row.save(update_fields=["approved_at", "approved_by", "alone_why"])
    why = row.alone_why or row.reason
    kind = "trust.service_approved_alone" if row.alone_why else "trust.service_approved"
    journal.note(kind, about=row, client=row.client, by=by, at=at, text=why)
    return row


@transaction.atomic
def annul(*, occasion: Occasion, by: User, at: datetime) -> Occasion:
    """Entered in error: it counts no more (R-X-2)."""
    need(by, rights.DELIVER, occasion.client)
    row = _held(occasion, by)
    row.annulled_at = at
    row.save(update_fields=["annulled_at"])
    journal.note("trust.service_annulled", about=row, client=row.client, by=by, at=at, text=row.reason)
    return row


def _held(occasion: Occasion, by: User) -> Occasion:
    rows = Occasion.objects.visible_to(by).counted().select_for_update(of=("self",))
    row = rows.select_related("client", "standard").filter(pk=occasion.pk).first()
    if row is None:
        raise NotFound
    return row
