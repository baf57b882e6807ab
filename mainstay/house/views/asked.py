"""What the pages of the house share: who asks, who may, and forms beside other forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from mainstay.house.actions import gate
from mainstay.house.rules import rights
from mainstay.kit.plug import Words
from mainstay.kit.refusals import Refused

if TYPE_CHECKING:
    from django import forms
    from django_htmx.middleware import HtmxDetails

    from mainstay.house.models import User

both = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponseBase]


class Asked(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
    htmx: HtmxDetails
    held: bool  # the frame shows no places to go to (views/held.py)


def path_here(request: HttpRequest, told: str) -> str:
    """An address that a form named, if it is a path of this house; else nothing, so that nobody is led off."""
    own = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return told if own and told.startswith("/") else ""


def for_administrators(view: View) -> View:
    """Only whoever runs the house sees this page; everybody else is told so (403)."""

    @login_required
    @wraps(view)
    def guarded(request: Asked, *args: Any, **told: Any) -> HttpResponseBase:
        if refused := gate.lacking(request.user, rights.RUN_HOUSE):
            return refusal_page(request, refused, back="/", status=403)
        return view(request, *args, **told)

    return guarded


def refusal_page(
    request: HttpRequest, refused: Refused, *, back: str, back_to: Words = "", status: int = 422
) -> HttpResponse:
    """A refusal of an act that has no form of its own, like a button in a list.

    ``back`` is a name or an address, ``back_to`` says where that leads, else it says “Back”.
    """
    context = {"refused": refused, "back": resolve_url(back), "back_to": back_to}
    return render(request, "theme/refused.html", context, status=status)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    heading: Words,
    button: Words,
    back: str,
    back_to: str,
    lead: Words = "",
) -> HttpResponse:
    """A page with one form; 422 where what was sent is refused."""
    context: dict[str, Any] = {"form": form, "heading": heading, "lead": lead}
    context |= {"button": button, "back": back, "back_to": back_to}
    return render(request, "theme/form.html", context, status=422 if form.is_bound else 200)
