"""Writing engagements down: begin, correct, say where one stands, what the client says of its outcome."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mainstay.clients.forms import attempt
from mainstay.clients.views.asked import client_of, page_url
from mainstay.engagements import actions, forms
from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.theme import say


def one_of(request: Asked, engagement_id: UUID) -> Engagement:
    """The engagement, or 404 for whoever may not see its client."""
    rows = Engagement.objects.visible_to(request.user)
    full = rows.select_related("client__unit", "client__merged_into", "follow_of", "outcome_said_by")
    return get_object_or_404(full, pk=engagement_id)


def work_url(engagement: Engagement) -> str:
    """Where the page of an engagement is."""
    return reverse("engagements:page", args=[engagement.pk])


@both
@login_required
def begin(request: Asked, client_id: UUID) -> HttpResponse:
    """Write down what we are to do for a client."""
    client, by = client_of(request, client_id), request.user
    initial = {"follow_of": request.GET.get("follow_of", "")}
    form = forms.BeginForm(request.POST or None, client=client, initial=initial)
    begun = attempt(form, lambda told: actions.begin(client=client, by=by, at=clock.now(), **told))
    if begun is not None:
        say.done(request, _("%(name)s stands here now.") % {"name": begun})
        return redirect(work_url(begun))
    return form_page(
        request,
        form,
        heading=_("What you do for them"),
        button=_("Write it down"),
        back=page_url(client),
        back_to=client.name,
        lead=_("Work becomes active once it is known what it is to do for them."),
    )


KEPT = ("name", "outcome", "noticed_by", "outcome_by", "begun_on")


@both
@login_required
def change(request: Asked, engagement_id: UUID) -> HttpResponse:
    """Correct what was written down."""
    one, by = one_of(request, engagement_id), request.user
    initial: dict[str, Any] = {name: getattr(one, name) for name in KEPT} | {"follow_of": str(one.follow_of_id or "")}
    form = forms.ChangeForm(request.POST or None, client=one.client, engagement=one, initial=initial)
    kept = attempt(form, lambda told: actions.change(engagement=one, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("Corrected. What stood there before is in the chronicle."))
        return redirect(work_url(one))
    return form_page(request, form, heading=one.name, button=_("Keep this"), back=work_url(one), back_to=one.name)


@both
@login_required
def state(request: Asked, engagement_id: UUID) -> HttpResponse:
    """Say where an engagement stands."""
    one, by = one_of(request, engagement_id), request.user
    form = forms.StateForm(request.POST or None, initial={"state": one.state})
    kept = attempt(form, lambda told: actions.set_state(engagement=one, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("%(name)s: %(state)s.") % {"name": kept, "state": kept.get_state_display()})
        return redirect(work_url(one))
    return form_page(
        request,
        form,
        heading=_("Where %(name)s stands") % {"name": one},
        button=_("Keep this"),
        back=work_url(one),
        back_to=one.name,
    )


@both
@login_required
def outcome(request: Asked, engagement_id: UUID) -> HttpResponse:
    """Write down what the client says of the outcome."""
    one, by = one_of(request, engagement_id), request.user
    form = forms.OutcomeForm(request.POST or None, client=one.client)
    kept = attempt(form, lambda told: actions.answer_outcome(engagement=one, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("Written down what they say."), undo=reverse("engagements:reopen", args=[one.pk]))
        return redirect(work_url(one))
    return form_page(
        request,
        form,
        heading=_("What do they say?"),
        button=_("Write it down"),
        back=work_url(one),
        back_to=one.name,
        lead=_("“%(words)s”") % {"words": one.outcome} if one.outcome else "",
    )


@require_POST
@login_required
def reopen(request: Asked, engagement_id: UUID) -> HttpResponse:
    """The question is open again."""
    one = one_of(request, engagement_id)
    try:
        actions.reopen_outcome(engagement=one, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=work_url(one), back_to=one.name)
    say.done(request, _("The question is open again."))
    return redirect(work_url(one))
