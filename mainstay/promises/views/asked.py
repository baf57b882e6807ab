"""What the pages of the ledger share: who asks, which promise is meant, where to go on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from mainstay.house.queries.learned import rows_for
from mainstay.house.views.asked import Asked
from mainstay.kit import addresses
from mainstay.kit.learned import NO_TIME
from mainstay.promises.models import Promise, PromiseQuerySet, Remark
from mainstay.promises.queries.one import with_people

if TYPE_CHECKING:
    from mainstay.house.models import User


def promise_of(request: Asked, promise_id: UUID) -> Promise:
    """The promise as the form saw it that is sent, or 404 for whoever may not see it."""
    found = rows_for("promises.one", _one, request.user, NO_TIME, of=promise_id)
    if not found:
        raise Http404
    return as_seen(request, found[0])


def _one(person: User, _at: datetime, pk: UUID) -> PromiseQuerySet:
    return with_people(Promise.objects.visible_to(person)).filter(pk=pk).order_by()


def as_seen(request: Asked, promise: Promise) -> Promise:
    """The promise, with how often it had been acted on when the page was made whose form is sent (R-X-2)."""
    told = request.POST.get("seen", "")
    promise.seen = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else None
    return promise


def remark_of(request: Asked, remark_id: UUID) -> Remark:
    """The remark, or 404 for whoever may not see its promise."""
    seen = Promise.objects.visible_to(request.user)
    rows = Remark.objects.select_related("promise__client", "promise__owner", "promise__engagement")
    return get_object_or_404(rows.filter(promise__in=seen), pk=remark_id)


def page_url(promise: Promise) -> str:
    """Where the promise's page is."""
    return addresses.of("promises:page", promise.pk)


def onward(request: HttpRequest) -> str:
    """Where to go afterwards, if the form or the address says so and it is an address of this house."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return told if safe and urlsplit(told).path.startswith("/") else ""


def came_from(request: HttpRequest) -> str:
    """The page of this house from which a dialog was opened: the way back."""
    told = request.headers.get("Referer", "")
    parts = urlsplit(told)
    if not parts.path.startswith("/") or parts.netloc != request.get_host():
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def go(request: Asked, url: str) -> HttpResponse:
    """On to a whole page: by htmx too, when what it asked from is a dialog."""
    if request.htmx and request.htmx.target in ("capture-form", "understood"):
        return HttpResponseClientRedirect(url)
    return redirect(url)
