"""What the house goes by: shown, previewed on its own data, confirmed; what the nightly check found (TV-52, TV-53)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mainstay.clients.forms import attempt
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, for_administrators
from mainstay.kit.refusals import Refused
from mainstay.theme import say
from mainstay.theme.forms import refuse
from mainstay.trust.actions.record import checking, choosing
from mainstay.trust.forms import record as forms
from mainstay.trust.models.record import Standard, Verdict
from mainstay.trust.models.weighing import Check, Difference
from mainstay.trust.queries.record.preview import Preview, preview
from mainstay.trust.queries.record.standard import in_force
from mainstay.trust.queries.record.words import day

ASKED = ("policy", "core", "quorum", "word")


@both
@for_administrators
def standard(request: Asked) -> HttpResponse:
    """The choice in force. A POST previews another one; with ``seen`` it confirms what was previewed."""
    if request.method != "POST":
        return _page(request, forms.StandardForm(initial=forms.standard_told(in_force())))
    if "seen" in request.POST:
        return _confirm(request)
    form = forms.StandardForm(request.POST)
    shown = _previewed(request, form)
    if shown is None:
        return _page(request, form, status=422)
    kept = forms.ConfirmForm(initial={**form.cleaned_data, "seen": shown.seen})
    return _page(request, form, shown=shown, confirm=kept)


def _previewed(request: Asked, form: Any) -> Preview | None:
    if not form.is_valid():
        return None
    told = form.cleaned_data
    try:
        asked = choosing.wanted(**{name: told[name] for name in ASKED})
    except Refused as refused:
        refuse(form, refused)
        return None
    return preview(asked, person=request.user, at=clock.now())


def _confirm(request: Asked) -> HttpResponse:
    form = forms.ConfirmForm(request.POST)
    done = attempt(form, lambda told: choosing.confirm(by=request.user, at=clock.now(), **told))
    if done is None:
        again = forms.StandardForm(request.POST)
        return _page(request, again, shown=_previewed(request, again), confirm=form, status=422)
    say.done(request, _("The house goes by this from today on. Records are worked out anew within minutes."))
    return redirect("trust:standard")


def _page(
    request: Asked,
    form: Any,
    *,
    shown: Preview | None = None,
    confirm: Any = None,
    status: int = 200,
    settle: Any = None,
    settling: int = 0,
) -> HttpResponse:
    labels = {value: str(label) for value, label in Verdict.choices}
    check = Check.objects.filter(pk=1).first()
    context = {
        "form": form,
        "confirm": confirm,
        "label": in_force().ours.label,
        "shown": shown,
        "turns": [(labels[was], labels[becomes], many) for was, becomes, many in shown.counts] if shown else [],
        "named": [(turn.name, labels[turn.was], labels[turn.becomes], turn.client_id) for turn in shown.named]
        if shown
        else [],
        "history": [
            (row.number, day(row.from_on), row.policy, row.by.name, row.why, row.changed)
            for row in Standard.objects.select_related("by").order_by("-number")[:20]
        ],
        "checked_on": day(check.on) if check is not None and check.on is not None else "",
        "checked": check.checked if check is not None else 0,
        "differences": list(Difference.objects.filter(settled_at=None).select_related("client")[:50]),
        "settle": settle or forms.WhyForm(),
        "settling": settling,
    }
    return render(request, "trust/record/standard.html", context, status=status)


@require_POST
@for_administrators
def settle_difference(request: Asked, difference_id: int | UUID) -> HttpResponse:
    """Say what was behind a difference."""
    found = get_object_or_404(Difference, pk=difference_id)
    form = forms.WhyForm(request.POST)
    done = attempt(
        form,
        lambda told: checking.settle_difference(difference=found, why=told["reason"], by=request.user, at=clock.now()),
    )
    if done is None:
        start = forms.StandardForm(initial=forms.standard_told(in_force()))
        return _page(request, start, status=422, settle=form, settling=found.pk)
    say.done(request, _("Kept. The record was worked out anew."))
    return redirect("trust:standard")
