"""Addresses of records, worked out once for each page: a list of fifty says some hundreds of them.

``of("promises:page", pk)`` is what ``reverse("promises:page", args=[pk])`` says.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse

_ANY = UUID("00000000-0000-4000-8000-000000000000")


def of(name: str, pk: UUID) -> str:
    """The address of one record’s page by the name of the page. NoReverseMatch where there is none."""
    before, after = _around(name, get_resolver(get_urlconf()), get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=512)  # another table of addresses has another resolver
def _around(name: str, table: URLResolver, prefix: str) -> tuple[str, str]:
    before, found, after = reverse(name, args=[_ANY]).partition(str(_ANY))
    if not found:
        raise ValueError(f"{name} does not name its record by id")
    return before, after
