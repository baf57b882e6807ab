"""The kinds of things that are promised, as they are offered and looked up."""

from __future__ import annotations

from mainstay.promises.models import Kind
from mainstay.promises.rules.kinds import key_of

MOST = 200


def offered() -> list[str]:
    """The names of kinds that exist, to choose from: one query, at most 200."""
    return list(Kind.objects.values_list("name", flat=True)[:MOST])


def called(name: str) -> Kind | None:
    """The kind of this name in any case; None where there is none."""
    key = key_of(name)
    return Kind.objects.filter(key=key).first() if key else None
