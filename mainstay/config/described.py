"""The description of the API, whole: every door tells how it refuses, is closed, or is not there (R-X-11)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

REFUSAL = {
    "title": "Refusal",
    "type": "object",
    "description": "Why it was not done, by which rule, and who may lift it (empty: nobody).",
    "required": ["detail"],
    "properties": {
        "detail": {"type": "string"},
        "field": {"type": "string"},
        "rule": {"type": "string"},
        "lifted_by": {"type": "string"},
    },
}
ANSWERS = {
    "400": "What was sent cannot be read.",
    "401": "A token is needed that opens this house.",
    "403": "The token, or the page’s own key, does not open this door.",
    "404": "Not there, or not there for this person.",
    "422": "Refused, with the reason.",
    "429": "Asked too often; Retry-After says when to come again.",
}


NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Plain(Parser):
    """Reads bodies, but for the one sign that PostgreSQL keeps in no text."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON; ninja answers 400 to a ValueError (R-X-11)."""
        if NUL.search(request.body):
            raise ValueError("NUL stands in no text of a person's")
        return super().parse_body(request)


class Described(NinjaAPI):
    """Ninja’s API, which tells of the answers that its handlers give too."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The description; put together once in a process, for it takes a second."""
        return self._described(path_prefix, tuple(sorted((path_params or {}).items())))

    @cache  # noqa: B019 (there is one API, and it stays)
    def _described(self, path_prefix: str | None, params: tuple[tuple[str, Any], ...]) -> OpenAPISchema:
        """With the shape of a refusal, and who answers with it."""
        told = super().get_openapi_schema(path_prefix=path_prefix, path_params=dict(params))
        told["components"]["schemas"]["Refusal"] = REFUSAL
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
        general = {status: {"description": words, "content": content} for status, words in ANSWERS.items()}
        for doors in told["paths"].values():
            for door in doors.values():
                own = {str(status): answer for status, answer in door["responses"].items()}  # ninja's are numbers
                door["responses"] = general | own
        return told
