"""The page for somebody of the house who cannot sign in: behind a link that an administrator made (R-X-17).

The word of the link is 32 random bytes, kept as a digest; it works once, for a day, and is asked for no more often
than anything else at the door. What is not there answers like what never was.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mainstay.house import actions, clock, queries
from mainstay.house.forms import ChooseForm, attempt
from mainstay.kit import throttle
from mainstay.theme import say, waiting

OPENED = throttle.Limit(times=60, seconds=600)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest, word: str) -> HttpResponse:
    """Choose a new password, once; 404 for a link that does not work, used, ended or never made."""
    from mainstay.house.views.signed import address_of

    if throttle.too_often(f"recover-{address_of(request)}", OPENED):
        return waiting.too_often(request, OPENED.seconds)
    found = queries.recovery_of(word, clock.real_now())
    if found is None:
        return _noindex(render(request, "house/recover_gone.html", status=404))
    form: forms.Form = ChooseForm(request.POST if request.method == "POST" else None)
    done = attempt(form, lambda told: actions.recover(recovery=found, at=clock.now(), password=told["password"]))
    if done is not None:
        say.done(request, _("The new password holds. Sign in with it."))
        return redirect(reverse("account_login"))
    context = {"form": form, "person": found.user, "made_by": found.made_by, "second_step": found.second_step_too}
    return _noindex(render(request, "house/recover.html", context, status=422 if form.is_bound else 200))


def _noindex(page: HttpResponse) -> HttpResponse:
    page["X-Robots-Tag"] = "noindex"
    return page
