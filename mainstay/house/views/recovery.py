"""A link with which a colleague who cannot sign in chooses a new password: made and ended here."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mainstay.house import actions, clock, forms
from mainstay.house.models import Recovery, User
from mainstay.house.queries import recoveries_seen_by
from mainstay.house.views import people
from mainstay.house.views.asked import Asked, for_administrators, refusal_page
from mainstay.house.views.sure import sure
from mainstay.kit.refusals import Refused
from mainstay.theme import say


def link_of(word: str, request: HttpRequest | None = None) -> str:
    """The whole address that is handed over."""
    path = reverse("house:recover", args=[word])
    if request is not None and not settings.SITE_URL:
        return request.build_absolute_uri(path)
    return (settings.SITE_URL or "http://localhost:8000").rstrip("/") + path


@require_POST
@for_administrators
@sure
@never_cache
def make(request: Asked, person_id: UUID) -> HttpResponse:
    """Make a link; it stands on this one answer and nowhere else."""
    row = get_object_or_404(User, pk=person_id)
    form = forms.RecoveryForm(request.POST, prefix="recovery")
    by, at = request.user, clock.now()
    made = forms.attempt(form, lambda told: actions.make_recovery(person=row, by=by, at=at, **told))
    if made is None:
        return people.page(request, row, recovery=form)
    return people.page(request, row, link=link_of(made[1], request))


@require_POST
@login_required
def end(request: Asked, recovery_id: UUID) -> HttpResponse:
    """The link opens nothing any more: by an administrator, or by whom it was made for."""
    row: Recovery = get_object_or_404(recoveries_seen_by(request.user), pk=recovery_id)
    own = row.user_id == request.user.pk
    where = reverse("house:me") if own else reverse("house:person", args=[row.user_id])
    try:
        actions.end_recovery(recovery=row, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=where)
    say.done(request, _("The link opens nothing any more."))
    return redirect(where)
