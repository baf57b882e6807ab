"""What a promise needs, read and worked out: the new day where an input was late, the two clocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet, UUIDField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.models import User
from mainstay.house.queries import calendar_for
from mainstay.house.rules import working_time
from mainstay.kit.prepared import Slot, prepared
from mainstay.kit.times import local_day
from mainstay.promises.models import Need, Promise, Renegotiation
from mainstay.promises.rules import needs as rules

if TYPE_CHECKING:
    from mainstay.house.rules.working_time import Calendar
    from mainstay.promises.queries.words import Reader

SHORT = 2  # days before a told time within which the hours left are printed


def needs_of(promise: Promise) -> list[Need]:
    """What it needs, as it was noted, with whoever owes that: one query."""
    return _needs_of(promise=promise.pk, client=promise.client_id)


@prepared(promise=UUIDField(), client=UUIDField())
def _needs_of(promise: Slot, client: Slot) -> QuerySet[Need]:
    rows = Need.objects.filter(promise=promise, dropped_at=None, on__client=client)
    return rows.select_related("on__client", "on__owner_contact", "on__owner")


def comes(need: Need) -> bool:
    """Whether that input has come or will: not withdrawn, released, broken or entered in error."""
    return not need.on.ended and need.on.annulled_at is None


def calendar_of(promise: Promise) -> Calendar:
    """When whoever keeps it works; the house's calendar where nobody does."""
    return calendar_for(promise.owner or User(), around=promise.due_on)


def new_day(promise: Promise, needs: Sequence[Need], at: datetime) -> tuple[rules.NewDay, Need] | None:
    """The new day of an open promise of ours and the need that makes it; None where its day can stand (R-B-46)."""
    live = [need for need in needs if comes(need)]
    if not live or not promise.is_owed or promise.side != Promise.Side.OURS:
        return None
    inputs = [rules.Input(need.on.judged_on, need.on.delivered_on, need.work_days) for need in live]
    found = rules.new_day(calendar_of(promise), promise.due_on, inputs, local_day(at, promise.due_zone))
    return None if found is None else (found, live[found.because])


def is_asked(promise: Promise, on: date, asked: Iterable[Renegotiation]) -> bool:
    """Whether this very day was proposed to the client already, answered or not."""
    causes = (Renegotiation.Cause.THEIR_INPUT, Renegotiation.Cause.OTHER_INPUT)
    return any(one.to_on == on and one.cause in causes and one.taken_back_at is None for one in asked)


def cause_of(need: Need) -> str:
    """What a new day because of this need is put down to."""
    theirs = need.on.side == Promise.Side.THEIRS
    return Renegotiation.Cause.THEIR_INPUT if theirs else Renegotiation.Cause.OTHER_INPUT


def clocks_of(promise: Promise, needs: Sequence[Need], at: datetime) -> rules.Clocks | None:
    """Two clocks of a promise that needs something: ours stands while we wait. None without need or start."""
    made = promise.made_on
    if made is None or not needs:
        return None
    until = promise.delivered_on or promise.closed_on or local_day(at, promise.due_zone)
    waits = [(max(made, need.on.made_on or made), need.on.delivered_on) for need in needs if comes(need)]
    return rules.clocks(calendar_of(promise), made, until, waits)


# --- in words --------------------------------------------------------------------------------------------------


def days_words(count: int) -> str:
    """“5 working days”."""
    return ngettext("%(n)d working day", "%(n)d working days", count) % {"n": count}


def runs_words(runs: Sequence[rules.Run], reader: Reader) -> str:
    """“17 August – 21 August (5) + 24 August (1)”."""
    said = []
    for run in runs:
        span = reader.on(run.first) if run.count == 1 else f"{reader.on(run.first)} – {reader.on(run.last)}"
        said.append(f"{span} ({run.count})")
    return " + ".join(said)


def sum_words(total: rules.Sum, reader: Reader) -> str:
    """“14 August + 5 working days: 17 August – 21 August (5) = 21 August”: the arithmetic of a new day (R-B-46)."""
    count = sum(run.count for run in total.counted)
    begin, end = reader.on(total.after), reader.on(total.on)
    if not count:
        return f"{begin} → {end}"
    return f"{begin} + {days_words(count)}: {runs_words(total.counted, reader)} = {end}"


def late_words(need: Need, days: int) -> str:
    """“Text” came 4 days later than agreed."""
    if need.on.delivered_on is None:
        words = ngettext("“%(text)s” is %(n)d day late.", "“%(text)s” is %(n)d days late.", days)
    else:
        words = ngettext(
            "“%(text)s” came %(n)d day later than agreed.", "“%(text)s” came %(n)d days later than agreed.", days
        )
    return words % {"text": need.on.text, "n": days}


def clocks_words(clocks: rules.Clocks, needs: Sequence[Need], reader: Reader) -> list[tuple[str, str]]:
    """Both clocks and their sum, each with its days: pairs of word and value."""
    theirs = all(need.on.side == Promise.Side.THEIRS for need in needs)
    waiting = _("Waiting for them") if theirs else _("Waiting for what it needs")
    since = _("%(days)s since %(day)s") % {"days": days_words(clocks.days), "day": reader.on(clocks.since)}
    said = f"{clocks.ours_days} + {clocks.waiting_days} = {since}"
    return [
        (_("On our clock"), _with_days(clocks.ours_days, clocks.ours, reader)),
        (waiting, _with_days(clocks.waiting_days, clocks.waiting, reader)),
        (_("Together"), said),
    ]


def _with_days(count: int, runs: Sequence[rules.Run], reader: Reader) -> str:
    return f"{days_words(count)}: {runs_words(runs, reader)}" if count else days_words(0)


def hours_left(promise: Promise, reader: Reader) -> str:
    """“10:00–12:00 + 13:00–15:30 = 4 h 30 min”: our working time until a told time that is near; else "".

    In the zone of whoever keeps it (field.md 5).
    """
    left = (promise.due_on - reader.today_for(promise)).days
    ours = promise.side == Promise.Side.OURS and promise.is_owed
    if not ours or promise.due_time is None or promise.due_at <= reader.at or left > SHORT:
        return ""
    pieces = working_time.explain(calendar_of(promise), reader.at, promise.due_at)
    minutes = sum(piece.minutes for piece in pieces)
    if not minutes:
        return _("no working time is left before it")
    spans = " + ".join(f"{piece.start:%H:%M}–{piece.end:%H:%M}" for piece in pieces)
    hours = _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return f"{spans} = {hours}"
