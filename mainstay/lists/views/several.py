"""One deed for several rows: chosen in the list, asked once, done row by row, and taken back whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.views.asked import Asked, both, refusal_page
from mainstay.kit.listings import Deed, Listing
from mainstay.kit.refusals import Refused
from mainstay.lists import actions
from mainstay.lists.models import Several
from mainstay.lists.queries import deed_called, results
from mainstay.lists.queries.results import chosen_ids
from mainstay.lists.views.around import listing_of
from mainstay.theme import say
from mainstay.theme.forms import refuse

if TYPE_CHECKING:
    from django import forms


@both
@login_required
def several(request: Asked, name: str) -> HttpResponse:
    """What the deed asks, once for all chosen rows; then it is done."""
    listing, by, at = listing_of(name), request.user, clock.now()
    here = reverse(listing.url_name)
    back = f"{here}?{QueryDict(request.POST.get('back', '')).urlencode()}" if request.POST.get("back") else here
    if request.method != "POST":
        return redirect(here)
    try:
        deed = deed_called(listing, request.POST.get("deed", ""))
        gate.needs_right(by, deed.right)
        ids = chosen_ids(request.POST.getlist("chosen"))
    except Refused as refused:
        return refusal_page(request, refused, back=back, back_to=listing.label)
    form = deed.form(request.POST if "go" in request.POST else None, person=by, at=at)
    if form.is_valid():
        try:
            done = actions.carry_out(listing=listing, deed=deed, ids=ids, told=form.cleaned_data, by=by, at=at)
        except Refused as refused:
            refuse(form, refused)
        else:
            return _onward(request, done, deed, back)
    return _asked(request, listing, deed, ids, form, back)


def _asked(
    request: Asked, listing: Listing, deed: Deed, ids: Sequence[UUID], form: forms.Form, back: str
) -> HttpResponse:
    rows = listing.rows(request.user, ids)
    context: dict[str, Any] = {
        "listing": listing,
        "deed": deed,
        "form": form,
        "chosen": [(pk, listing.row_name(rows[pk])) for pk in ids if pk in rows],
        "count": ngettext("%(n)d chosen", "%(n)d chosen", len(ids)) % {"n": len(ids)},
        "back": back,
        "back_query": request.POST.get("back", ""),
    }
    return render(request, "lists/several.html", context, status=422 if form.is_bound else 200)


def _onward(request: Asked, done: Several, deed: Deed, back: str) -> HttpResponse:
    """Back to the list where all went well; else to the page that says what was refused, and why."""
    page = reverse("lists:several_done", args=[done.pk])
    if not done.refused:
        undo = reverse("lists:several_take_back", args=[done.pk])
        say.done(request, deed.done(len(done.done)), undo=undo)
        return redirect(back)
    return redirect(page)


def _several_of(request: Asked, several_id: UUID) -> tuple[Several, Listing, Deed]:
    found = get_object_or_404(Several.objects.visible_to(request.user), pk=several_id)
    listing = listing_of(found.listing)
    try:
        return found, listing, deed_called(listing, found.deed)
    except Refused:
        raise Http404 from None


@require_safe
@login_required
def done(request: Asked, several_id: UUID) -> HttpResponse:
    """What was done to several rows: to which, and which refused it and why."""
    found, listing, deed = _several_of(request, several_id)
    context = results.told(found, listing, deed, by=request.user, at=clock.now())
    return render(request, "lists/several_done.html", context | {"back": reverse(listing.url_name)})


@require_POST
@login_required
def take_back(request: Asked, several_id: UUID) -> HttpResponse:
    """Take it all back."""
    found, listing, deed = _several_of(request, several_id)
    page = reverse("lists:several_done", args=[found.pk])
    try:
        back = actions.take_back(several=found, listing=listing, deed=deed, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=page, back_to=deed.label)
    if back.stayed:
        return redirect(page)
    say.done(request, _("Taken back. All stands as it did before."))
    return redirect(listing.url_name)
