"""Where somebody is signed in: the list on the page about yourself and on a colleague's, and the way to end it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mainstay.house import actions, clock, queries
from mainstay.house.models import User
from mainstay.house.queries.sign_ins import Shown
from mainstay.house.views import signed
from mainstay.house.views.asked import Asked, for_administrators, refusal_page
from mainstay.house.views.sure import sure
from mainstay.kit.refusals import Refused
from mainstay.theme import say


def listed(request: Asked, person: User) -> list[Shown]:
    """Where this person is signed in, for whoever asks."""
    real = clock.real_now()
    return queries.shown(queries.open_sign_ins(person, real, by=request.user), request.user, real, signed.here(request))


@require_POST
@login_required
def end(request: Asked, sign_in_id: UUID) -> HttpResponse:
    """Sign out in one browser: one's own, or a colleague's as administrator."""
    row = get_object_or_404(queries.sign_ins_seen_by(request.user), pk=sign_in_id)
    own = row.user_id == request.user.pk
    try:
        actions.end_sign_in(sign_in=row, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back="house:me")
    say.done(request, _("Signed out: %(browser)s.") % {"browser": queries.browser_words(row.browser)})
    return redirect("house:me") if own else redirect("house:person", row.user_id)


@require_POST
@login_required
@sure
def end_others(request: Asked) -> HttpResponse:
    """Sign out everywhere but here."""
    by = request.user
    _say(request, actions.end_sign_ins(person=by, by=by, at=clock.now(), but=signed.here(request)))
    return redirect("house:me")


@require_POST
@for_administrators
@sure
def end_of(request: Asked, person_id: UUID) -> HttpResponse:
    """Sign a colleague out everywhere."""
    row = get_object_or_404(User, pk=person_id)
    but = signed.here(request) if row.pk == request.user.pk else None
    _say(request, actions.end_sign_ins(person=row, by=request.user, at=clock.now(), but=but))
    return redirect("house:person", row.pk)


def _say(request: Asked, ended: int) -> None:
    said = ngettext("Signed out in %(n)d browser.", "Signed out in %(n)d browsers.", ended)
    say.done(request, said % {"n": ended})
