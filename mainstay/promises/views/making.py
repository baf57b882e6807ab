"""Giving a word: the form behind “Promise” and the key c, as a page and as a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mainstay.clients.models import Client
from mainstay.house import clock
from mainstay.house.actions import gate
from mainstay.house.models import house
from mainstay.house.rules import rights
from mainstay.house.views.asked import Asked, both
from mainstay.kit.refusals import Refused
from mainstay.promises import actions, forms
from mainstay.promises.models import Promise
from mainstay.promises.queries import finding, foresaying, foresight, kinds
from mainstay.promises.queries.words import Reader, stands
from mainstay.promises.views.asked import came_from, go, onward, page_url
from mainstay.promises.views.one import attempt
from mainstay.theme import say

if TYPE_CHECKING:
    from mainstay.house.models import User


@both
@login_required
def make(request: Asked) -> HttpResponse:
    """Write down a word given. For htmx: the dialog, or the part that depends on the client."""
    told = _told(request)
    looks = request.method != "POST" or "look" in told or "take" in told
    meant = finding.client_meant(request.user, *_client_told(request, told))
    form = _form(request, told, meant.client, looks=looks)
    if not looks:
        made = attempt(form, lambda given: _make(request, meant, given))
        if made is not None:
            said = stands(made, Reader.of(request.user, clock.now()))[0].text
            back = reverse("promises:take_back", args=[made.pk])
            target = onward(request)
            say.done(
                request,
                _("%(client)s: %(what)s. %(said)s") % {"client": made.client, "what": made.text, "said": said},
                undo=f"{back}?{urlencode({'next': target})}" if target else back,
            )
            return go(request, target or page_url(made))
    context = _context(request, form, meant, told)
    return render(request, _template(request), context, status=422 if form.is_bound else 200)


def _told(request: Asked) -> QueryDict:
    """What is told of it; the first realistic day takes the place of the one that was chosen (R-B-41)."""
    told = (request.POST if request.method == "POST" else request.GET).copy()
    if told.get("take"):
        told["due_on"] = told.get("take", "")[:10]
    return told


def _client_told(request: Asked, told: QueryDict) -> tuple[str, str]:
    """What stands in the field, and the id chosen beside it. An address may name the client by id alone."""
    words, which = told.get("client", "")[:200], told.get("which", "")[:40]
    if request.method == "POST" or which or words:
        return ("", words) if _is_id(words) else (words, which)
    return "", client_looked_at(request) if in_dialog(request) else ""


def _is_id(words: str) -> bool:
    try:
        return bool(UUID(words))
    except ValueError:
        return False


def in_dialog(request: Asked) -> bool:
    """Whether it is asked for as the dialog."""
    return bool(request.htmx) and request.htmx.target == "capture"


def client_looked_at(request: Asked) -> str:
    """The client whose page, or whose promise's page, the dialog was opened on."""
    try:
        kwargs = resolve(urlsplit(came_from(request)).path).kwargs
    except Resolver404:
        return ""
    if "promise_id" in kwargs:
        seen = Promise.objects.visible_to(request.user).filter(pk=kwargs["promise_id"])
        return str(seen.values_list("client_id", flat=True).first() or "")
    return str(kwargs.get("client_id", ""))


def _form(request: Asked, told: QueryDict, client: Client | None, *, looks: bool) -> forms.Make:
    if not looks:
        return forms.Make(told, person=request.user, to=client)
    initial: dict[str, Any] = {name: value for name, value in told.items() if name in forms.Make.base_fields}
    if client is not None and (_is_id(initial.get("client", "")) or not initial.get("client")):
        initial["client"] = client.name
    initial = {"currency": house().currency, "owner": request.user.pk} | initial
    return forms.Make(initial=initial, person=request.user, to=client)


def _make(request: Asked, meant: finding.Meant, given: dict[str, Any]) -> Promise:
    told = {name: value for name, value in given.items() if name != "client"}
    if meant.client is None:
        raise Refused(_who(request, meant, str(given["client"])), rule="R-A-10", field="client")
    if given.get("budget") is None and given.get("cost_of_missing") is None:
        told.pop("currency", None)
    told["side"] = told["side"] or Promise.Side.OURS
    return actions.make(client=meant.client, by=request.user, at=clock.now(), **told)


def _who(request: Asked, meant: finding.Meant, typed: str) -> str:
    if not typed.strip():
        return _("Say whom it concerns: a client you may see.")
    if meant.choices:
        return _("Several clients answer to “%(name)s”. Choose one of them.") % {"name": typed}
    return _("There is no client called “%(name)s” that you may see. Type a part of the name.") % {"name": typed}


def _template(request: Asked) -> str:
    same = ("capture-form", "of-client", "foreseen")
    parts = {"capture": "capture-form", **dict(zip(same, same, strict=True))}
    part = parts.get(request.htmx.target or "") if request.htmx else None
    return f"promises/make.html#{part}" if part else "promises/make.html"


def _context(request: Asked, form: forms.Make, meant: finding.Meant, told: QueryDict) -> dict[str, Any]:
    client = meant.client
    return {
        "form": form,
        "meant": client,
        "choices": [] if client else meant.choices,
        "which": str(client.pk) if client else "",
        "zone": client.zone if client else "",
        "kinds": kinds.offered(),
        **beforehand(client, told, request.user),
        "next": onward(request) or (came_from(request) if in_dialog(request) else ""),
        "refused": None if form.is_bound else gate.lacking(request.user, rights.GIVE_WORD),
        "leave": onward(request) or came_from(request) or reverse("promises:list"),
    }


def beforehand(client: Client | None, told: Mapping[str, str], person: User) -> dict[str, Any]:
    """What is to be known before it is promised, in sentences, and the first realistic day (R-B-41)."""
    asked = foresight.asked_of(client, told, person) if client is not None else None
    if asked is None:
        return {"foreseen": [], "realistic": "", "realistic_on": None}
    reader = Reader.of(person, clock.now())
    seen = foresight.foresee(asked, reader.at)
    return {
        "foreseen": foresaying.warnings(seen, reader),
        "known": foresaying.facts(seen),
        "realistic": foresaying.realistic(seen, reader),
        "realistic_on": seen.realistic_on,
    }


@require_safe
@login_required
def clients(request: Asked) -> HttpResponse:
    """The names offered while somebody types a client, as options of the field's list."""
    found = finding.suggested(request.user, request.GET.get("client", "")[:200])
    return render(request, "promises/_client_names.html", {"clients": found})
