"""Finding clients, people and promises."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.desk.queries.search import search as find
from mainstay.house import clock
from mainstay.house.views.asked import Asked
from mainstay.kit.times import day_words, local_day
from mainstay.promises.models import Promise


@require_safe
@login_required
def search(request: Asked) -> HttpResponse:
    """Everything one may see that holds the words asked for."""
    found = find(request.user, request.GET.get("q", ""))
    today = local_day(clock.now(), request.user.zone)
    promises = [(promise, _standing(promise, today)) for promise in found.promises]
    return render(request, "desk/search.html", {"found": found, "promises": promises})


def _standing(promise: Promise, today: Any) -> str:
    """What became of it, or when it is due."""
    if not promise.is_owed:
        return str(promise.get_outcome_display())
    return _("due %(when)s") % {"when": day_words(promise.due_on, today, get_language() or "en")}
