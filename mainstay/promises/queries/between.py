"""What stands between promises, for one of them: what it needs, its clocks, its new day, both sides, contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet, UUIDField
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.kit import times
from mainstay.kit.prepared import Slot, prepared
from mainstay.promises.models import Clash, Finding, Need, Promise, Renegotiation
from mainstay.promises.queries import agreed, clashes, needs
from mainstay.promises.queries.words import Reader
from mainstay.promises.rules import needs as rules
from mainstay.promises.rules.agreeing import Standing

if TYPE_CHECKING:
    from uuid import UUID

    from mainstay.house.models import User


@dataclass(frozen=True)
class NewDay:
    """The day that is worked out for a promise, in words; ``can_be_proposed`` once all has come and nobody did so."""

    day: rules.NewDay
    because: Need
    says: str
    sum: str
    draft: str
    can_be_proposed: bool


@dataclass(frozen=True)
class Between:
    """All of it, read at one moment."""

    needs: Sequence[Need]
    clocks: Sequence[tuple[str, str]]
    new_day: NewDay | None
    standing: Standing[Finding]
    agreed: Sequence[str]
    clashes: Sequence[Clash]
    hours_left: str


def between(promise: Promise, reader: Reader, asked: Sequence[Renegotiation]) -> Between:
    """What stands between this promise and others; ``asked`` are its askings for another day. Three queries."""
    needed = needs.needs_of(promise)
    clocks = needs.clocks_of(promise, needed, reader.at)
    standing = agreed.standing(promise)
    third = promise.side == Promise.Side.THIRD
    said = bool(standing.ours or standing.theirs)
    tells = not third and (said or promise.is_owed)
    return Between(
        needs=needed,
        clocks=needs.clocks_words(clocks, needed, reader) if clocks else [],
        new_day=_new_day(promise, needed, reader, asked),
        standing=standing,
        agreed=agreed.words(standing, promise, reader) if tells else [],
        clashes=clashes.of_promise(promise) if promise.is_owed else [],
        hours_left=needs.hours_left(promise, reader),
    )


def _new_day(promise: Promise, needed: Sequence[Need], reader: Reader, asked: Sequence[Renegotiation]) -> NewDay | None:
    found = needs.new_day(promise, needed, reader.at)
    if found is None:
        return None
    day, because = found
    known = needs.is_asked(promise, day.sum.on, asked)
    on = times.date_words(day.sum.on, reader.language, year=day.sum.on.year != reader.today.year)
    late = needs.late_words(because, day.days_late)
    if day.firm:
        says = _("New day: %(day)s. %(because)s") % {"day": on, "because": late}
    else:
        says = _("If it came today, the first day would be %(day)s. %(because)s") % {"day": on, "because": late}
    return NewDay(
        day=day,
        because=because,
        says=says,
        sum=needs.sum_words(day.sum, reader),
        draft=_draft(promise, day, because, reader) if day.firm else "",
        can_be_proposed=day.firm and not known and day.sum.on >= reader.today_for(promise),
    )


def _draft(promise: Promise, day: rules.NewDay, because: Need, reader: Reader) -> str:
    """What may be written to the client, in their language where it is known: nothing is sent by itself."""
    language = promise.client.language or reader.language
    with translation.override(language):
        theirs = Reader(language, reader.zone, reader.at)
        on = times.date_words(day.sum.on, language, year=False)
        words = ngettext(
            "“%(input)s” reached us on %(came)s, %(n)d day later than agreed. We promised you “%(text)s” for %(first)s "
            "and need %(work)s for it. We therefore propose %(day)s. Does that suit you?",
            "“%(input)s” reached us on %(came)s, %(n)d days later than agreed. We promised you “%(text)s” for "
            "%(first)s and need %(work)s for it. We therefore propose %(day)s. Does that suit you?",
            day.days_late,
        )
        return words % {
            "input": because.on.text,
            "came": theirs.on(day.sum.after),
            "n": day.days_late,
            "text": promise.text,
            "first": theirs.on(promise.due_on),
            "work": needs.days_words(because.work_days),
            "day": on,
        }


def need_said(need: Need, reader: Reader) -> tuple[str, str]:
    """How an input stands, and the colour of it."""
    on = need.on
    work = needs.days_words(need.work_days)
    if not needs.comes(need):
        return _("no longer comes: it %(state)s") % {"state": on.get_outcome_display()}, "muted"
    late = max(0, ((on.delivered_on or reader.today_for(on)) - on.judged_on).days)
    due = {"due": reader.on(on.judged_on), "work": work, "n": late}
    if on.delivered_on is not None:
        due["came"] = reader.on(on.delivered_on)
        if not late:
            return _("came on %(came)s; then %(work)s") % due, "muted"
        words = ngettext(
            "due %(due)s, came on %(came)s, %(n)d day late; then %(work)s",
            "due %(due)s, came on %(came)s, %(n)d days late; then %(work)s",
            late,
        )
        return words % due, "care"
    if late:
        words = ngettext(
            "due %(due)s, %(n)d day late; then %(work)s", "due %(due)s, %(n)d days late; then %(work)s", late
        )
        return words % due, "care"
    return _("due %(due)s; then %(work)s") % due, ""


def need_seen(pk: UUID, person: User) -> Need | None:
    """A need of a promise this person may see."""
    rows = Need.objects.filter(promise__in=Promise.objects.visible_to(person))
    return rows.select_related("promise__client", "on").filter(pk=pk).first()


def needable(promise: Promise) -> list[Promise]:
    """What it may need: open promises of the same client that it does not need yet, theirs first. One query."""
    return _needable(promise=promise.pk, client=promise.client_id)


@prepared(promise=UUIDField(), client=UUIDField())
def _needable(promise: Slot, client: Slot) -> QuerySet[Promise]:
    known = Need.objects.filter(promise=promise, dropped_at=None).values("on_id")
    rows = Promise.objects.filter(client=client).owed().exclude(pk=promise).exclude(pk__in=known)
    return rows.order_by("-side", "due_at", "id")[:100]
