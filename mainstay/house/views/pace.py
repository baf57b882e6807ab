"""How often one person may ask in a minute: counted in this process, by person and not by place, without a query.

A token counts by itself. An office behind one address counts as so many people. A house that is served by several
processes lets through as many times more.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import ngettext

from mainstay.house.views.asked import Asked, refusal_page
from mainstay.kit.refusals import TooOften

MINUTE = 60
MOST_PEOPLE = 10_000  # that are counted at once; then all begin anew
_counted: dict[Any, tuple[float, int]] = {}


def count(who: Any) -> None:
    """Count one request of this person. Raises TooOften for one too many since the first within a minute."""
    most = settings.REQUESTS_A_MINUTE
    if not most:
        return
    now = monotonic()
    since, asked = _counted.get(who, (now, 0))
    if now - since >= MINUTE:
        since, asked = now, 0
    if len(_counted) >= MOST_PEOPLE:
        _counted.clear()
    _counted[who] = since, asked + 1
    if asked >= most:
        raise _too_often(max(1, round(MINUTE - (now - since))))


def _too_often(seconds: int) -> TooOften:
    sentence = ngettext(
        "You ask more often than this house answers one person. Go on in %(n)d second.",
        "You ask more often than this house answers one person. Go on in %(n)d seconds.",
        seconds,
    )
    return TooOften(sentence % {"n": seconds}, seconds=seconds)


def page(request: Asked) -> HttpResponse | None:
    """Count a page that somebody asks for; for one too many the page that says so, which costs no query."""
    try:
        count(request.user.pk)
    except TooOften as refused:
        request.held = True
        response = refusal_page(request, refused, back=request.path, status=429)
        response["Retry-After"] = str(refused.seconds)
        return response
    return None
