"""Views under a name: kept, called otherwise, put first, dropped."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.lists import actions, forms
from mainstay.lists.actions.keeping import may_share
from mainstay.lists.models import SavedView
from mainstay.lists.queries import results, views_of
from mainstay.lists.views.around import KEYS, listing_of, told_of
from mainstay.theme import say
from mainstay.theme.forms import refuse


def _view_of(request: Asked, view_id: UUID) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user).select_related("unit"), pk=view_id)


def _views_url(view: SavedView) -> str:
    return reverse("lists:views", args=[view.listing])


@require_safe
@login_required
def views(request: Asked, name: str) -> HttpResponse:
    """One’s own views of a list and those of one’s team; and what one did to several rows within a day."""
    listing, user = listing_of(name), request.user
    here = reverse(listing.url_name)
    rows = [
        {
            "view": view,
            "url": f"{here}?view={view.pk}",
            "key": str(place) if place <= KEYS else "",
            "said": listing.said(view.told, user),
            "mine": view.unit is None or may_share(view.unit, by=user),
        }
        for place, view in enumerate(views_of(user, name), 1)
    ]
    deeds = {deed.name: deed for deed in listing.deeds}
    lately = [
        {"several": several, "said": deeds[several.deed].done(len(several.done))}
        for several in results.lately(user, listing, clock.now())
        if several.deed in deeds
    ]
    return render(request, "lists/views.html", {"listing": listing, "rows": rows, "lately": lately, "back": here})


@both
@login_required
def keep(request: Asked, name: str) -> HttpResponse:
    """Keep what the list shows under a name; the address says what it shows."""
    listing, by = listing_of(name), request.user
    told = told_of(request.GET, by, name)
    parts = listing.tidy(told.parts, by)
    view, here = told.view, reverse(listing.url_name)
    own = view is not None and (view.unit is None or may_share(view.unit, by=by))
    initial = {"name": view.name, "unit": view.unit_id} if view is not None and own else {}
    form = forms.KeepView(request.POST or None, by=by, initial=initial)
    if form.is_valid():
        try:
            kept = actions.keep_view(listing=listing, told=parts, by=by, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            say.done(request, _("The view “%(name)s” is kept.") % {"name": kept.name})
            return redirect(f"{here}?view={kept.pk}")
    return form_page(
        request,
        form,
        heading=_("Keep this view"),
        lead=_("It shows: %(what)s. A view of the same name is kept anew.") % {"what": listing.said(parts, by)},
        button=_("Keep it"),
        back=f"{here}?{request.GET.urlencode()}",
        back_to=str(listing.label),
    )


@both
@login_required
def rename(request: Asked, view_id: UUID) -> HttpResponse:
    """Another name for a view."""
    view = _view_of(request, view_id)
    form = forms.RenameView(request.POST or None, initial={"name": view.name})
    if form.is_valid():
        try:
            actions.rename_view(view=view, name=form.cleaned_data["name"], by=request.user, at=clock.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect(_views_url(view))
    return form_page(request, form, heading=view.name, button=_("Keep this"), back=_views_url(view), back_to=_("Views"))


@require_POST
@login_required
def first(request: Asked, view_id: UUID) -> HttpResponse:
    """Let a view stand first."""
    return _act(request, view_id, actions.put_first)


@require_POST
@login_required
def drop(request: Asked, view_id: UUID) -> HttpResponse:
    """Drop a view."""
    return _act(request, view_id, actions.drop_view, done=_("The view “%(name)s” was dropped."))


def _act(request: Asked, view_id: UUID, verb: Callable[..., object], *, done: str = "") -> HttpResponse:
    view = _view_of(request, view_id)
    try:
        verb(view=view, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=_views_url(view), back_to=_("Views"))
    if done:
        say.done(request, done % {"name": view.name})
    return redirect(_views_url(view))
