"""What every answer carries, whoever asks and whatever comes of it; and what is never answered at all."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from mainstay.kit import refusals

log = logging.getLogger("mainstay.security")

DENIED = (401, 403, 404)
REFUSED = (422, 429)  # an act that a rule does not allow, or too many of them


class HeadersMiddleware:
    """Nothing personal stays in a browser's store, no other site takes anything in, and who was turned away is told.

    A program that sends its token in clear text is refused: led on to TLS, it would go on sending it so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Wrap one request."""
        with refusals.heard() as rules:
            response = self._refused(request) or self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.headers.setdefault("Clear-Site-Data", '"storage"')
        if response.status_code in DENIED:
            log.warning("%s %s %s, asked by %s", response.status_code, request.method, request.path, _who(request))
        elif response.status_code in REFUSED:
            _tell(request, response.status_code, rules)
        return response

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if request.method == "TRACE":
            return HttpResponse(status=405)
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return _unreadable(request)  # no text of a person's has NUL, and PostgreSQL takes none
        if settings.SECURE_SSL_REDIRECT and request.path.startswith("/api/") and not request.is_secure():
            said = _("The API is asked by https alone. Make a new token: the one that was sent may have been read.")
            return JsonResponse({"detail": said}, status=403)
        return None


def _tell(request: HttpRequest, status: int, rules: list[str]) -> None:
    """What was refused, by the shape of its address: an address itself may hold the word of a link that still opens."""
    match = request.resolver_match
    where = f"/{match.route}" if match is not None else "an address"
    why = ", ".join(sorted(set(rules))) or "a form that lacks something"
    log.info("%s %s %s, asked by %s: %s", status, request.method, where, _who(request), why)


def _unreadable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("What was sent cannot be read. Nothing was changed.")}, status=400)
    return HttpResponse(render_to_string("400.html"), status=400)


def _who(request: HttpRequest) -> str:
    """The number of whoever is signed in: names and addresses stay out of what is logged."""
    user = getattr(request, "user", None)
    return f"person {user.pk}" if user is not None and user.is_authenticated else "nobody we know"
