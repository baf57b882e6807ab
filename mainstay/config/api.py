"""The API: one router per capability, one shape of refusal (R-X-11), documents served by the house itself."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja import Swagger
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mainstay import __version__
from mainstay.config.described import Described, Plain
from mainstay.house.api import SessionOrToken
from mainstay.kit.plug import registry
from mainstay.kit.refusals import NotFound, Refused, TooOften

api = Described(
    title="Mainstay",
    version=__version__,
    urls_namespace="api",
    docs_url="/docs",
    docs=Swagger(settings={"docExpansion": "none", "filter": True}),  # hundreds of doors, all open, took seconds
    auth=SessionOrToken(),
    parser=Plain(),
    description="Promises both ways, and who must do what. "
    "Refusals are 422 with detail, field, rule, lifted_by (empty: nobody) and the advice the rule rests on.",
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """An act that is not allowed."""
    return api.create_response(request, error.as_dict(), status=422)


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    """An act that may be tried again after a while."""
    response = api.create_response(request, error.as_dict(), status=429)
    response["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input of the wrong shape, in the same form as a refusal."""
    problems: list[dict[str, Any]] = error.errors
    fields = [".".join(str(part) for part in problem["loc"][1:] if part != "payload") for problem in problems]
    said = [
        f"{field}: {problem['msg']}" if field else str(problem["msg"])
        for field, problem in zip(fields, problems, strict=True)
    ]
    head = ngettext("One value cannot be used.", "%(n)d values cannot be used.", len(said)) % {"n": len(said)}
    shaped = Refused(f"{head} {'; '.join(said)}", rule="R-X-11", field=fields[0])
    return refused(request, shaped)


@api.exception_handler(NotFound)
@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Exception) -> HttpResponse:
    """Not there, or not there for this person."""
    return api.create_response(
        request, {"detail": _("There is nothing here by that name that you may see.")}, status=404
    )


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, error: Exception) -> HttpResponse:
    """No token, or one that opens nothing."""
    response = api.create_response(request, {"detail": _("A token is needed that opens this house.")}, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses, for example a body that is no JSON."""
    return api.create_response(request, {"detail": str(error)}, status=error.status_code)


for _plug in registry.installed():
    if _plug.api:
        _module, _name = _plug.api.split(":")
        api.add_router(_plug.api_prefix, getattr(import_module(_module), _name), auth=SessionOrToken(_plug.name))
