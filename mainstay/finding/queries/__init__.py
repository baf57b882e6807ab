"""Reading the index: which slips answer a question, and whether the index is whole."""

from mainstay.finding.queries.answers import Hit, Within, hits, within
from mainstay.finding.queries.clients import of_clients
from mainstay.finding.queries.state import Wholeness, wholeness

__all__ = ["Hit", "Wholeness", "Within", "hits", "of_clients", "wholeness", "within"]
