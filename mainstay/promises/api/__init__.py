"""The ledger as JSON: the same verbs and refusals as the pages."""

from mainstay.promises.api import before, duties, ending, lines, linking, sheet, verbs
from mainstay.promises.api.reading import router

__all__ = ["before", "duties", "ending", "lines", "linking", "router", "sheet", "verbs"]
