"""Clients, their people and who serves them as JSON: the same verbs and refusals as the pages."""

from mainstay.clients.api.alike import alike
from mainstay.clients.api.clients import router
from mainstay.clients.api.handing import handing
from mainstay.clients.api.people import people
from mainstay.clients.api.serving import serving

router.add_router("", alike)
router.add_router("", people)
router.add_router("", serving)
router.add_router("", handing)

__all__ = ["router"]
