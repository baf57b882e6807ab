"""Tokens: what they are for, and what is told of them."""

from __future__ import annotations

from mainstay.kit.plug import registry


def parts() -> list[str]:
    """The parts of the house a token may be for: every capability that speaks through the API, from below."""
    return [plug.name for plug in registry.installed() if plug.api]
