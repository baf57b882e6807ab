"""Standards of service: how they are kept, what deviated, and noting how it went with one client."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mainstay.clients.forms import attempt
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.kit.times import local_day
from mainstay.theme import say
from mainstay.trust.actions import service as verbs
from mainstay.trust.forms import service as forms
from mainstay.trust.models.service import Occasion, ServiceStandard
from mainstay.trust.queries import service as queries
from mainstay.trust.views.record.asked import may_not


@both
@login_required
def service(request: Asked) -> HttpResponse:
    """Every standard and how it was kept; what was more or less. A POST sets a standard."""
    by, at = request.user, clock.now()
    if refused := may_not(request, rights.ASSIGN, reverse("trust:service")):
        return refused
    form = forms.StandardForm(request.POST or None)
    if attempt(form, lambda told: verbs.set_standard(by=by, at=at, **told)) is not None:
        say.done(request, _("The standard stands from now on."))
        return redirect("trust:service")
    found = queries.deviations(by, cursor=request.GET.get("cursor", ""))
    context = {
        "standards": queries.report(by, local_day(at, by.zone)),
        "rows": queries.seen(found.rows, by),
        "form": form if by.may(rights.ASSIGN) else None,
        "next_url": f"?cursor={found.next}" if found.next else "",
        "back_url": f"?cursor={found.back}" if found.back else "",
    }
    return render(request, "trust/service/service.html", context, status=422 if form.is_bound else 200)


@both
@login_required
def of_client(request: Asked, client_id: UUID) -> HttpResponse:
    """What was noted with one client; a POST notes how it went."""
    client, by, at = client_of(request, client_id), request.user, clock.now()
    here = reverse("trust:service_of", args=[client.pk])
    if refused := may_not(request, rights.DELIVER, here):
        return refused
    form = forms.OccasionForm(request.POST or None)
    if attempt(form, lambda told: verbs.note(client=client, by=by, at=at, **told)) is not None:
        say.done(request, _("Noted."))
        return redirect(here)
    found = queries.deviations(by, client=client, cursor=request.GET.get("cursor", ""))
    context = {
        "client": client,
        "standards": queries.report(by, local_day(at, by.zone), client),
        "rows": queries.seen(found.rows, by),
        "form": form if by.may(rights.DELIVER) and not client.archived and queries.standing() else None,
        "next_url": f"?cursor={found.next}" if found.next else "",
        "back_url": f"?cursor={found.back}" if found.back else "",
    }
    return render(request, "trust/service/of_client.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def end(request: Asked, standard_id: UUID) -> HttpResponse:
    """It is asked for no more."""
    try:
        verbs.end_standard(standard=get_object_or_404(ServiceStandard, pk=standard_id), by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back="trust:service")
    say.done(request, _("It is asked for no more; what was noted stays."))
    return redirect("trust:service")


@require_POST
@login_required
def approve(request: Asked, occasion_id: UUID) -> HttpResponse:
    """Approve an exception."""
    row = get_object_or_404(Occasion.objects.visible_to(request.user).counted(), pk=occasion_id)
    here = reverse("trust:service_of", args=[row.client_id])
    try:
        verbs.approve(occasion=row, by=request.user, at=clock.now(), reason=request.POST.get("reason", ""))
    except Refused as refused:
        return refusal_page(request, refused, back=here)
    say.done(request, _("Approved."))
    return redirect(here)


@require_POST
@login_required
def annul(request: Asked, occasion_id: UUID) -> HttpResponse:
    """It was entered in error."""
    rows = Occasion.objects.visible_to(request.user).counted().select_related("client")
    row = get_object_or_404(rows, pk=occasion_id)
    here = reverse("trust:service_of", args=[row.client_id])
    try:
        verbs.annul(occasion=row, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=here)
    say.done(request, _("It counts no more."))
    return redirect(here)
