"""Bringing in and taking out as JSON: the same verbs and refusals as the pages."""

from mainstay.transfer.api import out
from mainstay.transfer.api.runs import router

router.add_router("", out.router)

__all__ = ["router"]
