"""Who may use the API, and the verbs of the house as JSON."""

from ninja import Router

from mainstay.house.api import doors, people, settings
from mainstay.house.api.door import SessionOrToken, person_of

router = Router(tags=["house"])
router.add_router("", people.router)
router.add_router("", settings.router)
router.add_router("", doors.router)

__all__ = ["SessionOrToken", "person_of", "router"]
