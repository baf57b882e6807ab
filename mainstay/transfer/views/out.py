"""Taking out by a page: one client, the whole house, the runs and their steps."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, for_administrators, refusal_page
from mainstay.house.views.sure import sure_to_read
from mainstay.house.views.taking_out import answer, made
from mainstay.kit.refusals import Refused
from mainstay.transfer.actions import archive_out, client_out
from mainstay.transfer.views import out_lists
from mainstay.transfer.views.asked import page_url, run_of, taking_in


@require_safe
@login_required
def client(request: Asked, client_id: UUID) -> HttpResponseBase:
    """Everything kept about one client, readable by anybody."""
    by, at = request.user, clock.now()
    found = get_object_or_404(Client.objects.visible_to(by), pk=client_id)
    name = client_out.file_name(found)
    try:
        gate.needs_right(by, rights.TAKE_OUT)
        return made(request, name, lambda file: client_out.take_client_out(file=file, client=found, by=by, at=at))
    except Refused as refused:
        return refusal_page(request, refused, back=reverse("clients:page", args=[found.pk]))


@require_safe
@for_administrators
@sure_to_read
def house(request: Asked) -> HttpResponseBase:
    """The whole house as one archive."""
    by, at = request.user, clock.now()
    try:
        return made(request, "house.zip", lambda file: archive_out.take_house_out(file=file, by=by, at=at))
    except Refused as refused:
        return refusal_page(request, refused, back="house:settings")


@require_safe
@taking_in
def runs(request: Asked, form: str) -> HttpResponseBase:
    """The runs so far."""
    try:
        return answer(request, out_lists.runs(request.user), form, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back="transfer:start")


@require_safe
@taking_in
def steps(request: Asked, run_id: UUID, form: str) -> HttpResponseBase:
    """What became, or would become, of the rows of a run; ``what`` names one sort of them."""
    found = run_of(request, run_id)
    outgoing = out_lists.steps(found, request.GET.get("what", ""))
    try:
        return answer(request, outgoing, form, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=page_url(found))
