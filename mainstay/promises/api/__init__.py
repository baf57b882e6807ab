"""The ledger as JSON: the same verbs and refusals as the pages."""

from mainstay.promises.api import duties, ending, lines, verbs
from mainstay.promises.api.reading import router

__all__ = ["duties", "ending", "lines", "router", "verbs"]
