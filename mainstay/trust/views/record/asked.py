"""What these pages share: who asks, what is meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mainstay.house.actions import gate
from mainstay.house.views.asked import Asked, refusal_page
from mainstay.promises.models import Promise
from mainstay.trust.models.weighing import Breach, Weighing


class Verb(NamedTuple):
    """One thing that may be said, with its form."""

    name: str
    label: str
    hint: str
    button: str
    form: forms.Form
    open: bool


def verb_of(
    request: Asked, name: str, label: str, hint: str, button: str, kind: Callable[..., forms.Form], **more: Any
) -> Verb:
    """One thing that may be said; where it is the one that was sent its form is bound, and stands open."""
    sent = request.POST.get("verb", "") == name
    return Verb(name, label, hint, button, kind(request.POST if sent else None, prefix=name, **more), sent)


def promise_of(request: Asked, promise_id: UUID) -> Promise:
    """The promise, or 404."""
    return get_object_or_404(Promise.objects.visible_to(request.user).select_related("client"), pk=promise_id)


def weighing_of(request: Asked, weighing_id: UUID) -> Weighing:
    """What was said of a promise, or 404."""
    rows = Weighing.objects.filter(promise__in=Promise.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("promise__client"), pk=weighing_id)


def breach_of(request: Asked, breach_id: UUID) -> Breach:
    """The breach, or 404."""
    rows = Breach.objects.visible_to(request.user).select_related("client")
    return get_object_or_404(rows, pk=breach_id)


def may_not(request: Asked, right: str, back: str) -> HttpResponse | None:
    """The refusal of a form that was sent by whoever lacks the right to it; None for everybody else (R-X-3)."""
    refused = gate.lacking(request.user, right) if request.method == "POST" else None
    return refusal_page(request, refused, back=back) if refused is not None else None


def record_url(client_id: UUID) -> str:
    """The page of one client's record."""
    return reverse("trust:record", args=[client_id])
