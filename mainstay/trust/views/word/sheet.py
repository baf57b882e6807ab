"""The sheet for an undecided client: make it, print it, send its link; who may be named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mainstay.clients.forms import attempt
from mainstay.clients.models import Client
from mainstay.clients.views.asked import client_of
from mainstay.house import clock
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both, refusal_page
from mainstay.kit.refusals import Refused
from mainstay.theme import say
from mainstay.trust.actions.word import sheets
from mainstay.trust.forms import word as forms
from mainstay.trust.models.sheet import Sheet
from mainstay.trust.queries.record.words import day
from mainstay.trust.queries.word.courtesy import held_for
from mainstay.trust.queries.word.sheet import link, reference_of, shown
from mainstay.trust.views.record.asked import Verb, may_not, verb_of


@both
@login_required
def proof(request: Asked, client_id: UUID) -> HttpResponse:
    """The sheets made for this client, making one, and whether they may be named themselves."""
    client = client_of(request, client_id)
    if refused := may_not(request, rights.KEEP_WORD, reverse("trust:proof", args=[client.pk])):
        return refused
    sent = request.POST.get("verb", "") if request.method == "POST" else ""
    offered = list(_verbs(request, client))
    chosen = next((one for one in offered if one.name == sent), None)
    if chosen is not None and (done := _done(request, client, chosen)) is not None:
        say.done(request, _("Noted."))
        return redirect("trust:sheet", done.pk) if isinstance(done, Sheet) else redirect("trust:proof", client.pk)
    reference = reference_of(client)
    context = {
        "client": client,
        "sheets": [(one, day(one.at.date())) for one in Sheet.objects.filter(client=client).order_by("-at")[:20]],
        "named": reference.words if reference is not None else "",
        "verbs": offered,
    }
    return render(request, "trust/word/proof.html", context, status=422 if sent else 200)


def _verbs(request: Asked, client: Client) -> Iterator[Verb]:
    if not request.user.may(rights.KEEP_WORD) or client.archived:
        return

    one = partial(verb_of, request, client=client)
    hint = _("Counted from what was due in that time. Nothing is typed in.")
    held = held_for([client], at=clock.now()).get(client.pk, "")
    yield one("make_sheet", _("Make a sheet"), hint, _("Make a sheet"), forms.SheetForm, held=held)
    if reference_of(client) is None:
        hint = _("Only clients who agreed stand on a sheet.")
        yield one("agree_to_be_named", _("They may be named to others"), hint, _("Note it"), forms.NamedForm)
    else:
        hint = _("No sheet made from now on names them.")
        yield one("name_no_more", _("They are not to be named any more"), hint, _("Note it"), forms.PlainForm)


def _done(request: Asked, client: Client, verb: Verb) -> Any:
    act: Callable[..., Any] = getattr(sheets, verb.name)
    return attempt(verb.form, lambda told: act(client=client, by=request.user, at=clock.now(), **told))


def sheet_of(request: Asked, sheet_id: UUID) -> Sheet:
    """The sheet, or 404."""
    rows = Sheet.objects.visible_to(request.user).select_related("client")
    return get_object_or_404(rows, pk=sheet_id)


@require_safe
@login_required
def sheet(request: Asked, sheet_id: UUID) -> HttpResponse:
    """One sheet, to print, with its link."""
    found = sheet_of(request, sheet_id)
    works = found.ended_at is None and found.expires_at > clock.now()
    url = request.build_absolute_uri(link(found)) if works else ""
    return render(request, "trust/word/sheet.html", {**shown(found), "client": found.client, "link": url})


@require_POST
@login_required
def end(request: Asked, sheet_id: UUID) -> HttpResponse:
    """End the link."""
    found = sheet_of(request, sheet_id)
    try:
        sheets.end_link(sheet=found, by=request.user, at=clock.now())
    except Refused as refused:
        return refusal_page(request, refused, back=reverse("trust:sheet", args=[found.pk]))
    say.done(request, _("The link leads nowhere now."))
    return redirect("trust:sheet", found.pk)
