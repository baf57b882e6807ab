"""Who of us serves a client."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from mainstay.clients import actions, forms
from mainstay.clients.models import Assignment, Client
from mainstay.clients.queries import accustomed
from mainstay.clients.views.asked import client_of, page_url
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page
from mainstay.theme import say


@both
@login_required
def assign(request: Asked, client_id: UUID) -> HttpResponse:
    """Name who serves a client."""
    client, by = client_of(request, client_id), request.user
    at, used = clock.now(), accustomed.of_manager([client.pk], clock.now()).get(client.pk, [])
    form = forms.AssignForm(request.POST or None, by=by)
    made = forms.attempt(form, lambda told: actions.assign(client=client, by=by, at=at, **told))
    if made is not None:
        role = Assignment.Role(made.role).label
        words = {"name": made.user, "client": client, "role": role}
        say.done(request, _("%(name)s serves %(client)s from now on: %(role)s.") % words)
        return redirect(_seen(request, client))
    return form_page(
        request,
        form,
        heading=_("Who serves %(client)s") % {"client": client},
        lead=" ".join(
            [_("A new manager ends the time of the one before. The client is told before, not after."), *used]
        ),
        button=_("Name them"),
        back=page_url(client),
        back_to=client.name,
    )


@both
@login_required
def unassign(request: Asked, assignment_id: UUID) -> HttpResponse:
    """End somebody's time with a client."""
    every = Assignment.objects.visible_to(request.user).select_related("client", "user")
    assignment, by = get_object_or_404(every, pk=assignment_id), request.user
    client = assignment.client
    form = forms.UnassignForm(request.POST or None)
    kept = forms.attempt(form, lambda told: actions.unassign(assignment=assignment, by=by, at=clock.now(), **told))
    if kept is not None:
        words = {"name": assignment.user, "client": client}
        say.done(request, _("%(name)s no longer serves %(client)s.") % words)
        return redirect(_seen(request, client))
    return form_page(
        request,
        form,
        heading=_("%(name)s no longer serves %(client)s") % {"name": assignment.user, "client": client},
        button=_("Keep this"),
        back=page_url(client),
        back_to=client.name,
    )


def _seen(request: Asked, client: Client) -> str:
    """Back to the client, or to the list for whoever just gave it away."""
    still = Client.objects.visible_to(request.user).filter(pk=client.pk).exists()
    return page_url(client) if still else "clients:list"
