"""One matter as it happened, to read and to print."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mainstay.house import clock
from mainstay.house.models import house
from mainstay.house.views.asked import Asked
from mainstay.promises.queries import happened
from mainstay.promises.queries.words import Reader
from mainstay.promises.views.asked import promise_of


@require_safe
@login_required
def page(request: Asked, promise_id: UUID) -> HttpResponse:
    """Who said, sent, received and confirmed what, from the beginning (R-B-54)."""
    promise = promise_of(request, promise_id)
    reader = Reader.of(request.user, clock.now())
    matter = happened.of(promise, request.user, reader)
    left = ngettext("%(n)d later line is not shown.", "%(n)d later lines are not shown.", matter.left_out)
    context = {
        "promise": promise,
        "matter": matter,
        "home": house().name,
        "as_of": _("as of %(day)s") % {"day": reader.at_day(reader.at)},
        "left_out": left % {"n": matter.left_out} if matter.left_out else "",
    }
    return render(request, "promises/happened.html", context)
