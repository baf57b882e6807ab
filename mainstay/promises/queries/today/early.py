"""Lines that stand before anything is near: dates that cost something to miss, and early warnings (R-B-75, R-A-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mainstay.house.models import Absence, User
from mainstay.house.rules import rights
from mainstay.kit.times import local_day
from mainstay.promises import rules
from mainstay.promises.models import Heeded, Promise, PromiseQuerySet
from mainstay.promises.queries.ended import guarded_by, missing_costs
from mainstay.promises.queries.today.told import Told
from mainstay.promises.queries.warned import sentences
from mainstay.promises.queries.words import Reader, due_short
from mainstay.promises.rules import POLICY

GUARD, EARLY, ALONE = "guard", "early", "alone"  # why such a line stands on somebody's page
FIRST = max(POLICY.remind_guards)  # days before a date that costs something to miss


def near_guarded(at: datetime, slack: timedelta) -> PromiseQuerySet:
    """Owed ones that cost something to miss, from the first reminder on."""
    return Promise.objects.owed().filter(cost_of_missing__isnull=False, due_at__lte=at + timedelta(days=FIRST) + slack)


def guarded_by_person(person: User, at: datetime, slack: timedelta) -> PromiseQuerySet:
    """Those this person guards: the owner until the time has passed, the second also after it."""
    mine = Q(second=person) | Q(owner=person, due_at__gt=at)
    return near_guarded(at, slack).visible_to(person).filter(mine)


def unguarded(person: User, at: datetime, slack: timedelta) -> PromiseQuerySet | None:
    """Those whose guards are both away or gone, at the clients this person heads; None for whoever heads nobody."""
    if not person.is_head:
        return None
    day = local_day(at, person.zone)
    absent = Absence.objects.filter(from_on__lte=day, to_on__gte=day).values("user_id")

    def out(guard: str) -> Q:
        return Q(**{guard: None}) | Q(**{f"{guard}__is_active": False}) | Q(**{f"{guard}__in": absent})

    rows = near_guarded(at, slack).filter(out("owner") & out("second"))
    if not person.heads_house:
        rows = rows.filter(client__unit__in=person.units_led)
    return rows.exclude(owner=person).exclude(second=person)


def warned(person: User, at: datetime) -> PromiseQuerySet:
    """Ours that are quiet for too long, or whose price is used faster than time passes, before they are near."""
    day = local_day(at, person.zone)
    quiet = Q(acts=0, quiet_from__isnull=False, quiet_from__lte=day, made_on__lt=day)
    rows = Promise.objects.owed().ours().visible_to(person).filter(quiet | Q(ahead_until__gt=day))
    return rows.filter(due_at__gt=at + POLICY.remind_before)


def days_left(day: Any, at: datetime, zone: str) -> int:
    """Days to a date, by the calendar of the place where it is due."""
    left: int = (day - local_day(at, zone)).days
    return left


def unheeded(person: User, keys: Sequence[Any], at: datetime) -> list[Any]:
    """Without the reminders that this person has seen at this step: one query, none where no date is guarded."""
    guarded = [key.pk for key in keys if key.because == GUARD]
    if not guarded:
        return list(keys)
    rows = Heeded.objects.filter(user=person, promise__in=guarded).values_list("promise_id", "due_on", "step")
    seen = set(rows)
    return [
        key
        for key in keys
        if key.because != GUARD or (key.pk, key.day, rules.step(days_left(key.day, at, key.zone))) not in seen
    ]


def _due_in(promise: Promise, reader: Reader) -> str:
    days = (promise.due_on - reader.today_for(promise)).days
    if days > 0:
        words = ngettext("“%(text)s” is due in %(n)d day.", "“%(text)s” is due in %(n)d days.", days)
        return words % {"text": promise.text, "n": days}
    return _("“%(text)s” is due today.") % {"text": promise.text}


def of_guarded(promise: Promise, person: User, reader: Reader, *, alone: bool) -> Told:
    """A date that costs something to miss, with how near it is."""
    words = {"cost": missing_costs(promise, person), "guards": guarded_by(promise)}
    costs = _("Missing it costs %(cost)s.") if person.may(rights.SEE_MONEY) else _("Missing it costs something.")
    parts = [_due_in(promise, reader), costs % words]
    if alone:
        parts.append(_("Both who guard it are away: %(guards)s.") % words)
    why = _("Others set this date and missing it costs something, so two of us are reminded of it, three times.")
    when = _("due %(when)s") % {"when": due_short(promise, reader)}
    return Told("deadline", _("A date that costs"), " ".join(parts), when, why, "R-B-75", "frayed")


def of_warned(promise: Promise, reader: Reader) -> Told:
    """A promise that may not be kept, long before its day."""
    parts = [_due_in(promise, reader), *sentences(promise, reader)]
    why = _("It shows early that this word may not be kept. Saying how it goes, or moving it in time, is still easy.")
    when = _("due %(when)s") % {"when": due_short(promise, reader)}
    return Told("early", _("Early warning"), " ".join(parts), when, why, "R-A-12", "frayed")


def with_warnings(told: Told, promise: Promise, reader: Reader) -> Told:
    """A line of a promise in danger, with what else speaks against it."""
    more = sentences(promise, reader)
    return replace(told, what=" ".join([told.what, *more])) if more else told
