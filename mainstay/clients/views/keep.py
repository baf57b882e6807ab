"""Writing down clients, correcting them, laying them aside."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mainstay.clients import actions, forms
from mainstay.clients.views.asked import client_of, page_url
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.theme import say


@both
@login_required
def add(request: Asked) -> HttpResponse:
    """Write down a client."""
    by = request.user
    form = forms.ClientForm(request.POST or None, by=by, name=request.GET.get("name", ""))
    made = forms.attempt(form, lambda told: actions.add(by=by, at=clock.now(), **told))
    if made is not None:
        say.done(request, _("%(client)s stands here now.") % {"client": made})
        return redirect(page_url(made))
    return form_page(
        request,
        form,
        heading=_("Write down a client"),
        lead=_("A name is enough; the rest can wait until you know it."),
        button=_("Write it down"),
        back=reverse("clients:list"),
        back_to=_("Clients"),
    )


@both
@login_required
def change(request: Asked, client_id: UUID) -> HttpResponse:
    """Correct what is kept about a client."""
    client, by = client_of(request, client_id), request.user
    form = forms.ChangeClientForm(request.POST or None, client=client)
    kept = forms.attempt(form, lambda told: actions.change(client=client, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("Corrected. What stood there before is in the chronicle."))
        return redirect(page_url(client))
    return form_page(
        request,
        form,
        heading=_("Correct what is kept"),
        button=_("Keep this"),
        back=page_url(client),
        back_to=client.name,
    )


@both
@login_required
def stage(request: Asked, client_id: UUID) -> HttpResponse:
    """Say how far we are with a client."""
    client, by = client_of(request, client_id), request.user
    form = forms.StageForm(request.POST or None, initial={"stage": client.stage})
    kept = forms.attempt(form, lambda told: actions.set_stage(client=client, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("%(client)s: %(stage)s.") % {"client": kept, "stage": kept.get_stage_display()})
        return redirect(page_url(client))
    return form_page(
        request,
        form,
        heading=_("How far you are with each other"),
        button=_("Keep this"),
        back=page_url(client),
        back_to=client.name,
    )


@both
@login_required
def archive(request: Asked, client_id: UUID) -> HttpResponse:
    """Lay a client aside, with a reason."""
    client, by = client_of(request, client_id), request.user
    form = forms.ArchiveForm(request.POST or None)
    kept = forms.attempt(form, lambda told: actions.archive(client=client, by=by, at=clock.now(), **told))
    if kept is not None:
        undo = reverse("clients:restore", args=[client.pk])
        say.done(request, _("%(client)s was laid aside. Nothing was deleted.") % {"client": kept}, undo=undo)
        return redirect(page_url(client))
    return form_page(
        request,
        form,
        heading=_("Lay %(client)s aside") % {"client": client},
        lead=_("It leaves the lists; everything that happened stays, and it can be taken up again."),
        button=_("Lay aside"),
        back=page_url(client),
        back_to=client.name,
    )


@require_POST
@login_required
def restore(request: Asked, client_id: UUID) -> HttpResponse:
    """Take a client up again."""
    client = client_of(request, client_id)
    try:
        actions.restore(client=client, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=page_url(client), back_to=client.name)
    say.done(request, _("%(client)s was taken up again.") % {"client": client})
    return redirect(page_url(client))
