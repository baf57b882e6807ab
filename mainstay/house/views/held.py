"""What stands between somebody who is signed in and the house: a long rest, or a second step that is asked of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mainstay.house.views import signed
from mainstay.house.views.asked import Asked
from mainstay.house.views.sure import prove_here
from mainstay.kit.refusals import Refused

ALWAYS = frozenset({"account_logout", "house:sure", "language", "alive", "ready"})
SETTING_UP = frozenset(
    {
        "house:second_step",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


def refused(request: HttpRequest) -> Refused | None:
    """Why this sign-in may not go on yet, the same for page and API; None where it may (R-X-17)."""
    if signed.rests(request):
        sentence = _(
            "Nothing was done here for a while. Prove on a page of the house that it is you, then repeat this."
        )
        return Refused(sentence, rule="R-X-17", field="sign_in")
    if signed.lacks_second_step(request):
        sentence = _("This house asks for a second step when you sign in. Set one up; until then nothing else opens.")
        return Refused(sentence, rule="R-X-17", field="sign_in", lifted_by=_("an administrator"))
    return None


def page(request: Asked) -> HttpResponseBase | None:
    """The page that stands before the one that was asked for; None where nothing does."""
    match = request.resolver_match
    name = match.view_name if match is not None else ""
    if name in ALWAYS:
        return None
    if signed.rests(request):
        request.held = True
        answer = prove_here(request)
        request.held = answer is not None
        return answer
    request.held = signed.lacks_second_step(request)
    if not request.held or name in SETTING_UP:
        return None
    part = request.htmx or request.method not in ("GET", "HEAD")
    return _set_up(request, 422) if part else redirect("house:second_step")


@require_safe
@login_required
@never_cache
def second_step(request: Asked) -> HttpResponse:
    """Which second step to set up, where the house asks for one."""
    return _set_up(request, 200) if signed.lacks_second_step(request) else redirect("mfa_index")


def _set_up(request: Asked, status: int) -> HttpResponse:
    response = render(request, "house/second_step.html", {"refused": refused(request)}, status=status)
    if request.htmx:
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML"
    return response
