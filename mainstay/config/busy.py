"""Where the wait for a turn to write came to its end: a sentence, and what was typed is kept (R-X-11)."""

from __future__ import annotations

import sys
from traceback import walk_tb

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

AGAIN_IN = 5  # seconds
_WAITED = ("40001", "40P01", "55P03")  # what PostgreSQL calls two that wait for each other, or a lock that is not given


def is_busy(error: BaseException | None) -> bool:
    """Whether the database did not come to write, so that the same may be tried again; what was begun is undone."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    pool_is_empty = type(cause).__name__ == "PoolTimeout"
    return "is locked" in str(error) or pool_is_empty or getattr(cause, "sqlstate", None) in _WAITED


def answer(request: HttpRequest) -> HttpResponse | None:
    """What is answered while such an error is being handled; None where it is another."""
    error = sys.exc_info()[1]
    if error is None or not is_busy(error):
        return None
    done = any(frame.f_code.co_name == "process_response" for frame, _line in walk_tb(error.__traceback__))
    said = _sentence(maybe_done=done and request.method == "POST")
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"detail": said}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html", _told(request, said, again=not done)), status=503)
    response["Retry-After"] = str(AGAIN_IN)
    return response


def _sentence(*, maybe_done: bool) -> str:
    if maybe_done:
        return _(
            "Others are writing just now, and the answer to what you sent could not be kept. "
            "Look whether it was done before you send it again."
        )
    return _(
        "Others are writing just now, and this waited too long for its turn. Nothing was changed; "
        "try again in a moment."
    )


def _told(request: HttpRequest, said: str, *, again: bool) -> dict[str, object]:
    """For the page: what was sent is put into a form to be sent again, but for passwords and files."""
    told: dict[str, object] = {"said": said, "path": request.get_full_path()}
    if request.method != "POST":
        return told
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    whole = not request.FILES and not any("password" in name for name, _value in sent)
    kept = [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]
    again = again and whole
    return told | {"posted": True, "again": again, "fields": kept, "csrf_token": get_token(request) if again else ""}
