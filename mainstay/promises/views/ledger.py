"""The ledger of one client as both sides read it: on a page, on paper, as a file (R-B-45)."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.models import LANGUAGES
from mainstay.house.queries.taking_out import links
from mainstay.house.views import taking_out
from mainstay.house.views.asked import Asked
from mainstay.kit.refusals import Refused
from mainstay.promises.queries import bands, out


@require_safe
@login_required
def page(request: Asked, client_id: UUID) -> HttpResponse:
    """What we owe each other, in the client's language unless another is asked for; to be printed too."""
    return _page(request, _client(request, client_id))


def _client(request: Asked, client_id: UUID) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)


def _page(request: Asked, client: Client, refused: Refused | None = None) -> HttpResponse:
    sheet = bands.sheet(client, clock.now(), request.GET.get("language", ""))
    here = reverse("promises:ledger", args=[client.pk])
    context = {
        "refused": refused,
        "take_out": links(
            request.user,
            "promises:ledger",
            client.pk,
            query=f"language={sheet.language}",
            forms=("csv", "xlsx", "ics"),
            there=sheet.some,
        ),
        "client": client,
        "sheet": sheet,
        "languages": [(code, name, f"{here}?language={code}", code == sheet.language) for code, name in LANGUAGES],
    }
    return render(request, "promises/ledger.html", context, status=422 if refused else 200)


@require_safe
@login_required
def taken_out(request: Asked, client_id: UUID, form: str) -> HttpResponseBase:
    """What stands on it as a file: the same promises in the same order, headed in the same language."""
    client, at = _client(request, client_id), clock.now()
    try:
        with override(bands.language_for(client, request.GET.get("language", ""))):
            outgoing = out.ledger(client, request.user, at)
            return taking_out.answer(request, outgoing, form, by=request.user, at=at, client=client)
    except Refused as refused:
        return _page(request, client, refused)
