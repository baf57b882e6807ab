"""The page for whoever asked too often, without an account: when to try again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Say when one can try again (429)."""
    minutes = max(1, round(seconds / 60))
    said = ngettext(
        "That was tried too often. You can try again in %(n)d minute.",
        "That was tried too often. You can try again in %(n)d minutes.",
        minutes,
    )
    page = render(request, "theme/too_often.html", {"said": said % {"n": minutes}}, status=429)
    page["Retry-After"] = str(seconds)
    return page
