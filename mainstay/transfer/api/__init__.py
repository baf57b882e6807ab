"""Bringing in and taking out as JSON: the same verbs and refusals as the pages."""

from ninja import Router

router = Router(tags=["transfer"])

__all__ = ["router"]
