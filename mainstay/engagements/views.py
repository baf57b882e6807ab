"""The pages of the engagements: they belong to the client's page."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from mainstay.clients.forms import attempt
from mainstay.clients.views.asked import Asked, client_of, form_page, page_url
from mainstay.clients.views.keep import both
from mainstay.engagements import actions, forms
from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.theme import say


def _one(request: Asked, engagement_id: UUID) -> Engagement:
    rows = Engagement.objects.visible_to(request.user).select_related("client")
    return get_object_or_404(rows, pk=engagement_id)


@both
@login_required
def begin(request: Asked, client_id: UUID) -> HttpResponse:
    """Write down what we are to do for a client."""
    client, by = client_of(request, client_id), request.user
    form = forms.BeginForm(request.POST or None)
    begun = attempt(form, lambda told: actions.begin(client=client, by=by, at=clock.now(), **told))
    if begun is not None:
        say.done(request, _("%(name)s stands here now.") % {"name": begun})
        return redirect(page_url(client))
    return form_page(
        request,
        form,
        heading=_("What you do for them"),
        button=_("Write it down"),
        back=page_url(client),
        back_to=client.name,
    )


@both
@login_required
def change(request: Asked, engagement_id: UUID) -> HttpResponse:
    """Correct the name or the outcome."""
    one, by = _one(request, engagement_id), request.user
    initial = {"name": one.name, "outcome": one.outcome}
    form = forms.ChangeForm(request.POST or None, initial=initial)
    kept = attempt(form, lambda told: actions.change(engagement=one, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("Corrected. What stood there before is in the chronicle."))
        return redirect(page_url(one.client))
    return form_page(
        request, form, heading=one.name, button=_("Keep this"), back=page_url(one.client), back_to=one.client.name
    )


@both
@login_required
def state(request: Asked, engagement_id: UUID) -> HttpResponse:
    """Say where an engagement stands."""
    one, by = _one(request, engagement_id), request.user
    form = forms.StateForm(request.POST or None, initial={"state": one.state})
    kept = attempt(form, lambda told: actions.set_state(engagement=one, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("%(name)s: %(state)s.") % {"name": kept, "state": kept.get_state_display()})
        return redirect(page_url(one.client))
    return form_page(
        request,
        form,
        heading=_("Where %(name)s stands") % {"name": one},
        button=_("Keep this"),
        back=page_url(one.client),
        back_to=one.client.name,
    )
