"""The people on the client's side."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.clients import actions, forms
from mainstay.clients.models import Affiliation
from mainstay.clients.queries import out
from mainstay.clients.views.asked import client_of, handed_out, page_url
from mainstay.house import clock
from mainstay.house.views.asked import Asked, both, form_page
from mainstay.theme import say


def _place(request: Asked, place_id: UUID) -> Affiliation:
    places = Affiliation.objects.visible_to(request.user).select_related("contact", "client")
    return get_object_or_404(places, pk=place_id)


@both
@login_required
def add(request: Asked, client_id: UUID) -> HttpResponse:
    """Write down a person."""
    client, by = client_of(request, client_id), request.user
    form = forms.ContactForm(request.POST or None)
    made = forms.attempt(form, lambda told: actions.add_contact(client=client, by=by, at=clock.now(), **told))
    if made is not None:
        say.done(request, _("%(name)s stands here now.") % {"name": made.contact})
        return redirect(page_url(client))
    return form_page(
        request,
        form,
        heading=_("Write down a person"),
        lead=_("What you were not told stays empty. Nobody’s address is guessed from age, sex or country."),
        button=_("Write down"),
        back=page_url(client),
        back_to=client.name,
    )


@both
@login_required
def change(request: Asked, place_id: UUID) -> HttpResponse:
    """Correct what is kept about a person."""
    place, by = _place(request, place_id), request.user
    form = forms.ContactForm(request.POST or None, place=place)
    kept = forms.attempt(form, lambda told: actions.change_contact(affiliation=place, by=by, at=clock.now(), **told))
    if kept is not None:
        say.done(request, _("Corrected. What stood there before is in the chronicle."))
        return redirect(page_url(place.client))
    return form_page(
        request,
        form,
        heading=place.contact.name,
        button=_("Keep this"),
        back=page_url(place.client),
        back_to=place.client.name,
    )


@both
@login_required
def join(request: Asked, client_id: UUID) -> HttpResponse:
    """Say that a person we know belongs here too."""
    client, by = client_of(request, client_id), request.user
    form = forms.KnownContactForm(request.POST or None, by=by)
    made = forms.attempt(form, lambda told: actions.affiliate(client=client, by=by, at=clock.now(), **told))
    if made is not None:
        say.done(request, _("%(name)s stands here now.") % {"name": made.contact})
        return redirect(page_url(client))
    return form_page(
        request,
        form,
        heading=_("Somebody you know already"),
        lead=_("One person may belong to several clients; what is kept about them is kept once."),
        button=_("Write down"),
        back=page_url(client),
        back_to=client.name,
    )


@both
@login_required
def leave(request: Asked, place_id: UUID) -> HttpResponse:
    """Say that somebody no longer belongs there."""
    place, by = _place(request, place_id), request.user
    form = forms.LeaveForm(request.POST or None)
    kept = forms.attempt(form, lambda told: actions.leave(affiliation=place, by=by, at=clock.now(), **told))
    if kept is not None:
        said = _("%(name)s no longer stands among the people of %(client)s.")
        say.done(request, said % {"name": place.contact, "client": place.client})
        return redirect(page_url(place.client))
    return form_page(
        request,
        form,
        heading=_("%(name)s is no longer there") % {"name": place.contact},
        lead=_("That they were there stays."),
        button=_("Keep this"),
        back=page_url(place.client),
        back_to=place.client.name,
    )


@require_safe
@login_required
def taken_out(request: Asked, client_id: UUID, form: str) -> HttpResponseBase:
    """The people of a client as a file."""
    client = client_of(request, client_id)
    outgoing = out.people(out.places_of(client))
    back = page_url(client)
    return handed_out(request, outgoing, form, at=clock.now(), back=back, back_to=client.name, client=client)


@require_safe
@login_required
def card(request: Asked, place_id: UUID) -> HttpResponseBase:
    """One person as a card for an address book."""
    place = _place(request, place_id)
    outgoing = out.people(Affiliation.objects.filter(pk=place.pk), name=place.contact.name)
    back = page_url(place.client)
    return handed_out(
        request, outgoing, "vcf", at=clock.now(), back=back, back_to=place.client.name, client=place.client
    )
