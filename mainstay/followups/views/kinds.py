"""When each kind of thing is asked about, and with which questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.followups import actions, forms
from mainstay.followups.queries import listing
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.promises.models import Kind
from mainstay.theme import say


@require_safe
@login_required
def kinds(request: Asked) -> HttpResponse:
    """Every kind of thing that is promised, and after how long we ask."""
    found, rows = listing.kinds(cursor=request.GET.get("cursor", ""))
    url = reverse("followups:kinds")
    context = {
        "rows": rows,
        "may_set": actions.may_set(request.user),
        "next_url": f"{url}?cursor={found.next}" if found.next else "",
        "back_url": f"{url}?cursor={found.back}" if found.back else "",
    }
    return render(request, "followups/kinds.html", context)


@both
@login_required
def set_delay(request: Asked, kind_id: UUID) -> HttpResponse:
    """Say after how long a kind of thing is asked about."""
    kind, by = get_object_or_404(Kind, pk=kind_id), request.user
    form = forms.DelayForm(request.POST or None, initial={"months": 1, "days": 0})

    def said(told: Any) -> Any:
        questions = told["questions"].splitlines()
        given = {"months": told["months"], "days": told["days"], "questions": questions}
        return actions.set_delay(kind=kind, by=by, at=clock.now(), **given)

    if attempt(form, said) is not None:
        say.done(request, _("Deliveries from now on are asked about so."))
        return redirect("followups:kinds")
    return form_page(
        request,
        form,
        heading=kind.name,
        button=_("Keep this"),
        back=reverse("followups:kinds"),
        back_to=_("Kinds of things"),
        lead=_("After how long do you ask how it went?"),
    )


@require_POST
@login_required
def stop_delay(request: Asked, kind_id: UUID) -> HttpResponse:
    """No longer ask after a delay."""
    kind = get_object_or_404(Kind, pk=kind_id)
    try:
        months, days = (int(request.POST.get(name, "")) for name in ("months", "days"))
        actions.stop_delay(kind=kind, months=months, days=days, by=request.user, at=clock.now())
    except ValueError:
        return redirect("followups:kinds")
    except Refused as refused:
        return refusal_page(request, refused, back=reverse("followups:kinds"), back_to=_("Kinds of things"))
    say.done(request, _("Not asked any more. What was planted stays."))
    return redirect("followups:kinds")
