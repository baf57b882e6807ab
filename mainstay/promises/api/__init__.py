"""The ledger as JSON: the same verbs and refusals as the pages."""

from mainstay.promises.api.reading import router
from mainstay.promises.api.verbs import verbs

router.add_router("", verbs)

__all__ = ["router"]
