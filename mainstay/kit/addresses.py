"""Addresses of pages and of records, worked out once for each page: a list of fifty says some hundreds of them.

``of("promises:page", pk)`` is what ``reverse("promises:page", args=[pk])`` says, ``of("promises:list")`` what
``reverse("promises:list")`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse

_ANY = UUID("00000000-0000-4000-8000-000000000000")


def of(name: str, pk: UUID | None = None) -> str:
    """The address of a page by its name, or of one record’s page. NoReverseMatch where there is none."""
    if pk is None:
        return _plain(name, get_resolver(get_urlconf()), get_script_prefix())
    return each(name)(pk)


def each(name: str) -> Callable[[UUID], str]:
    """The same for many records of one kind: what gives the address of each."""
    before, after = _around(name, get_resolver(get_urlconf()), get_script_prefix())
    return lambda pk: f"{before}{pk}{after}"


@lru_cache(maxsize=512)
def _plain(name: str, table: URLResolver, prefix: str) -> str:
    return reverse(name)


@lru_cache(maxsize=512)  # another table of addresses has another resolver
def _around(name: str, table: URLResolver, prefix: str) -> tuple[str, str]:
    before, found, after = reverse(name, args=[_ANY]).partition(str(_ANY))
    if not found:
        raise ValueError(f"{name} does not name its record by id")
    return before, after
