"""Taking a list out by a page: the file that the links at its foot lead to."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import IO, TYPE_CHECKING

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mainstay.house.actions import gate, taking_out
from mainstay.house.rules import rights
from mainstay.kit.lists import TYPES
from mainstay.kit.refusals import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest

    from mainstay.house.models import User
    from mainstay.journal.actions import Named
    from mainstay.kit.lists import Outgoing


def answer(
    request: HttpRequest, outgoing: Outgoing, form: str, *, by: User, at: datetime, client: Named | None = None
) -> HttpResponseBase:
    """The file, streamed; noted in the journal before it leaves. Raises Refused without the right (R-X-3)."""
    if request.method == "HEAD":
        gate.needs_right(by, rights.TAKE_OUT)
        return headed(HttpResponse(), f"{outgoing.name}.{form}")
    pieces = taking_out.take_out(outgoing=outgoing, form=form, by=by, at=at, client=client)
    return headed(StreamingHttpResponse(pieces), f"{outgoing.name}.{form}")


def made(request: HttpRequest, name: str, make: Callable[[IO[bytes]], object]) -> HttpResponseBase:
    """A file that is whole before its first byte leaves, kept beside the memory until then."""
    if request.method == "HEAD":
        return headed(HttpResponse(), name)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        make(file)
        file.flush()
    except OSError as error:
        file.close()
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sentence = _("The disk of the house is full, so the file could not be made. Somebody must make room.")
        raise Refused(sentence, rule="R-X-10") from error
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return headed(FileResponse(file), name)


def headed(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """The answer, to be kept under this name and by nobody on its way."""
    response["Content-Type"] = TYPES[name.rpartition(".")[2]]
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store, private"
    return response
