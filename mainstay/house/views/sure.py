"""Dangerous acts ask once more who is there (R-X-17).

What was typed is carried in the page that asks, not in the session: nothing is lost, and nothing is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mainstay.house import actions, clock
from mainstay.house.views import signed
from mainstay.house.views.asked import Asked, path_here
from mainstay.kit.refusals import Refused

log = logging.getLogger("mainstay.security")
View = Callable[..., HttpResponseBase]
PREFIX = "sure"
OURS = ("csrfmiddlewaretoken",)


class ProofForm(forms.Form):
    """The password, a code of the app or a recovery code, or a passkey: whichever somebody has."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    code = forms.CharField(
        label=gettext_lazy("Or a code"),
        help_text=gettext_lazy("Of your authenticator app, or one of your recovery codes."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: Asked, data: Any = None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.request, self.user = request, request.user
        kinds = set(Authenticator.objects.filter(user_id=self.user.pk).values_list("type", flat=True))
        self.passkeys = Authenticator.Type.WEBAUTHN in kinds
        if not self.user.has_usable_password():
            del self.fields["password"]
            self.fields["code"].label = gettext_lazy("A code")
        if not kinds & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}:
            del self.fields["code"]
        if not self.passkeys:
            del self.fields["credential"]

    def clean(self) -> dict[str, Any]:
        """One of the three has to be right."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("credential"):
            self._by_allauth("password", ReauthenticateWebAuthnForm(user=self.user, data=told))
        elif told.get("code"):
            self._by_allauth("code", ReauthenticateForm(user=self.user, data=told))
        elif told.get("password"):
            self._by_password(told["password"])
        else:
            raise forms.ValidationError(_("Nothing was done yet: prove first that it is you."))
        return told

    def _by_allauth(self, field: str, form: Any) -> None:
        if form.is_valid():
            key = getattr(form, "authenticator", None) or form.cleaned_data["credential"]
            post_authentication(self.request, key, reauthenticated=True)
            return
        said = [message for messages in form.errors.values() for message in messages]
        self.add_error(field if field in self.fields else None, said)

    def _by_password(self, password: str) -> None:
        account, address = str(self.user.email), signed.address_of(self.request)
        try:
            actions.knock(account=account, address=address, at=clock.now(), real=clock.real_now())
        except Refused as refused:
            self.add_error("password", refused.message)
            return
        if not self.user.check_password(password):
            log.warning("a proof failed: a wrong password, of person %s", self.user.pk)
            self.add_error("password", _("That is not your password. What you wrote before is kept."))
            return
        actions.let_in(account=account, address=address)
        record_authentication(self.request, self.user, method="password", reauthenticated=True)


def sure(view: View) -> View:
    """Ask once more who is there before this act is done; a page that only shows is shown."""

    @wraps(view)
    def guarded(request: Asked, *args: Any, **told: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") or signed.is_sure(request):
            return view(request, *args, **told)
        answered = any(name.startswith(f"{PREFIX}-") for name in request.POST)
        form = ProofForm(request, request.POST if answered else None)
        if answered and form.is_valid():
            signed.note_proof(request)
            return view(request, *args, **told)
        return _ask(request, form, action=request.get_full_path())

    return guarded


def sure_to_read(view: View) -> View:
    """The same before something is handed out by a GET, like an archive."""

    @wraps(view)
    def guarded(request: Asked, *args: Any, **told: Any) -> HttpResponseBase:
        if signed.is_sure(request):
            return view(request, *args, **told)
        return _ask(request, ProofForm(request), action=reverse("house:sure"), then=request.get_full_path())

    return guarded


def prove_here(request: Asked) -> HttpResponseBase | None:
    """After a rest: ask who is there before anything else is done; None where this very request proves it."""
    where = request.get_full_path()
    if request.method in ("GET", "HEAD"):
        return _ask(request, ProofForm(request), action=reverse("house:sure"), then=where)
    answered = any(name.startswith(f"{PREFIX}-") for name in request.POST)
    form = ProofForm(request, request.POST if answered else None)
    if answered and form.is_valid():
        signed.note_proof(request)
        return None
    return _ask(request, form, action=where)


@require_POST
@login_required
@never_cache
def prove(request: Asked) -> HttpResponse:
    """Prove that it is you, and go on to where you were going."""
    then = path_here(request, request.POST.get("next", "")) or "/"
    form = ProofForm(request, request.POST)
    if form.is_valid():
        signed.note_proof(request)
        return redirect(then)
    return _ask(request, form, action=reverse("house:sure"), then=then)


@never_cache
def _ask(request: Asked, form: ProofForm, *, action: str, then: str = "") -> HttpResponse:
    """The page that asks. For a part of a page htmx puts it in the place of the whole."""
    carried = [("next", then)] if then else _carried(request)
    options = begin_authentication(request.user) if form.passkeys else None
    context = {
        "form": form,
        "action": action,
        "carried": carried,
        "can": bool(form.fields),
        "rested": signed.rests(request),
        "js_data": {"request_options": options},
    }
    response = render(request, "house/sure.html", context, status=422)
    if request.htmx:
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was sent, but for our own questions."""
    own = [name for name in request.POST if name not in OURS and not name.startswith(f"{PREFIX}-")]
    return [(name, value) for name in own for value in request.POST.getlist(name)]
