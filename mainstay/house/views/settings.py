"""The house's own pages: what it is, its clock, teams and calendars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mainstay.house import actions, clock, forms, queries
from mainstay.house.models import House, Unit, WorkCalendar, house
from mainstay.house.views.asked import Asked, both, for_administrators, refusal_page
from mainstay.house.views.sure import sure
from mainstay.kit import times
from mainstay.kit.countries import country_words
from mainstay.kit.refusals import Refused
from mainstay.theme import say


@both
@for_administrators
def settings(request: Asked) -> HttpResponse:
    """What the house is; a POST changes it."""
    form = forms.HouseForm(request.POST or None, initial=_shown(house()))
    kept = forms.attempt(form, lambda told: actions.change_house(by=request.user, at=clock.now(), **told))
    if kept is None:
        return _page(request, form=form)
    say.done(request, _("Kept."))
    return redirect("house:settings")


def _shown(here: House) -> dict[str, Any]:
    names = ("name", "country", "zone", "language", "currency", "calendar")
    return {name: getattr(here, name) for name in names}


def _page(
    request: Asked,
    *,
    form: django_forms.Form | None = None,
    entering: django_forms.Form | None = None,
    set_to: django_forms.Form | None = None,
    advance: django_forms.Form | None = None,
) -> HttpResponse:
    here, person = house(), request.user
    now = clock.now()
    context = {
        "form": form or forms.HouseForm(initial=_shown(here)),
        "entering_form": entering or forms.EnteringForm(initial=_asked(here), prefix="entering"),
        "open_entering": entering is not None,
        "asked_of": _asked_words(here),
        "set_form": set_to or forms.ClockForm(prefix="clock"),
        "advance_form": advance or forms.AdvanceForm(prefix="advance"),
        "kind": here.get_kind_display(),
        "house_name": here.name,
        "clock_may_be_set": here.kind != House.Kind.REAL or set_to is not None or advance is not None,
        "clock_was_set": here.clock_shows is not None,
        "clock_shows": times.exact_words(now, person.zone, here.zone, person.language),
        "reminders": clock.last_ran(here, clock.real_now()),
        "open_clock": set_to is not None or advance is not None,
    }
    refused = any(sent is not None and sent.is_bound for sent in (form, entering, set_to, advance))
    return render(request, "house/settings.html", context, status=422 if refused else 200)


def _asked(here: House) -> dict[str, Any]:
    return {"second_step_for": here.second_step_for, "rests_after": here.rests_after}


def _asked_words(here: House) -> list[str]:
    """What the house asks of whoever comes in, a sentence each."""
    named = dict(forms.ASKED_OF)
    asked_of = ", ".join(str(named.get(each, each)) for each in here.second_step_for)
    step = (
        _("A second step is asked of: %(whom)s.") % {"whom": asked_of}
        if asked_of
        else _("Nobody has to have a second step.")
    )
    rest = ngettext(
        "A sign-in may rest for %(n)d minute before the house asks who is there.",
        "A sign-in may rest for %(n)d minutes before the house asks who is there.",
        here.rests_after,
    )
    return [step, rest % {"n": here.rests_after}]


@require_POST
@for_administrators
@sure
def keep_entering(request: Asked) -> HttpResponse:
    """What the house asks of whoever comes in."""
    form = forms.EnteringForm(request.POST, prefix="entering")
    kept = forms.attempt(form, lambda told: actions.change_house(by=request.user, at=clock.now(), **told))
    if kept is None:
        return _page(request, entering=form)
    say.done(request, _("Kept."))
    return redirect("house:settings")


@require_POST
@for_administrators
def set_clock(request: Asked) -> HttpResponse:
    """Let the clock of a demo or test house show something else."""
    form = forms.ClockForm(request.POST, prefix="clock")
    kept = forms.attempt(form, lambda told: actions.set_clock(by=request.user, at=clock.now(), **told))
    return _page(request, set_to=form) if kept is None else _clock_kept(request)


@require_POST
@for_administrators
def advance_clock(request: Asked) -> HttpResponse:
    """Move the clock of a demo or test house."""
    form = forms.AdvanceForm(request.POST, prefix="advance")

    def move(told: Mapping[str, Any]) -> House:
        delta = queries.span_told(told["advance"])
        return actions.advance_clock(delta=delta, by=request.user, at=clock.now())

    kept = forms.attempt(form, move)
    return _page(request, advance=form) if kept is None else _clock_kept(request)


@require_POST
@for_administrators
def reset_clock(request: Asked) -> HttpResponse:
    """Let the clock show the real time again."""
    try:
        actions.reset_clock(by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back="house:settings")
    return _clock_kept(request)


def _clock_kept(request: Asked) -> HttpResponse:
    words = times.exact_words(clock.now(), request.user.zone, None, request.user.language)
    say.done(request, _("The clock shows %(time)s.") % {"time": words})
    return redirect("house:settings")


@both
@for_administrators
def teams(request: Asked) -> HttpResponse:
    """All teams; a POST adds one."""
    form = forms.TeamForm(request.POST or None)
    added = forms.attempt(form, lambda told: actions.add_unit(by=request.user, at=clock.now(), **told))
    if added is None:
        context = {"form": form, "teams": Unit.objects.all()}
        return render(request, "house/teams.html", context, status=422 if form.is_bound else 200)
    say.done(request, _("%(name)s is a team now.") % {"name": added.name})
    return redirect("house:teams")


@both
@for_administrators
def rename_team(request: Asked, team_id: UUID) -> HttpResponse:
    """Give a team another name."""
    unit = get_object_or_404(Unit, pk=team_id)
    was = unit.name
    form = forms.TeamForm(request.POST or None, initial={"name": was})
    kept = forms.attempt(form, lambda told: actions.rename_unit(unit=unit, by=request.user, at=clock.now(), **told))
    if kept is None:
        context = {"form": form, "was": was}
        return render(request, "house/team.html", context, status=422 if form.is_bound else 200)
    say.done(request, _("The team is called %(name)s now.") % {"name": kept.name})
    return redirect("house:teams")


@both
@for_administrators
def calendars(request: Asked) -> HttpResponse:
    """All calendars; a POST adds one."""
    here = house()
    form = forms.NewCalendarForm(request.POST or None, initial={"zone": here.zone, "country": here.country})
    added = forms.attempt(form, lambda told: actions.add_calendar(by=request.user, at=clock.now(), **told))
    if added is None:
        rows = [(row, country_words(row.country)) for row in WorkCalendar.objects.all()]
        context = {"form": form, "calendars": rows, "houses": here.calendar_id}
        return render(request, "house/calendars.html", context, status=422 if form.is_bound else 200)
    say.done(request, _("%(name)s is a calendar now.") % {"name": added.name})
    return redirect("house:calendar", added.pk)


@both
@for_administrators
def calendar(request: Asked, calendar_id: UUID) -> HttpResponse:
    """One calendar: hours, place, own days, the next holidays; a POST changes hours and place."""
    row = get_object_or_404(WorkCalendar, pk=calendar_id)
    form = forms.CalendarForm(request.POST or None, initial=forms.CalendarForm.shown(row))

    def change(told: Mapping[str, Any]) -> WorkCalendar:
        typed = {number: told[f"day_{number}"] for number in range(7)}
        place = {name: told[name] for name in ("name", "zone", "country", "subdivision")}
        week = queries.hours_told([], typed)
        return actions.change_calendar(calendar=row, hours=week, by=request.user, at=clock.now(), **place)

    kept = forms.attempt(form, change)
    if kept is None:
        return _calendar_page(request, calendar_id, form=form)
    say.done(request, _("%(name)s is kept.") % {"name": kept.name})
    return redirect("house:calendar", kept.pk)


def _calendar_page(
    request: Asked,
    calendar_id: UUID,
    *,
    form: django_forms.Form | None = None,
    own_day: django_forms.Form | None = None,
) -> HttpResponse:
    row = get_object_or_404(WorkCalendar, pk=calendar_id)
    person = request.user
    today = times.local_day(clock.now(), row.zone)

    def words(day: Any) -> str:
        return times.date_words(day, person.language, year=day.year != today.year)

    own = row.own_days.filter(on__gte=today)
    context = {
        "calendar": row,
        "form": form or forms.CalendarForm(initial=forms.CalendarForm.shown(row)),
        "own_form": own_day or forms.OwnDayForm(prefix="own"),
        "own_days": [(day.on.isoformat(), words(day.on), day.name, day.works) for day in own],
        "holidays": [(words(day), name, works) for day, name, works in queries.upcoming_holidays(row, today)],
    }
    refused = any(sent is not None and sent.is_bound for sent in (form, own_day))
    return render(request, "house/calendar.html", context, status=422 if refused else 200)


@require_POST
@for_administrators
def set_own_day(request: Asked, calendar_id: UUID) -> HttpResponse:
    """A day of the house's own."""
    row = get_object_or_404(WorkCalendar, pk=calendar_id)
    form = forms.OwnDayForm(request.POST, prefix="own")
    kept = forms.attempt(form, lambda told: actions.set_own_day(calendar=row, by=request.user, at=clock.now(), **told))
    if kept is None:
        return _calendar_page(request, calendar_id, own_day=form)
    say.done(request, _("%(name)s is kept.") % {"name": kept.name})
    return redirect("house:calendar", row.pk)


@require_POST
@for_administrators
def remove_own_day(request: Asked, calendar_id: UUID) -> HttpResponse:
    """Say nothing of that day any more."""
    row = get_object_or_404(WorkCalendar, pk=calendar_id)
    on = parse_date(request.POST.get("on", "")) or clock.now().date()
    try:
        actions.remove_own_day(calendar=row, on=on, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back="house:calendars")
    say.done(request, _("That day is again as the week and the country have it."))
    return redirect("house:calendar", row.pk)
