"""The page about yourself: name, language, zone, absences, tokens, and the way to passwords and second steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mainstay.house import actions, clock, forms, queries
from mainstay.house.models import Absence, Token
from mainstay.house.views import sign_ins
from mainstay.house.views.asked import Asked, both, refusal_page
from mainstay.house.views.people import open_recovery
from mainstay.house.views.sure import sure
from mainstay.house.views.told import absence_lines, token_lines
from mainstay.kit import times
from mainstay.kit.refusals import Refused
from mainstay.theme import say


@both
@login_required
def me(request: Asked) -> HttpResponse:
    """Yourself; a POST changes name, language and zone."""
    by = request.user
    initial = {"name": by.name, "language": by.language, "zone": by.zone}
    about = forms.AboutForm(request.POST or None, initial=initial)
    changed = forms.attempt(about, lambda told: actions.change_person(person=by, by=by, at=clock.now(), **told))
    if changed is None:
        return page(request, about=about)
    with translation.override(changed.language):
        say.done(request, _("Kept."))
    return redirect("house:me")


def page(
    request: Asked,
    *,
    about: django_forms.Form | None = None,
    absence: django_forms.Form | None = None,
    token: django_forms.Form | None = None,
    key: str = "",
) -> HttpResponse:
    """The page, with whichever form was refused standing as it was sent."""
    by, at = request.user, clock.now()
    initial = {"name": by.name, "language": by.language, "zone": by.zone}
    today = times.local_day(at, by.zone)
    sent = [form for form in (about, absence, token) if form is not None and form.is_bound]
    context: dict[str, Any] = {
        "about": about or forms.AboutForm(initial=initial),
        "absence_form": absence or forms.AbsenceForm(prefix="absence"),
        "token_form": token or forms.TokenForm(prefix="token"),
        "absences": absence_lines(by.absences.filter(to_on__gte=today), by, today),
        "tokens": token_lines(Token.objects.filter(user=by, revoked_at=None), by, at),
        "posts": ", ".join(queries.posts_in_words(by)),
        "person": by,
        "key": key,
        "sign_ins": sign_ins.listed(request, by),
        "recovery": open_recovery(by),
        "open_absence": absence is not None,
        "open_token": token is not None,
    }
    return render(request, "house/me.html", context, status=422 if sent else 200)


@require_POST
@login_required
def note_absence(request: Asked) -> HttpResponse:
    """Note that you are away."""
    by = request.user
    form = forms.AbsenceForm(request.POST, prefix="absence")
    noted = forms.attempt(form, lambda told: actions.note_absence(person=by, by=by, at=clock.now(), **told))
    if noted is None:
        return page(request, absence=form)
    say.done(request, _("Noted."))
    return redirect("house:me")


@require_POST
@login_required
def cancel_absence(request: Asked, absence_id: UUID) -> HttpResponse:
    """You are not away after all; also for the head of the team and the administrator."""
    row = get_object_or_404(Absence.objects.select_related("user"), pk=absence_id)
    own = row.user_id == request.user.pk
    back = "house:me" if own else "house:people"
    try:
        actions.cancel_absence(absence=row, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=back)
    say.done(request, _("The absence is cancelled."))
    return redirect("house:me") if own else redirect("house:person", row.user_id)


@require_POST
@login_required
@sure
@never_cache
def make_token(request: Asked) -> HttpResponse:
    """Make a token; its words stand on this one answer and nowhere else."""
    by, at = request.user, clock.now()
    form = forms.TokenForm(request.POST, prefix="token")

    def make(told: Any) -> str:
        until = told["until"]
        ends_at = times.end_of_day(until, by.zone) if until else None
        rest = {name: told[name] for name in ("name", "read_only", "scopes")}
        _made, key = actions.make_token(person=by, ends_at=ends_at, by=by, at=at, **rest)
        return key

    key = forms.attempt(form, make)
    return page(request, token=form) if key is None else page(request, key=key)


@require_POST
@login_required
def revoke_token(request: Asked, token_id: UUID) -> HttpResponse:
    """Close a token for ever."""
    row = get_object_or_404(queries.tokens_seen_by(request.user), pk=token_id)
    try:
        actions.revoke_token(token=row, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back="house:me")
    say.done(request, _("“%(name)s” opens nothing any more.") % {"name": row.name})
    return redirect("house:me")
