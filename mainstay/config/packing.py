"""Pages travel packed, a fifth of their size; but not where another site asked for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

OF_THE_HOUSE = ("same-origin", "none")  # followed from a page of the house, or typed by whoever asks


class PackingMiddleware(GZipMiddleware):
    """Pages are gzipped where the browser says that no other site asked.

    A packed answer is the shorter the more its parts resemble each other. Whoever could have a page come again and
    again, with words of their own in its address, and read how long it is on its way, would find out what else
    stands in it (BREACH). What another site asks for therefore comes as it is, and so does what a browser says
    nothing of; Django adds a random number of bytes to what is packed.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack one page; lists, files and what programs read stay as they are."""
        kind = response.headers.get("Content-Type", "")
        if (
            not isinstance(response, HttpResponse)
            or not kind.startswith("text/html")
            or request.headers.get("Sec-Fetch-Site") not in OF_THE_HOUSE
        ):
            return response
        return super().process_response(request, response)
