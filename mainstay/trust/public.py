"""What somebody sees who was given a link: the sheet for the undecided, until its day (R-A-8)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mainstay.house import clock
from mainstay.trust.queries.word.sheet import opened, shown


@never_cache
@require_safe
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet of a link that has not ended; anything else is not there."""
    found = opened(token, clock.now())
    if found is None:
        raise Http404
    answer = render(request, "trust/word/sheet_open.html", shown(found))
    answer["X-Robots-Tag"] = "noindex"
    return answer
