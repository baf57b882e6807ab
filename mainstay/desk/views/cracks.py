"""The cracks: what is open and would be missed by nobody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mainstay.desk.queries import cracks as queries
from mainstay.desk.views.today import shown
from mainstay.house import clock
from mainstay.house.views.asked import Asked


@require_safe
@never_cache
@login_required
def cracks(request: Asked) -> HttpResponse:
    """Open without owner, hand-overs nobody accepted, remarks and proposals nobody answered (R-B-54)."""
    found = queries.gather(request.user, clock.now())
    here = reverse("desk:cracks")
    more = ngettext("%(n)d more is not shown.", "%(n)d more are not shown.", found.more) % {"n": found.more}
    context = {
        "found": found,
        "rows": [shown(line, here) for line in found.lines],
        "here": here,
        "more": more if found.more else "",
    }
    return render(request, "desk/cracks.html", context)
