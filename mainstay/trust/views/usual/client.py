"""What one client is used to: what stands, what is usual, what could be taken away; extras, stretches, a new start."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.clients.models import Client
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both, form_page, refusal_page
from mainstay.kit.plug import Words
from mainstay.kit.refusals import Refused
from mainstay.promises.queries.words import Reader
from mainstay.theme import say
from mainstay.trust.actions import usual
from mainstay.trust.forms import usual as forms
from mainstay.trust.models import Extra, Reduction, Stretch, Understanding
from mainstay.trust.queries.usual import lists, used, words
from mainstay.trust.queries.word.courtesy import held_for
from mainstay.trust.views.usual.asked import reader_of, usual_url


@require_safe
@login_required
def page(request: Asked, client_id: UUID) -> HttpResponse:
    """What one client is used to."""
    client, reader = client_of(request, client_id), reader_of(request)
    return render(request, "trust/usual/page.html", whole(request, client, reader))


def whole(request: Asked, client: Client, reader: Reader) -> dict[str, Any]:
    """Everything the page shows."""
    may = request.user.may(rights.KEEP_WORD) and not client.archived
    stretches = Stretch.objects.filter(client=client, until_on__gte=reader.today)
    return {
        "client": client,
        "notices": lists.rows_of(lists.standing(client), reader),
        "known": [(words.heading(row.stream, row.name), words.stands(row)) for row in lists.streams(client)],
        "used": _used(client, reader, may=may),
        "under_way": [
            (one.what, reader.on(one.ends_on), reverse("trust:reduction", args=[one.pk]), one.told_at is not None)
            for one in Reduction.objects.under_way().filter(client=client)
        ],
        "extras": _extras(client, reader, may=request.user.may(rights.GIVE_WORD)),
        "understandings": [
            (one.text, reader.on(one.since_on), one.get_state_display())
            for one in Understanding.objects.kept().filter(client=client)
        ],
        "stretches": [(reader.on(one.from_on), reader.on(one.until_on), one.why) for one in stretches],
        "over": lists.over(client, reader),
        "gives": request.user.may(rights.GIVE_WORD) and not client.archived,
        "may": may,
        "at_home": reverse("clients:page", args=[client.pk]),
    }


def _used(client: Client, reader: Reader, *, may: bool) -> list[dict[str, Any]]:
    here = reverse("trust:reduce", args=[client.pk])
    ending = set(Reduction.objects.under_way().filter(client=client).values_list("kind", "key"))
    return [
        {
            "label": kind.label,
            "items": [
                {
                    "what": item.what,
                    "words": item.words,
                    "reduce_url": f"{here}?{urlencode({'kind': item.kind, 'key': item.key})}"
                    if may and (item.kind, item.key) not in ending
                    else "",
                }
                for item in items
            ],
        }
        for kind, items in used.everything(client, reader.at)
    ]


def _extras(client: Client, reader: Reader, *, may: bool) -> list[dict[str, Any]]:
    rows = Extra.objects.filter(client=client, annulled_at=None).order_by("-on", "-noted_at")[:30]
    return [
        {
            "when": reader.on(one.on),
            "what": one.what,
            "how": one.get_mark_display() if one.granted else _("left out"),
            "said": one.said,
            "annul_url": reverse("trust:annul_extra", args=[one.pk]) if may else "",
        }
        for one in rows
    ]


@both
@login_required
def extra(request: Asked, client_id: UUID) -> HttpResponse:
    """An extra was given."""
    client, by = client_of(request, client_id), request.user
    held = held_for([client], at=clock.now()).get(client.pk, "")
    form = forms.ExtraForm(request.POST or None, initial={"what": request.GET.get("what", "")}, held=held)
    made = attempt(form, lambda told: usual.give(client=client, by=by, at=clock.now(), **told))
    if made is not None:
        undo = reverse("trust:annul_extra", args=[made.pk])
        say.done(request, _("“%(what)s” stands here now.") % {"what": made.what}, undo=undo)
        return redirect(usual_url(client.pk))
    lead = _("What goes beyond what was agreed, and whether they may count on it.")
    return _form(request, client, form, _("Note an extra"), _("Note it"), lead)


@both
@login_required
def left_out(request: Asked, client_id: UUID) -> HttpResponse:
    """An occasion came, and it was not given."""
    client, by = client_of(request, client_id), request.user
    form = forms.LeftOutForm(request.POST or None, initial={"what": request.GET.get("what", "")})
    made = attempt(form, lambda told: usual.leave_out(client=client, by=by, at=clock.now(), **told))
    if made is not None:
        undo = reverse("trust:annul_extra", args=[made.pk])
        say.done(request, _("It is noted that they went without “%(what)s”.") % {"what": made.what}, undo=undo)
        return redirect(usual_url(client.pk))
    lead = _("Where they are used to it, that is noticed at once.")
    return _form(request, client, form, _("They went without"), _("Note it"), lead)


@require_POST
@login_required
def annul_extra(request: Asked, extra_id: UUID) -> HttpResponse:
    """It was entered in error."""
    rows = Extra.objects.visible_to(request.user).select_related("client")
    found = get_object_or_404(rows, pk=extra_id)
    try:
        usual.annul(extra=found, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=usual_url(found.client_id), back_to=found.client.name)
    say.done(request, _("“%(what)s” is marked as entered in error.") % {"what": found.what})
    return redirect(usual_url(found.client_id))


@both
@login_required
def stretch(request: Asked, client_id: UUID) -> HttpResponse:
    """Days that are out of the ordinary, announced before they begin."""
    client, by = client_of(request, client_id), request.user
    form = forms.StretchForm(request.POST or None)
    made = attempt(form, lambda told: usual.announce_stretch(client=client, by=by, at=clock.now(), **told))
    if made is not None:
        say.done(request, _("What happens in these days becomes no habit."))
        return redirect(usual_url(client.pk))
    lead = _("What happens in a stretch that was announced does not count as usual.")
    return _form(request, client, form, _("A special stretch"), _("Announce it"), lead)


@both
@login_required
def anew(request: Asked, client_id: UUID) -> HttpResponse:
    """The agreement was replaced."""
    client, by = client_of(request, client_id), request.user
    form = forms.AnewForm(request.POST or None)
    made = attempt(form, lambda told: usual.begin_anew(client=client, by=by, at=clock.now(), **told))
    if made is not None:
        say.done(request, _("What %(client)s is used to is learnt anew from today on.") % {"client": client})
        return redirect(usual_url(client.pk))
    lead = _("For a new agreement that replaces the old one. What stood before stays in the history.")
    return _form(request, client, form, _("Learn anew"), _("Learn anew"), lead)


def _form(
    request: Asked, client: Client, form: django_forms.Form, heading: Words, button: Words, lead: Words
) -> HttpResponse:
    back = usual_url(client.pk)
    return form_page(request, form, heading=heading, button=button, back=back, back_to=client.name, lead=lead)
