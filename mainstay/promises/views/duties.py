"""Entering a contract's duties in one go, and taking them back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mainstay.engagements.models import Engagement
from mainstay.house import clock
from mainstay.house.views.asked import Asked, form_page, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.promises import actions
from mainstay.promises.actions.duties import Duty
from mainstay.promises.forms import SIDES, asked, line, one_of
from mainstay.promises.rules import duties as rules
from mainstay.promises.views.one import attempt
from mainstay.theme import say


class DutiesForm(forms.Form):
    """One duty a line, and how often all of them come again."""

    use_required_attribute = False

    duties = forms.CharField(
        label=gettext_lazy("The duties, one a line, each with its day"),
        help_text=gettext_lazy("For example: 2026-03-31 Report on sales"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    side = asked(gettext_lazy("Whose duties"), SIDES[:2])
    every = one_of(
        gettext_lazy("Each comes again"),
        [
            ("month", gettext_lazy("every month")),
            ("quarter", gettext_lazy("every quarter")),
            ("year", gettext_lazy("every year")),
        ],
        empty=gettext_lazy("no, once"),
    )
    times = forms.IntegerField(
        label=gettext_lazy("How often in all"), required=False, min_value=1, max_value=rules.MOST, initial=1
    )
    kind = line(gettext_lazy("Kind"), gettext_lazy("what kind of thing all of them are, for example a report"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def duties(request: Asked, engagement_id: UUID) -> HttpResponse:
    """Write down what a contract asks for."""
    one = _one(request, engagement_id)
    form = DutiesForm(request.POST or None, initial={"side": "ours"})
    at, page = clock.now(), reverse("engagements:page", args=[one.pk])
    made = attempt(form, lambda told: _entered(request, one, told, at))
    if made is not None:
        words = ngettext("%(n)d promise stands here now.", "%(n)d promises stand here now.", len(made))
        query = urlencode({"at": at.isoformat()})
        undo = f"{reverse('promises:take_duties_back', args=[one.pk])}?{query}"
        say.done(request, words % {"n": len(made)}, undo=undo)
        return redirect(page)
    return form_page(
        request,
        form,
        heading=_("A contract’s duties"),
        button=_("Write them down"),
        back=page,
        back_to=one.name,
        lead=_("Each becomes a promise of its own with its day."),
    )


def _entered(request: Asked, one: Engagement, told: dict[str, Any], at: datetime) -> list[Any]:
    every, times = told["every"], told["times"] or 1
    typed = [Duty(row.text, row.due_on, every, times, told["kind"]) for row in rules.typed(told["duties"])]
    return actions.enter_duties(engagement=one, duties=typed, side=told["side"] or "ours", by=request.user, at=at)


def _one(request: Asked, engagement_id: UUID) -> Engagement:
    rows = Engagement.objects.visible_to(request.user).select_related("client")
    return get_object_or_404(rows, pk=engagement_id)


@require_POST
@login_required
def take_duties_back(request: Asked, engagement_id: UUID) -> HttpResponse:
    """Undo what was entered at one stroke."""
    one, page = _one(request, engagement_id), reverse("engagements:page", args=[engagement_id])
    try:
        entered_at = parse_datetime(request.GET.get("at", "")) or clock.now()
        count = actions.take_duties_back(engagement=one, entered_at=entered_at, by=request.user, at=clock.now())
    except ValueError:
        return redirect(page)
    except Refused as refused:
        return refusal_page(request, refused, back=page, back_to=one.name)
    words = ngettext("%(n)d promise was taken back.", "%(n)d promises were taken back.", count)
    say.done(request, words % {"n": count})
    return redirect(page)
