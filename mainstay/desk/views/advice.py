"""Advice to screen: every piece of advice with where it lives, and what the page at hand carries out (R-X-20)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from mainstay.desk.queries import advice as queries
from mainstay.desk.queries.advice import STATES, Wanted
from mainstay.house.views.asked import Asked
from mainstay.kit.advice import NOT_YET, PART, WHOLE
from mainstay.theme.filters import Choice, Group, said

MOST = 6  # lines beside the keys
BESIDE_KEYS = "page-advice"


@require_safe
@login_required
def advice(request: Asked) -> HttpResponse:
    """All advice, or what one page carries out: ``?on=`` its name; ``?`` asks for that as a part."""
    wanted = wanted_of(request.GET)
    rows = queries.find(request.user, wanted)
    if request.htmx and request.htmx.target == BESIDE_KEYS:
        return render(request, "desk/_page_advice.html", {"rows": rows[:MOST]})
    groups = _groups(wanted)
    context: dict[str, Any] = {
        "wanted": wanted,
        "groups": groups,
        "said": said(groups),
        "found": queries.in_groups(rows),
        "lead": queries.counted(rows),
        "heading": _("Advice on the page you came from") if wanted.on else _("Advice to screen"),
    }
    return render(request, "desk/advice.html", context)


def wanted_of(query: QueryDict) -> Wanted:
    """What the address asks for; what makes no sense there is left out."""
    built = query.get("built", "")
    return Wanted(query.get("q", "")[:200], built if built in STATES else "", query.get("on", "")[:100])


def address(wanted: Wanted) -> str:
    """The address of this page with these filters."""
    query = QueryDict(mutable=True)
    for name, value in (("q", wanted.words), ("built", wanted.built), ("on", wanted.on)):
        if value:
            query[name] = value
    return reverse("desk:advice") + (f"?{query.urlencode()}" if query else "")


def _groups(wanted: Wanted) -> list[Group]:
    states = {
        "": _("All"),
        WHOLE: pgettext("filter", "Built"),
        PART: pgettext("filter", "In part"),
        NOT_YET: pgettext("filter", "Not yet"),
    }
    return [
        Group(
            _("What is built"),
            [
                Choice(word, address(replace(wanted, built=code)), current=wanted.built == code)
                for code, word in states.items()
            ],
        )
    ]
