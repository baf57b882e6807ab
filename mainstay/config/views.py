"""What belongs to no capability: is the house alive, which language, what is not here."""

from __future__ import annotations

from allauth.account.views import password_set
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import page_not_found, server_error

from mainstay.config import busy
from mainstay.house import actions, clock
from mainstay.house.models import User
from mainstay.house.views.asked import Asked, path_here
from mainstay.house.views.sure import sure_to_read


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language: kept with the person who is signed in, else in a cookie."""
    code = request.POST.get("language", "")
    response = HttpResponseRedirect(path_here(request, request.POST.get("next", "")) or "/")
    if code in dict(settings.LANGUAGES):
        if isinstance(request.user, User) and request.user.language != code:
            actions.change_person(person=request.user, language=code, by=request.user, at=clock.now())
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
            max_age=31536000,
        )
    return response


@require_safe
@login_required
def own_address(request: HttpRequest) -> HttpResponse:
    """The address to sign in with is changed by whoever runs the house, in its journal: allauth’s page is shut."""
    return HttpResponseRedirect(reverse("house:me"))


@login_required
@sure_to_read
def first_password(request: Asked) -> HttpResponseBase:
    """A password for somebody who came in without one: asked who they are, as allauth does where there is one."""
    shown: HttpResponseBase = password_set(request)
    return shown


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer for what is not there and what is not there for you."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("There is nothing here by that name that you may see.")}, status=404)
    return page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke; or others write, and the wait for a turn came to its end."""
    return busy.answer(request) or server_error(request)
