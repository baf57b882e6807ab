"""What the pages of bringing in share: who asks, which run is meant, the steps of the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from mainstay.house.actions import gate
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, refusal_page
from mainstay.transfer.models import Run

View = Callable[..., HttpResponseBase]


def taking_in(view: View) -> View:
    """Only whoever may take lists in sees this page; everybody else is told so (403)."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: Asked, *args: Any, **told: Any) -> HttpResponseBase:
        if refused := gate.lacking(request.user, rights.TAKE_IN):
            return refusal_page(request, refused, back="/", status=403)
        return view(request, *args, **told)

    return guarded


def run_of(request: Asked, run_id: UUID) -> Run:
    """The run, or 404 for whoever may not see it."""
    return get_object_or_404(Run.objects.visible_to(request.user).select_related("by"), pk=run_id)


def page_url(run: Run, page: str = "run") -> str:
    """Where a page of the run is."""
    return reverse(f"transfer:{page}", args=[run.pk])


def go(request: Asked, url: str) -> HttpResponse:
    """On to another page; htmx is told to leave this one."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def way() -> list[str]:
    """The steps from a file to what stands here."""
    return [_("File"), _("Columns"), _("Dry run"), _("Taken in")]
