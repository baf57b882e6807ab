"""The chronicle of trust of one client."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.views.asked import Asked
from mainstay.trust.queries.word.chronicle import SHOWN, entries


@require_safe
@login_required
def chronicle(request: Asked, client_id: UUID) -> HttpResponse:
    """How it was earned, maintained, put in danger, preserved; newest first."""
    client = client_of(request, client_id)
    start = request.GET.get("from", "0")
    first = int(start) if start.isdecimal() and len(start) < 9 else 0
    lines, more = entries(client, clock.now(), first=first)
    here = reverse("trust:chronicle", args=[client.pk])
    context = {
        "client": client,
        "lines": lines,
        "next_url": f"{here}?from={first + SHOWN}" if more else "",
        "back_url": f"{here}?from={max(0, first - SHOWN)}" if first else "",
    }
    return render(request, "trust/word/chronicle.html", context)
