"""Everything there is to go to, for small screens."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mainstay.house.models import LANGUAGES
from mainstay.house.views.asked import Asked


@require_safe
@login_required
def more(request: Asked) -> HttpResponse:
    """All places, the language, the way out."""
    return render(request, "desk/more.html", {"languages": LANGUAGES})
